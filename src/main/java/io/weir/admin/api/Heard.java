package io.weir.admin.api;

import io.weir.registry.inquiry.Form;
import io.weir.registry.inquiry.Inquired;
import io.weir.registry.peer.Blob;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What nodes answered, read.
 *
 * @param parts of each node's answer, by its name
 * @param unanswered names of those that did not answer, or not what can be read, in alphabetical order
 */
record Heard<T extends Record>(Map<String, List<T>> parts, List<String> unanswered) {
    /** Reads it; {@link Refused} where nobody was asked. */
    static <T extends Record> Heard<T> of(Inquired inquired, Class<T> kind) {
        if (inquired.busy()) {
            throw new Refused(
                    Problem.unavailable("Too many questions to other nodes are open; try again in a second."));
        }
        Map<String, List<T>> parts = new TreeMap<>();
        TreeSet<String> unanswered = new TreeSet<>(inquired.unanswered());
        inquired.answers().forEach((node, blobs) -> {
            List<T> read = new ArrayList<>();
            for (Blob blob : blobs) {
                Optional<T> part = Form.read(blob, kind);
                part.ifPresent(read::add);
            }
            if (read.size() == blobs.size()) {
                parts.put(node, read);
            } else {
                unanswered.add(node);
            }
        });
        return new Heard<>(parts, List.copyOf(unanswered));
    }
}
