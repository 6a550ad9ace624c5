package io.weir.admin.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weir.admin.api.Problem.Fault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A body's JSON object, read field by field. What is wrong is gathered, so that one answer names all of it: a wrong type or
 * an unknown field makes the whole malformed (400), else a value out of range makes it unfit (422). Belongs to one thread.
 */
final class Fields {
    /** More levels than any body has, and few enough for every stack that later reads or shows it. */
    private static final int MOST_LEVELS = 32;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MOST_LEVELS)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonNode object;
    private final Set<String> known;
    private final List<Fault> malformed = new ArrayList<>();
    private final List<Fault> unfit = new ArrayList<>();

    private Fields(JsonNode object, Set<String> known) {
        this.object = object;
        this.known = known;
    }

    /** Reads a field's value; what is wrong it says to {@link #wrongType} or {@link #outOfRange} and gives null. */
    interface Reading<T> {
        @Nullable
        T read(String field, JsonNode value);
    }

    /**
     * Begins.
     *
     * @param known the fields there may be
     * @throws Refused where the body is no JSON object
     */
    static Fields of(ByteString body, Set<String> known) {
        JsonNode object = parse(body);
        Fields fields = new Fields(object, known);
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                fields.malformed.add(
                        new Fault(name, "unknown field; known here: " + String.join(", ", new TreeSet<>(known))));
            }
        });
        return fields;
    }

    /** A body that must be a JSON object, whatever is in it. */
    static JsonNode parse(ByteString body) {
        JsonNode node;
        try {
            node = MAPPER.readTree(body.toArrayUnsafe());
        } catch (StreamConstraintsException e) {
            throw new Refused(Problem.badRequest("The body is nested more than " + MOST_LEVELS
                    + " levels deep, or has a number or a name that is too long" + where(e) + "."));
        } catch (JsonProcessingException e) {
            throw new Refused(Problem.badRequest("The body is not JSON: " + e.getOriginalMessage() + where(e)));
        } catch (IOException e) {
            throw new Refused(Problem.badRequest("The body is not JSON: " + e.getMessage()));
        }
        if (node == null || !node.isObject()) {
            throw new Refused(Problem.badRequest("The body must be a JSON object."));
        }
        return node;
    }

    private static String where(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : ", at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }

    boolean isEmpty() {
        return object.isEmpty();
    }

    boolean has(String field) {
        return object.has(field);
    }

    boolean isNull(String field) {
        return object.path(field).isNull();
    }

    /** The value; null where it is absent, {@code null}, or wrong, which is noted. */
    <T> @Nullable T read(String field, Reading<T> reading) {
        if (!known.contains(field)) {
            throw new IllegalArgumentException(field);
        }
        JsonNode value = object.get(field);
        return value == null || value.isNull() ? null : reading.read(field, value);
    }

    /** The value, or this one where it is absent; {@code null} is a wrong type here. */
    <T> T or(String field, T otherwise, Reading<T> reading) {
        if (isNull(field)) {
            wrongType(field, "null is not allowed here; leave the field out for " + otherwise);
        }
        T value = read(field, reading);
        return value == null ? otherwise : value;
    }

    void wrongType(String field, String detail) {
        malformed.add(new Fault(field, detail));
    }

    void outOfRange(String field, String detail) {
        unfit.add(new Fault(field, detail));
    }

    /** Refuses with all that is wrong, if anything is. */
    void check() {
        if (malformed.isEmpty() && unfit.isEmpty()) {
            return;
        }
        List<Fault> all = new ArrayList<>(malformed);
        all.addAll(unfit);
        StringBuilder detail = new StringBuilder();
        all.forEach(fault -> detail.append(detail.isEmpty() ? "" : ". ")
                .append(fault.field())
                .append(": ")
                .append(fault.detail()));
        throw new Refused(new Problem(
                malformed.isEmpty() ? 422 : 400,
                malformed.isEmpty() ? "Unprocessable Content" : "Bad Request",
                detail.append('.').toString(),
                all,
                Map.of()));
    }
}
