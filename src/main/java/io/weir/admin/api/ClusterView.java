package io.weir.admin.api;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cluster as this node sees it at one moment.
 *
 * @param name of the cluster
 * @param self this node's name
 * @param controlPlane whether this node's control plane is part of a cluster now
 * @param nodes all members this node knows of, itself included, oldest first
 * @param divergent pools of this node's file of which another node's file says something else
 */
public record ClusterView(String name, String self, boolean controlPlane, List<Node> nodes, Set<String> divergent) {
    /** What a node is at whose control plane is part of no cluster. */
    public static final String UNJOINED = "unjoined";

    public ClusterView {
        nodes = List.copyOf(nodes);
        divergent = Set.copyOf(divergent);
    }

    /**
     * One node; what was not told yet is null.
     *
     * @param name its name
     * @param address of its cluster port
     * @param status as Pekko calls it, lower case: {@code joining}, {@code up}, {@code leaving}, ..., or {@link #UNJOINED}
     * @param reachable whether it answers this node
     * @param uptimeSeconds of its process
     * @param version of Weir there
     * @param connections open on its listeners
     * @param configHash of what its file defines; equal where two files mean the same
     * @param secure whether the way to it is encrypted
     */
    public record Node(
            String name,
            @Nullable String address,
            String status,
            boolean reachable,
            @Nullable Long uptimeSeconds,
            @Nullable String version,
            @Nullable Long connections,
            @Nullable String configHash,
            boolean secure) {}
}
