package io.weir.registry.overrides;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.model.HostPort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that was said at run time as JSON, one entry a line, and back. The same entries always give the same bytes. What a
 * later version adds to an entry is passed over. Entries can also stand for themselves, a line each, to be added to one by
 * one.
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

    /** Begins lines of entries. */
    public static byte[] head() {
        return ("{\"format\":" + FORMAT + "}\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Entries as lines that may follow others. */
    public static byte[] lines(Collection<Entry> entries) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (Entry entry : entries) {
            try (JsonGenerator out = FACTORY.createGenerator(lines)) {
                write(entry, out);
            }
            lines.write('\n');
        }
        return lines.toByteArray();
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
        format(root);
        if (!root.path("entries").isArray()) {
            throw new Unreadable("it is damaged: it has no entries");
        }
        List<Entry> entries = new ArrayList<>();
        for (JsonNode entry : root.path("entries")) {
            entries.add(entry(entry));
        }
        return entries;
    }

    /**
     * Reads lines. What comes after the last end of a line was being written when the power went, and nobody was told that it
     * is on disk: it is passed over.
     */
    public static List<Entry> readLines(byte[] text) throws Unreadable {
        List<Entry> entries = new ArrayList<>();
        int start = 0;
        for (int at = 0; at < text.length; at++) {
            if (text[at] == '\n') {
                JsonNode line = line(text, start, at - start);
                if (start == 0) {
                    format(line);
                } else {
                    entries.add(entry(line));
                }
                start = at + 1;
            }
        }
        return entries;
    }

    private static JsonNode line(byte[] text, int start, int length) throws Unreadable {
        try {
            return MAPPER.readTree(text, start, length);
        } catch (IOException damaged) {
            throw new Unreadable("it is damaged: a line is no JSON");
        }
    }

    private static void format(JsonNode head) throws Unreadable {
        int format = head.path("format").asInt(0);
        if (format != FORMAT) {
            throw new Unreadable(
                    format > FORMAT
                            ? "a newer version wrote it (format " + format + ", this one reads " + FORMAT + ")"
                            : "it is damaged: it has no format");
        }
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
