package io.weir.observe;

/**
 * The upper bounds of a histogram's buckets, in nanoseconds, ascending, each bound belonging to its bucket; one more
 * bucket takes what is above the last. They never change once released: dashboards add them up over nodes.
 */
public enum Buckets {
    /** Times to connect: 100 µs to 10 s. */
    CONNECT(
            100_000L,
            250_000L,
            500_000L,
            1_000_000L,
            2_500_000L,
            5_000_000L,
            10_000_000L,
            25_000_000L,
            50_000_000L,
            100_000_000L,
            250_000_000L,
            500_000_000L,
            1_000_000_000L,
            2_500_000_000L,
            5_000_000_000L,
            10_000_000_000L),

    /** What a loop let a ready socket wait: 500 µs to 1 s. */
    LAG(
            500_000L,
            1_000_000L,
            2_500_000L,
            5_000_000L,
            10_000_000L,
            25_000_000L,
            50_000_000L,
            100_000_000L,
            250_000_000L,
            1_000_000_000L),

    /** Lives of connections: 1 ms to a day. */
    DURATION(
            1_000_000L,
            5_000_000L,
            25_000_000L,
            100_000_000L,
            500_000_000L,
            1_000_000_000L,
            5_000_000_000L,
            30_000_000_000L,
            60_000_000_000L,
            300_000_000_000L,
            1_800_000_000_000L,
            3_600_000_000_000L,
            21_600_000_000_000L,
            86_400_000_000_000L);

    @SuppressWarnings("ImmutableEnumChecker") // never handed out, and an array is what a fast search wants
    private final long[] bounds;

    Buckets(long... bounds) {
        this.bounds = bounds;
    }

    /** How many buckets, the last, unbounded one included. */
    public int count() {
        return bounds.length + 1;
    }

    /** The upper bound of a bucket in nanoseconds; {@link Long#MAX_VALUE} for the last. */
    public long bound(int bucket) {
        return bucket < bounds.length ? bounds[bucket] : Long.MAX_VALUE;
    }

    /** The bucket a time belongs to. */
    int of(long nanos) {
        int bucket = 0;
        while (bucket < bounds.length && nanos > bounds[bucket]) {
            bucket++;
        }
        return bucket;
    }
}
