package io.weir.registry;

import io.weir.registry.overrides.Entry;
import io.weir.registry.overrides.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Entries in pieces that fit into one message each. */
final class Chunks {
    /** Well below what a message may hold, as what is counted is not exactly what is sent. */
    static final int MOST_BYTES = 40 * 1024;

    /** Names of fields and numbers of an entry, generously. */
    private static final int FRAME = 220;

    private Chunks() {}

    /** In the order given; at least one, perhaps empty. */
    static List<List<Entry>> of(List<Entry> entries) {
        List<List<Entry>> chunks = new ArrayList<>();
        List<Entry> chunk = new ArrayList<>();
        int bytes = 0;
        for (Entry entry : entries) {
            int size = size(entry);
            if (bytes + size > MOST_BYTES && !chunk.isEmpty()) {
                chunks.add(chunk);
                chunk = new ArrayList<>();
                bytes = 0;
            }
            chunk.add(entry);
            bytes += size;
        }
        chunks.add(chunk);
        return chunks;
    }

    private static int size(Entry entry) {
        Field field = entry.field();
        String host = field.address() == null ? null : field.address().host();
        return FRAME
                + bytes(field.pool())
                + bytes(field.backend())
                + bytes(host)
                + bytes(field.name())
                + bytes(entry.value())
                + bytes(entry.by());
    }

    private static int bytes(@Nullable String text) {
        return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
    }
}
