package io.weir.registry.cluster;

import io.weir.model.HostPort;

/** What a node does next to be in one cluster with the others. */
sealed interface Move {
    /** Nothing. */
    record Stay() implements Move {}

    /** Becomes a member of the cluster that the node there is a member of. */
    record Join(HostPort at) implements Move {}

    /** Founds a cluster of its own. */
    record Found() implements Move {}

    /** Ends and begins again as another incarnation: what was asked or promised in the name of this one cannot be taken back. */
    record Anew() implements Move {}

    /** Leaves its cluster, and comes back to join the one that the node there is a member of. */
    record Merge(HostPort at, Island into) implements Move {}
}
