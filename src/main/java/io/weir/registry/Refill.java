package io.weir.registry;

import io.weir.registry.overrides.Entry;
import io.weir.registry.overrides.Overrides;
import io.weir.registry.peer.Peers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes all that is known here into the replicated store of a new control plane, in steps: of what one key holds it takes
 * few changes at a time as changes, and falls back to whole copies beyond.
 */
final class Refill {
    /** At most so many entries of one shard a step. */
    static final int STEP = 40;

    private final Map<Integer, Deque<Entry>> left = new HashMap<>();

    void start(Overrides all) {
        left.clear();
        all.entries()
                .forEach(entry -> left.computeIfAbsent(entry.field().shard(), any -> new ArrayDeque<>())
                        .add(entry));
    }

    boolean goesOn() {
        return !left.isEmpty();
    }

    void step(Peers peers) {
        List<Entry> now = new ArrayList<>();
        left.values().forEach(shard -> {
            for (int i = 0; i < STEP && !shard.isEmpty(); i++) {
                now.add(shard.remove());
            }
        });
        left.values().removeIf(Deque::isEmpty);
        if (!now.isEmpty()) {
            peers.replicate(now);
        }
    }
}
