package io.weir.model;

import java.time.Duration;
import java.util.regex.Pattern;

/** How a duration is shown: as somebody would write it into a file or a request. Pure. */
public final class DurationText {
    private static final int MINUTE = 60;
    private static final int HOUR = 3600;
    private static final int DAY = 86_400;
    private static final int MILLI = 1_000_000;
    private static final int MICRO = 1000;

    private static final Pattern BARE = Pattern.compile("[+-]?[0-9.]+");

    private DurationText() {}

    /** Whether it is a number without the unit that a length of time has. */
    public static boolean isBare(String text) {
        return BARE.matcher(text.strip()).matches();
    }

    /**
     * In the largest unit in which it is a whole number: {@code 5m}, {@code 90s}, {@code 1500ms}.
     *
     * @param time of any length if it has no part below a millisecond, else of at most 292 years; never {@link Off#TIME}
     */
    public static String of(Duration time) {
        long seconds = time.getSeconds();
        int nanos = time.getNano();
        if (nanos % MILLI != 0) {
            return nanos % MICRO == 0 ? time.toNanos() / MICRO + "us" : time.toNanos() + "ns";
        }
        if (nanos != 0) {
            return time.toMillis() + "ms";
        }
        if (seconds == 0 || seconds % MINUTE != 0) {
            return seconds + "s";
        }
        if (seconds % HOUR != 0) {
            return seconds / MINUTE + "m";
        }
        return seconds % DAY != 0 ? seconds / HOUR + "h" : seconds / DAY + "d";
    }
}
