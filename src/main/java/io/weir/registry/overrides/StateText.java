package io.weir.registry.overrides;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.model.HostPort;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that was said at run time as JSON, one entry a line, and back. The same entries always give the same bytes. What a
 * later version adds to an entry is passed over.
 */
public final class StateText {
    /** Of what is written here. Another format is another number. */
    public static final int FORMAT = 1;

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonFactory FACTORY = MAPPER.getFactory();

    private StateText() {}

    /** What was written is not what this version reads. */
    public static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String why) {
            super(why);
        }
    }

    /** Writes all entries; the stream is left open. */
    public static void write(Overrides all, OutputStream to) throws IOException {
        try (JsonGenerator out = FACTORY.createGenerator(to)) {
            out.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            out.writeStartObject();
            out.writeNumberField("format", FORMAT);
            out.writeArrayFieldStart("entries");
            for (Entry entry : all.sorted()) {
                out.writeRaw('\n');
                write(entry, out);
            }
            out.writeRaw('\n');
            out.writeEndArray();
            out.writeEndObject();
            out.writeRaw('\n');
        }
    }

    private static void write(Entry entry, JsonGenerator out) throws IOException {
        Field field = entry.field();
        out.writeStartObject();
        out.writeStringField("pool", field.pool());
        HostPort address = field.address();
        if (field.backend() != null && address != null) {
            out.writeStringField("backend", field.backend());
            out.writeStringField("host", address.host());
            out.writeNumberField("port", address.port());
        }
        out.writeStringField("field", field.name());
        out.writeStringField("value", entry.value());
        out.writeStringField("by", entry.by());
        out.writeNumberField("at", entry.atEpochMillis());
        out.writeFieldName("stamp");
        write(entry.stamp(), out);
        out.writeArrayFieldStart("over");
        for (Stamp stamp : entry.over()) {
            write(stamp, out);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void write(Stamp stamp, JsonGenerator out) throws IOException {
        out.writeStartArray();
        out.writeNumber(stamp.time());
        out.writeNumber(stamp.node());
        out.writeEndArray();
    }

    /** Reads what was written. */
    public static List<Entry> read(byte[] text) throws Unreadable {
        JsonNode root;
        try {
            root = MAPPER.readTree(text);
        } catch (IOException damaged) {
            throw new Unreadable("it is damaged: it is no JSON");
        }
        int format = root.path("format").asInt(0);
        if (format != FORMAT) {
            throw new Unreadable(
                    format > FORMAT
                            ? "a newer version wrote it (format " + format + ", this one reads " + FORMAT + ")"
                            : "it is damaged: it has no format");
        }
        if (!root.path("entries").isArray()) {
            throw new Unreadable("it is damaged: it has no entries");
        }
        List<Entry> entries = new ArrayList<>();
        for (JsonNode entry : root.path("entries")) {
            entries.add(entry(entry));
        }
        return entries;
    }

    private static Entry entry(JsonNode node) throws Unreadable {
        String backend = node.has("backend") ? text(node, "backend") : null;
        HostPort address = backend == null ? null : new HostPort(text(node, "host"), (int) number(node.path("port")));
        Field field = new Field(text(node, "pool"), backend, address, text(node, "field"));
        List<Stamp> over = new ArrayList<>();
        for (JsonNode stamp : node.path("over")) {
            over.add(stamp(stamp));
        }
        @Nullable String value = node.path("value").isTextual() ? text(node, "value") : null;
        return new Entry(field, stamp(node.path("stamp")), over, value, text(node, "by"), number(node.path("at")));
    }

    private static Stamp stamp(JsonNode node) throws Unreadable {
        return new Stamp(number(node.path(0)), number(node.path(1)));
    }

    private static long number(JsonNode node) throws Unreadable {
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw new Unreadable("it is damaged: a number is missing");
        }
        return node.longValue();
    }

    private static String text(JsonNode node, String name) throws Unreadable {
        JsonNode value = node.path(name);
        if (!value.isTextual()) {
            throw new Unreadable("it is damaged: an entry has no " + name);
        }
        return value.textValue();
    }
}
