package io.weir.health;

import java.time.Duration;

/**
 * How many checks of a backend in a row timed out and were not counted, because this process itself came to the end of the
 * time-out late: it stood still, or got no processor time, so that the answer may have been there long before. Each of them is
 * made again at once, and takes one and a half time-outs or more, so that a backend is asked no more often for it. There are at
 * most {@link #MOST}: one pause of a process is one such check, while a machine that is too busy for several in a row makes
 * clients wait as it makes checks wait, and must not hide a backend that is dead.
 *
 * @param inRow 0 to {@link #MOST}
 */
public record Excuses(int inRow) {
    /** No more are excused one after the other; then each late one counts until one is not late. */
    public static final int MOST = 3;

    /** Before the first, and after each check that ended in time. */
    public static final Excuses NONE = new Excuses(0);

    /** So late is nobody who runs at all, however long the time-out. */
    private static final Duration STOOD_STILL = Duration.ofSeconds(1);

    public Excuses {
        if (inRow < 0 || inRow > MOST) {
            throw new IllegalArgumentException(inRow + " of " + MOST);
        }
    }

    /**
     * Whether a check that timed out may be excused: its end came more than half of the time-out late, or a second where that
     * is less.
     *
     * @param took from the check's beginning to its end, on the monotonic clock
     * @param timeout what it was allowed, more than 0
     */
    public static boolean isExcusable(Duration took, Duration timeout) {
        Duration half = timeout.dividedBy(2);
        Duration most = half.compareTo(STOOD_STILL) < 0 ? half : STOOD_STILL;
        return took.minus(timeout).compareTo(most) > 0;
    }

    /** Whether the next one that is excusable counts. */
    public boolean usedUp() {
        return inRow == MOST;
    }

    /** With one more. */
    public Excuses another() {
        return new Excuses(inRow + 1);
    }
}
