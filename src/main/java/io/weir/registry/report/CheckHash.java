package io.weir.registry.report;

import io.weir.health.Ownership;
import io.weir.model.HealthCheckSettings;

/** By what nodes find those that check a pool's backends alike: only these judge them together. */
public final class CheckHash {
    private CheckHash() {}

    /** Never 0, which says that nothing is known. Equal settings give equal hashes on every node of one version. */
    public static long of(HealthCheckSettings check) {
        long hash = Ownership.hash(check.toString());
        return hash == 0 ? 1 : hash;
    }
}
