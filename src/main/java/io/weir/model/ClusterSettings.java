package io.weir.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How this node finds the others.
 *
 * @param name checked at join
 * @param bind where the cluster port listens
 * @param advertise the address the others dial, or null to derive it from {@code bind}
 * @param seeds addresses of nodes to join, in any order; empty: a cluster of its own
 */
public record ClusterSettings(
        String name, HostPort bind, @Nullable HostPort advertise, List<HostPort> seeds) {
    public ClusterSettings {
        seeds = List.copyOf(seeds);
    }
}
