package io.weir.balance;

/**
 * A peak-sensitive moving average in one word: a sample above the average replaces it at once, a lower one pulls it
 * down as time passes, and with no samples it fades to nothing, so that a backend that was slow is tried again. The
 * form is that of Finagle's and Linkerd's peak-EWMA balancers.
 *
 * <p>The word holds the average in nanoseconds as a float above the time of the last sample in milliseconds, which
 * makes an update one compare-and-set. Pure; every method costs a few nanoseconds.
 */
final class PeakEwma {
    /** No sample yet. */
    static final long NEVER = 0;

    /** A failed dial counts as so many times the average, but within these bounds in nanoseconds. */
    private static final float FAILURE_FACTOR = 10;

    private static final float FAILURE_LEAST = 10_000_000;
    private static final float FAILURE_MOST = 1_000_000_000;

    /** After so long without samples a little over a third is left, in milliseconds. */
    static final double DECAY_MILLIS = 10_000;

    private static final double LOG2_E = 1.4426950408889634;
    private static final double LN_2 = 0.6931471805599453;
    private static final double DEEPEST = 1000;
    private static final long DOUBLE_BIAS = 1023;
    private static final int DOUBLE_MANTISSA = 52;
    private static final long NANOS_A_MILLI = 1_000_000L;

    private PeakEwma() {}

    /** The word after a sample. */
    static long observe(long word, long nanos, long nowNanos) {
        float sample = Math.max(nanos, 1);
        int now = (int) (nowNanos / NANOS_A_MILLI);
        if (word == NEVER) {
            return pack(sample, now);
        }
        float before = value(word);
        if (sample >= before) {
            return pack(sample, now);
        }
        double kept = kept(word, now);
        return pack(Math.max(1, (float) (before * kept + sample * (1 - kept))), now);
    }

    /**
     * The word after a failed dial, which takes no time worth measuring: much worse than before and forgotten within
     * half a minute, or a little over one where it goes on failing.
     */
    static long fail(long word, long nowNanos) {
        double before = read(word, nowNanos);
        double penalty = Math.clamp(before * FAILURE_FACTOR, FAILURE_LEAST, FAILURE_MOST);
        return observe(word, (long) penalty, nowNanos);
    }

    /** The average as it is now, in nanoseconds; 0 where there was no sample. */
    static double read(long word, long nowNanos) {
        return word == NEVER ? 0 : value(word) * kept(word, (int) (nowNanos / NANOS_A_MILLI));
    }

    private static double kept(long word, int nowMillis) {
        // The difference wraps after 24 days; a clock that seems to run backwards counts as standing still.
        int passed = nowMillis - (int) word;
        return passed <= 0 ? 1 : powerOfHalf(passed / DECAY_MILLIS * LOG2_E);
    }

    /**
     * 2 to the power of {@code -x}, to a relative 2e-5: seven terms of the series for the fraction, the exponent's bits
     * for the rest. Sums and products alone, so that every machine decides alike; the JDK's exponential need not.
     */
    private static double powerOfHalf(double x) {
        if (x >= DEEPEST) {
            return 0;
        }
        int whole = (int) x;
        double t = (x - whole) * LN_2;
        double series = 1 - t * (1 - t / 2 * (1 - t / 3 * (1 - t / 4 * (1 - t / 5 * (1 - t / 6)))));
        return series * Double.longBitsToDouble((DOUBLE_BIAS - whole) << DOUBLE_MANTISSA);
    }

    private static float value(long word) {
        return Float.intBitsToFloat((int) (word >>> 32));
    }

    private static long pack(float value, int millis) {
        return ((long) Float.floatToRawIntBits(value) << 32) | (millis & 0xFFFF_FFFFL);
    }
}
