package io.weir.registry.report;

import io.weir.model.Health;
import org.jspecify.annotations.Nullable;

/**
 * What a node reports of one backend or pool.
 *
 * @param connections it has there now
 * @param former it has yet at addresses that the backend had before
 * @param allowance how many it may have of a cap over the cluster
 * @param ejected whether its own failed dials took the backend out of use
 * @param vote what its checks say; null where it does not check
 * @param check a hash of how a pool is checked, by which nodes find those that check alike; 0 for a backend
 */
public record Line(
        int connections,
        int former,
        int allowance,
        boolean ejected,
        @Nullable Said vote,
        long check) {
    /** Nothing to report. */
    public static final Line NOTHING = new Line(0, 0, 0, false, null, 0);

    /**
     * A vote on its way.
     *
     * @param check changes with each check that was made; says nothing else
     * @param health up or down
     * @param reason the last check's outcome, for a person to read
     * @param step how far, such as {@code 2/3}
     */
    public record Said(long check, Health health, String reason, String step) {}
}
