package io.weir.registry;

import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerMessage;
import io.weir.registry.peer.PeerView;
import io.weir.registry.peer.Peers;

/**
 * One of the registry's concerns with the other nodes. Made once, kept over the registry's restarts, and called on its
 * thread only; must not block.
 */
interface Part {
    /** There is a control plane, perhaps another one than before. */
    void peersStarted(Peers peers);

    /** There is none; it will be back. */
    void peersStopped();

    /** Membership changed. */
    void peersChanged(PeerView view);

    /** A member's registry sent this; what is another part's is ignored. */
    void on(NodeId from, PeerMessage message);

    /** Every {@link BackendRegistry#BEAT} or so while there are other members, or while a part asks for it. */
    void tick(long nowNanos);

    /** Whether it needs to be called though there is no other member. */
    default boolean needsTicks() {
        return false;
    }
}
