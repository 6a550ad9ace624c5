package io.weir.registry.peer;

import java.util.List;
import java.util.Map;

/** An example of each message with every field set, and one with as little as it may have. */
final class PeerMessages {
    private PeerMessages() {}

    static final List<PeerMessage> EXAMPLES = List.of(
            // One a line
            new NodeFacts("1.2.3", 86_400_000L, 12, "c0ffee", Map.of("web", "aa", "db", "bb")),
            new NodeFacts("", 0, 0, "", Map.of()),
            new Unheard());
}
