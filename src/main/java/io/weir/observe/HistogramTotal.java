package io.weir.observe;

/**
 * A histogram's values summed over the loops, as one reading found them. The number of observations is by definition
 * the sum of the buckets; the sum of times is read a moment later and may already hold a few more. Belongs to the
 * thread that asked for it.
 */
public final class HistogramTotal {
    final long[] counts;
    long sumNanos;
    private final Buckets buckets;

    HistogramTotal(Buckets buckets) {
        this.buckets = buckets;
        this.counts = new long[buckets.count()];
    }

    /** Nothing observed. */
    public static HistogramTotal none(Buckets buckets) {
        return new HistogramTotal(buckets);
    }

    /** The bounds. */
    public Buckets buckets() {
        return buckets;
    }

    /** Observations in this bucket alone, not in those below it. */
    public long in(int bucket) {
        return counts[bucket];
    }

    /** All observations. */
    public long count() {
        long all = 0;
        for (long each : counts) {
            all += each;
        }
        return all;
    }

    /** The sum of all observed times in nanoseconds. */
    public long sumNanos() {
        return sumNanos;
    }
}
