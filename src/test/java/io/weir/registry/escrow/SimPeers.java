package io.weir.registry.escrow;

import io.weir.registry.overrides.Entry;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerMessage;
import io.weir.registry.peer.Peers;
import java.util.List;
import java.util.function.BiConsumer;

/** The way to the others, as a function. */
record SimPeers(BiConsumer<NodeId, PeerMessage> way) implements Peers {
    @Override
    public void tell(NodeId to, PeerMessage message) {
        way.accept(to, message);
    }

    @Override
    public void replicate(List<Entry> entries) {
        throw new AssertionError("nothing to replicate");
    }
}
