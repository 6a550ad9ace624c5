/**
 * Counts of durations in nanoseconds, in buckets no wider than 1/128 of their value (0.8 %), up to hours; in the manner
 * of HdrHistogram. Written by one thread; a reader of a live one sees a view some records old.
 */
final class Histogram {
    private static final int SUB = 256;
    private static final int SIZE = SUB * 38;

    private final long[] counts = new long[SIZE];

    void record(long nanos) {
        counts[index(Math.max(0, nanos))]++;
    }

    private static int index(long nanos) {
        int shift = Math.max(0, 56 - Long.numberOfLeadingZeros(nanos));
        return Math.min(shift * SUB + (int) (nanos >>> shift), SIZE - 1);
    }

    Histogram plus(Histogram other) {
        return combined(other, 1);
    }

    /** What was recorded here after {@code earlier}, a copy of this. */
    Histogram minus(Histogram earlier) {
        return combined(earlier, -1);
    }

    private Histogram combined(Histogram other, int sign) {
        Histogram result = new Histogram();
        for (int i = 0; i < SIZE; i++) {
            result.counts[i] = counts[i] + sign * other.counts[i];
        }
        return result;
    }

    long total() {
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        return total;
    }

    /** The middle of the bucket that holds the quantile, in microseconds. */
    double micros(double quantile) {
        long rank = Math.max(1, (long) Math.ceil(total() * quantile));
        long seen = 0;
        for (int i = 0; i < SIZE; i++) {
            seen += counts[i];
            if (seen >= rank) {
                int shift = i / SUB;
                return (i % SUB + 0.5) * (1L << shift) / 1000.0;
            }
        }
        return 0;
    }
}
