package io.weir.observe;

import io.weir.model.Health;
import java.util.concurrent.atomic.AtomicLongArray;

/** One backend's health checks on this node; any thread may write, as checks are rare. */
final class ProbeMeter {
    private static final int PASSED = 0;
    private static final int FAILED = 1;
    private static final int FLIPS = 2;
    private static final int HEALTHS = Health.values().length;

    private final AtomicLongArray counts = new AtomicLongArray(FLIPS + HEALTHS);

    void checked(boolean passed) {
        counts.incrementAndGet(passed ? PASSED : FAILED);
    }

    void flipped(Health to) {
        counts.incrementAndGet(FLIPS + Ordinals.of(to));
    }

    void addTo(Reading.BackendTotals totals) {
        totals.passed += counts.get(PASSED);
        totals.failed += counts.get(FAILED);
        for (int i = 0; i < HEALTHS; i++) {
            totals.flips[i] += counts.get(FLIPS + i);
        }
    }
}
