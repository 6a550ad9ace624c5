package io.weir.observe;

/** A histogram of times with one writer: a counter a bucket and the sum. */
final class Histogram {
    private final Buckets buckets;
    private final Cells cells;

    Histogram(Buckets buckets) {
        this.buckets = buckets;
        this.cells = new Cells(buckets.count() + 1);
    }

    /** Adds one time, negative ones as zero. */
    void record(long nanos) {
        long time = Math.max(0, nanos);
        cells.add(buckets.count(), time);
        cells.add(buckets.of(time), 1);
    }

    /** Adds what was recorded so far to a total. */
    void addTo(HistogramTotal total) {
        for (int i = 0; i < buckets.count(); i++) {
            total.counts[i] += cells.get(i);
        }
        total.sumNanos += cells.get(buckets.count());
    }
}
