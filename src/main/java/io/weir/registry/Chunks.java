package io.weir.registry;

import io.weir.registry.overrides.Entry;
import java.util.ArrayList;
import java.util.List;

/** Entries in pieces that fit into one message each. */
final class Chunks {
    /** Well below what a message may hold, as what is counted is not exactly what is sent. */
    static final int MOST_BYTES = 40 * 1024;

    private Chunks() {}

    /** In the order given; at least one, perhaps empty. */
    static List<List<Entry>> of(List<Entry> entries) {
        List<List<Entry>> chunks = new ArrayList<>();
        List<Entry> chunk = new ArrayList<>();
        int bytes = 0;
        for (Entry entry : entries) {
            int size = entry.size();
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
}
