package io.weir.proxy;

/**
 * Ends at even spacing over a time, of connections of which some end by themselves and some may still come: what is left goes
 * down to nothing along a straight line, the first at once. Pure: it is told the time and what there is. One thread.
 */
public final class Spacing {
    private final long end;
    private long last;
    /** How many are to be ended by now and are not; below nothing, as none is ended by halves. */
    private double owed;

    /**
     * Begins.
     *
     * @param now by any clock of nanoseconds
     * @param nanos all are to be ended by then
     */
    public Spacing(long now, long nanos) {
        this.last = now;
        this.end = now + nanos;
    }

    /** Whether all are due. */
    public boolean isOver(long now) {
        return now - end >= 0;
    }

    /**
     * How many are to be ended now, on each loop; they count as ended for what is asked next.
     *
     * @param now of the same clock, not before the last time
     * @param left that nothing ends yet, on each loop
     */
    int[] due(long now, int[] left) {
        int all = 0;
        for (int each : left) {
            all += each;
        }
        return shared(many(now, all), left);
    }

    private int many(long now, int left) {
        if (isOver(now)) {
            return left;
        }
        owed += (left - owed) * (now - last) / (end - last);
        last = now;
        int many = Math.min(left, (int) Math.ceil(owed));
        owed -= many;
        return many;
    }

    /** The fullest loop's come first, so that no loop has all of them to end at once. */
    private static int[] shared(int many, int[] left) {
        int[] shares = new int[left.length];
        for (int i = 0; i < many; i++) {
            int fullest = 0;
            for (int at = 1; at < left.length; at++) {
                if (left[at] - shares[at] > left[fullest] - shares[fullest]) {
                    fullest = at;
                }
            }
            shares[fullest]++;
        }
        return shares;
    }
}
