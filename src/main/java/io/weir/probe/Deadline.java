package io.weir.probe;

import java.io.IOException;
import java.time.Duration;

/** When a check must be over, by the monotonic clock. */
final class Deadline {
    private final long start = System.nanoTime();
    private final long allowed;

    private Deadline(long allowed) {
        this.allowed = allowed;
    }

    static Deadline in(Duration timeout) {
        return new Deadline(timeout.toNanos());
    }

    long spentNanos() {
        return System.nanoTime() - start;
    }

    long leftNanos() {
        return Math.max(0, allowed - spentNanos());
    }

    /** At least 1, as 0 would mean no limit to a socket. */
    int leftMillis() {
        return Math.clamp(leftNanos() / 1_000_000 + 1, 1, Integer.MAX_VALUE);
    }

    boolean isPassed() {
        return leftNanos() == 0;
    }

    /** Thrown by work that looks at the deadline itself. */
    static final class Passed extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
