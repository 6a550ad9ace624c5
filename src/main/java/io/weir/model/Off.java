package io.weir.model;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** How a limit that is {@code off} is written down: a count or a time that no connection ever reaches. */
public final class Off {
    /** A count limit that is off. */
    public static final int COUNT = Integer.MAX_VALUE;

    /** A time limit that is off. */
    public static final Duration TIME = ChronoUnit.FOREVER.getDuration();

    private Off() {}

    /** Whether a count limit is off. */
    public static boolean is(int count) {
        return count == COUNT;
    }

    /** Whether a time limit is off. */
    public static boolean is(Duration time) {
        return time.equals(TIME);
    }

    /** A time limit in nanoseconds; {@link Long#MAX_VALUE} where it is off or longer than 292 years. */
    public static long nanos(Duration time) {
        return time.toSeconds() > Long.MAX_VALUE / 1_000_000_000L - 1 ? Long.MAX_VALUE : time.toNanos();
    }
}
