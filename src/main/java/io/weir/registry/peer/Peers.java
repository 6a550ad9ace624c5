package io.weir.registry.peer;

import io.weir.registry.overrides.Entry;
import java.util.Collection;
import java.util.List;

/**
 * The way to the other nodes, for as long as one control plane lives. Any thread; every method returns at once. What is
 * told arrives at most once, in order between two nodes, and is lost without a word where there is no way.
 */
public interface Peers {
    /** Sends a message to one node. */
    void tell(NodeId to, PeerMessage message);

    /** Sends one message to several nodes; it is put into bytes once for all of them. */
    default void tellAll(Collection<NodeId> to, PeerMessage message) {
        to.forEach(each -> tell(each, message));
    }

    /** Hands entries to the replicated store, from where they spread by themselves to all members, now and later. */
    default void replicate(List<Entry> entries) {}
}
