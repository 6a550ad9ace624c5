package io.weir.registry;

import io.weir.model.BackendKey;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerMessage;
import io.weir.registry.peer.PeerView;
import io.weir.registry.peer.Peers;
import java.util.List;
import java.util.Map;

/** What the nodes tell each other of votes, connections and ejections. On the registry's thread. */
final class Reports implements Part {
    @Override
    public void peersStarted(Peers peers) {}

    @Override
    public void peersStopped() {}

    @Override
    public void peersChanged(PeerView view) {}

    @Override
    public void on(NodeId from, PeerMessage message) {}

    @Override
    public void tick(long nowNanos) {}

    /** Other nodes' votes on a backend by the node's name. */
    Map<String, RegistryView.Voted> votes(BackendKey key) {
        return Map.of();
    }

    /** Names of the other nodes that have ejected it. */
    List<String> ejectedBy(BackendKey key) {
        return List.of();
    }

    /** Other nodes' open connections by the node's name, as they last said. */
    Map<String, Integer> connections(BackendKey key) {
        return Map.of();
    }
}
