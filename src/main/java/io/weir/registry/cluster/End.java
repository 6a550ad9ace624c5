package io.weir.registry.cluster;

import io.weir.model.HostPort;
import java.util.Set;

/**
 * Why a control plane ends.
 *
 * @param reason a word or two with hyphens, for events
 * @param known addresses at which the next one should look beside its seeds
 */
public record End(String reason, Set<HostPort> known) {
    /** The other members removed it, or it could not reach enough of them. */
    public static final String DOWNED = "downed";

    /** It goes to join a cluster that outranks its own. */
    public static final String MERGING = "island-merged";

    /** It asked to become a member and nothing came of it. */
    public static final String STUCK = "join-timed-out";

    public End {
        known = Set.copyOf(known);
    }
}
