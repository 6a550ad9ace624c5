package io.weir.registry;

import io.weir.registry.overrides.Entry;
import io.weir.registry.overrides.Field;
import io.weir.registry.overrides.Overrides;
import io.weir.registry.overrides.Stamp;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerView;
import io.weir.registry.peer.Peers;
import io.weir.registry.peer.StateAsk;
import io.weir.registry.peer.StatePart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads all that another member holds, when this node has just joined and when one comes back that could not be reached; and
 * gives it what it turns out to lack. The replicated store does the same by itself, but in its own time. On the registry's
 * thread.
 */
final class Exchange {
    /** So long for an answer; then another member is asked. */
    static final Duration ANSWER = Duration.ofMillis(300);

    private final List<Entry> parts = new ArrayList<>();
    private final Set<NodeId> seen = new HashSet<>();
    private List<NodeId> reachable = List.of();
    private @Nullable NodeId asked;
    private long askedAt;
    private long id;

    void stopped() {
        seen.clear();
        reachable = List.of();
        asked = null;
    }

    void changed(PeerView view, Peers peers, long now) {
        List<NodeId> next = view.reachableOthers();
        List<NodeId> back = next.stream()
                .filter(node -> !reachable.contains(node) && (reachable.isEmpty() || seen.contains(node)))
                .toList();
        reachable = next;
        seen.addAll(next);
        if (asked != null && !next.contains(asked)) {
            asked = null;
        }
        if (asked == null && !back.isEmpty()) {
            ask(back.getFirst(), peers, now);
        }
    }

    private void ask(NodeId node, Peers peers, long now) {
        asked = node;
        askedAt = now;
        parts.clear();
        peers.tell(node, new StateAsk(++id));
    }

    void tick(Peers peers, long now) {
        NodeId silent = asked;
        if (silent != null && now - askedAt >= ANSWER.toNanos()) {
            int at = reachable.indexOf(silent);
            ask(reachable.get((at + 1) % reachable.size()), peers, now);
        }
    }

    /** Answers a question. */
    static void answer(StateAsk ask, NodeId to, Overrides all, Peers peers) {
        send(ask.id(), all.sorted(), to, peers);
    }

    private static void send(long id, List<Entry> entries, NodeId to, Peers peers) {
        List<List<Entry>> chunks = Chunks.of(entries);
        for (int i = 0; i < chunks.size(); i++) {
            peers.tell(to, new StatePart(id, chunks.get(i), i == chunks.size() - 1));
        }
    }

    /** What is to be taken in now: all that was answered once the last part has come, nothing before. */
    List<Entry> part(StatePart part, NodeId from, long now) {
        if (part.id() == 0) {
            return part.entries();
        }
        if (!from.equals(asked) || part.id() != id) {
            return List.of();
        }
        parts.addAll(part.entries());
        askedAt = now;
        return part.last() ? List.copyOf(parts) : List.of();
    }

    /**
     * A part was taken in; after the last one, what the other one lacks goes back.
     *
     * @return whether it was the last one
     */
    boolean taken(StatePart part, NodeId from, Overrides all, Peers peers) {
        if (part.id() == 0 || !part.last() || !from.equals(asked) || part.id() != id) {
            return false;
        }
        Map<Field, Stamp> theirs = new HashMap<>();
        parts.forEach(entry -> theirs.put(entry.field(), entry.stamp()));
        List<Entry> lacking = all.sorted().stream()
                .filter(entry -> !entry.stamp().equals(theirs.get(entry.field())))
                .toList();
        if (!lacking.isEmpty()) {
            send(0, lacking, from, peers);
        }
        asked = null;
        parts.clear();
        return true;
    }
}
