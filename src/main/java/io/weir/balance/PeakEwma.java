package io.weir.balance;

/**
 * A peak-sensitive moving average in one word: a sample above the average replaces it at once, a lower one pulls it
 * down as time passes, and with no samples it fades to nothing, so that a backend that was slow is tried again. The
 * form is that of Finagle's and Linkerd's peak-EWMA balancers.
 *
 * <p>The word holds the average in nanoseconds as a float above the time of the last sample in milliseconds, which
 * makes an update one compare-and-set. Pure; every method costs a few nanoseconds and, where time has passed, an
 * exponential.
 */
final class PeakEwma {
    /** No sample yet. */
    static final long NEVER = 0;

    /** What a failed dial counts as: a second, about what the first retransmission of a lost SYN takes. */
    static final long FAILURE_NANOS = 1_000_000_000L;

    /** After so long without samples a little over a third is left, in milliseconds. */
    static final double DECAY_MILLIS = 10_000;

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

    /** The average as it is now, in nanoseconds; 0 where there was no sample. */
    static double read(long word, long nowNanos) {
        return word == NEVER ? 0 : value(word) * kept(word, (int) (nowNanos / NANOS_A_MILLI));
    }

    private static double kept(long word, int nowMillis) {
        // The difference wraps after 24 days; a clock that seems to run backwards counts as standing still.
        int passed = nowMillis - (int) word;
        return passed <= 0 ? 1 : Math.exp(-passed / DECAY_MILLIS);
    }

    private static float value(long word) {
        return Float.intBitsToFloat((int) (word >>> 32));
    }

    private static long pack(float value, int millis) {
        return ((long) Float.floatToRawIntBits(value) << 32) | (millis & 0xFFFF_FFFFL);
    }
}
