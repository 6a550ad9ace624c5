package io.weir.observe;

/** A histogram of times with one writer: a counter a bucket and the sum. Any thread may read it. */
public final class Histogram {
    private final Buckets buckets;
    private final Cells cells;

    /** An empty one. */
    public Histogram(Buckets buckets) {
        this.buckets = buckets;
        this.cells = new Cells(buckets.count() + 1);
    }

    /** Adds one time in nanoseconds, negative ones as zero; by the one writer only. */
    public void record(long nanos) {
        long time = Math.max(0, nanos);
        cells.add(buckets.count(), time);
        cells.add(buckets.of(time), 1);
    }

    /** What was recorded so far. */
    public HistogramTotal total() {
        HistogramTotal total = new HistogramTotal(buckets);
        addTo(total);
        return total;
    }

    /** Adds what was recorded so far to a total. */
    void addTo(HistogramTotal total) {
        for (int i = 0; i < buckets.count(); i++) {
            total.counts[i] += cells.get(i);
        }
        total.sumNanos += cells.get(buckets.count());
    }
}
