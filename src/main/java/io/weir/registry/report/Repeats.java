package io.weir.registry.report;

import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.ReportAsk;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who lacks something of what this node said and is to get all of it once more: each node for itself, and none more often than
 * every {@link #APART}, however often it asks. One thread.
 */
public final class Repeats {
    /** Between two copies for the same node. */
    static final long APART = 1_000_000_000L;

    private final Map<NodeId, ReportAsk> wanted = new LinkedHashMap<>();
    private final Map<NodeId, Long> given = new HashMap<>();

    /** A node asked; its newest question counts. */
    public void asked(NodeId node, ReportAsk ask) {
        wanted.put(node, ask);
    }

    /** There are no other nodes than these. */
    public void only(Collection<NodeId> nodes) {
        wanted.keySet().retainAll(nodes);
        given.keySet().retainAll(nodes);
    }

    /** Whose time has come, which counts as answered from now on. */
    public Map<NodeId, ReportAsk> due(long nowNanos) {
        if (wanted.isEmpty()) {
            return Map.of();
        }
        Map<NodeId, ReportAsk> due = new LinkedHashMap<>();
        wanted.forEach((node, ask) -> {
            Long last = given.get(node);
            if (last == null || nowNanos - last >= APART) {
                due.put(node, ask);
            }
        });
        due.keySet().forEach(node -> {
            wanted.remove(node);
            given.put(node, nowNanos);
        });
        return due;
    }
}
