package io.weir.registry.inquiry;

import io.weir.registry.peer.Blob;
import java.util.List;
import java.util.Map;

/**
 * What an inquiry came to.
 *
 * @param answers the parts of each node's whole answer, by its name
 * @param unanswered names of those that did not answer, in alphabetical order
 * @param busy whether nobody was asked because too many questions are open
 */
public record Inquired(Map<String, List<Blob>> answers, List<String> unanswered, boolean busy) {
    static final Inquired BUSY = new Inquired(Map.of(), List.of(), true);

    public Inquired {
        answers = Map.copyOf(answers);
        unanswered = List.copyOf(unanswered);
    }
}
