package io.weir.registry.escrow;

import io.weir.registry.peer.NodeId;
import java.util.ArrayList;
import java.util.List;

/** A cluster's memberships one after the other, as all of its nodes learn of them, each in its own time. */
final class SimCluster {
    final List<List<NodeId>> history = new ArrayList<>();

    List<NodeId> latest() {
        return history.getLast();
    }

    void add(NodeId id) {
        List<NodeId> next = history.isEmpty() ? new ArrayList<>() : new ArrayList<>(latest());
        next.add(id);
        history.add(List.copyOf(next));
    }

    boolean remove(NodeId id) {
        List<NodeId> next = new ArrayList<>(latest());
        boolean was = next.remove(id);
        if (was) {
            history.add(List.copyOf(next));
        }
        return was;
    }
}
