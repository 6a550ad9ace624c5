package io.weir.registry.cluster;

import io.weir.registry.overrides.Entry;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerMessage;
import io.weir.registry.peer.PeerView;
import io.weir.registry.peer.Peers;
import java.util.List;

/**
 * What the control planes of a process, one after the other, have to say to its registry. Called by one thread after the other,
 * never by two at a time; must return at once.
 */
public interface Bridge {
    /** This node is a member: registries can be spoken to, by this and no earlier way. {@link #changed} follows. */
    void started(Peers peers);

    /** The members are these. */
    void changed(PeerView view);

    /** A member's registry sent this. */
    void from(NodeId node, PeerMessage message);

    /** The replicated store holds these; the same ones may come again. */
    void merged(List<Entry> entries);

    /** There is no control plane, until the next {@link #started}. */
    void stopped();
}
