package io.weir.registry.inquiry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.weir.registry.peer.Blob;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Questions and answers as bytes: CBOR with names. Nodes of two versions speak to each other, so what is not known is passed
 * over and what is absent has a meaning. Pure; any thread.
 */
public final class Form {
    /** Well below what a part may hold, as what is counted is not exactly what is sent. */
    private static final int PART_BYTES = 40 * 1024;

    private static final ObjectMapper MAPPER = CBORMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Form() {}

    /** The bytes of one of this package's records. */
    public static Blob write(Record form) {
        try {
            return Blob.of(MAPPER.writeValueAsBytes(form));
        } catch (JsonProcessingException fault) {
            throw new IllegalStateException("no bytes for a " + form.getClass().getSimpleName(), fault);
        }
    }

    /** What the bytes say, or nothing where they say nothing of that kind. */
    public static <T extends Record> Optional<T> read(Blob bytes, Class<T> kind) {
        try {
            return Optional.ofNullable(MAPPER.readValue(bytes.bytes(), kind));
        } catch (IOException | RuntimeException noSuch) {
            return Optional.empty();
        }
    }

    /**
     * Rows in parts that fit into one message each, in their order; at least one, perhaps empty.
     *
     * @param size about how many bytes a row takes, rather more
     * @param part what a part is
     */
    static <T> List<Blob> parts(List<T> rows, ToIntFunction<T> size, Function<List<T>, Record> part) {
        List<Blob> parts = new ArrayList<>();
        List<T> some = new ArrayList<>();
        int bytes = 0;
        for (T row : rows) {
            int more = size.applyAsInt(row);
            if (bytes + more > PART_BYTES && !some.isEmpty()) {
                parts.add(write(part.apply(some)));
                some = new ArrayList<>();
                bytes = 0;
            }
            some.add(row);
            bytes += more;
        }
        if (!some.isEmpty() || parts.isEmpty()) {
            parts.add(write(part.apply(some)));
        }
        return parts;
    }

    static int size(@Nullable String text) {
        return text == null ? 1 : 3 + text.getBytes(StandardCharsets.UTF_8).length;
    }

    static <T> List<T> list(@Nullable List<@Nullable T> rows) {
        List<T> all = new ArrayList<>();
        if (rows != null) {
            for (T row : rows) {
                if (row != null) {
                    all.add(row);
                }
            }
        }
        return all;
    }
}
