package io.weir.observe;

import java.util.concurrent.ConcurrentHashMap;

/** One pool's counters on one event loop; only that loop's thread may write. Never allocates. */
public final class PoolMeter {
    private static final int RETRIED = 0;

    /** Written by the loop alone; concurrent so that a reader may walk it meanwhile. */
    final ConcurrentHashMap<String, BackendMeter> backends = new ConcurrentHashMap<>();

    private final Cells cells = new Cells(1);
    private final Histogram connect = new Histogram(Buckets.CONNECT);

    PoolMeter() {}

    /** A dial is tried again, on another backend where there is one. */
    public void retried() {
        cells.add(RETRIED, 1);
    }

    /** A dial succeeded after so many nanoseconds. */
    public void connectTook(long nanos) {
        connect.record(nanos);
    }

    void addTo(Reading.PoolTotals totals) {
        totals.retries += cells.get(RETRIED);
        connect.addTo(totals.connect);
    }
}
