package io.weir;

import java.time.Duration;

/**
 * How long to wait before the control plane is started again: the longer, the more often it ended soon after its start.
 *
 * @param failures in a row
 */
record Backoff(int failures) {
    /** Nothing has failed yet. */
    static final Backoff NONE = new Backoff(0);

    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(5);
    /** Who lived for so long was well. */
    private static final Duration WELL = Duration.ofSeconds(20);

    /**
     * After one that ended.
     *
     * @param lived how long it did
     * @param wanted whether it ended for a good reason
     */
    Backoff after(Duration lived, boolean wanted) {
        return wanted || lived.compareTo(WELL) >= 0 ? NONE : new Backoff(Math.min(failures + 1, 20));
    }

    Duration pause() {
        Duration pause = FIRST.multipliedBy(1L << failures);
        return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
    }
}
