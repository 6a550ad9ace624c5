package io.weir.registry.cluster;

import io.weir.registry.peer.NodeFacts;
import io.weir.registry.peer.NodeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cluster as this node's control plane sees it, for people. Immutable.
 *
 * @param joined whether this node is a member that is up
 * @param nodes all that are members in whatever state, oldest first; empty while this node is a member of nothing
 */
public record Sighting(boolean joined, List<Node> nodes) {
    /** A member of nothing. */
    public static final Sighting NONE = new Sighting(false, List.of());

    public Sighting {
        nodes = List.copyOf(nodes);
    }

    /**
     * A member.
     *
     * @param self whether it is this node
     * @param status as Pekko calls it, in lower case
     * @param reachable whether it answers
     * @param facts what it told of itself last; null before it told anything
     */
    public record Node(
            NodeId id,
            boolean self,
            String status,
            boolean reachable,
            @Nullable NodeFacts facts) {}
}
