package io.weir.registry;

import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerMessage;
import io.weir.registry.peer.PeerView;
import io.weir.registry.peer.Peers;

/** This node's shares of the caps that hold over the cluster. On the registry's thread. */
final class Allowances implements Part {
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
}
