package io.weir.observe;

import io.weir.model.DialFailure;

/**
 * One backend's counters on one event loop; only that loop's thread may write. Never allocates. Each {@link #opened}
 * is followed by exactly one {@link #closed}, so that the gauge of open connections returns to zero.
 */
public final class BackendMeter {
    private static final int OPENED = 0;
    private static final int CLOSED = 1;
    private static final int SENT = 2;
    private static final int RECEIVED = 3;
    private static final int FAILED = 4;
    private static final DialFailure[] FAILURES = DialFailure.values();

    private final Cells cells = new Cells(FAILED + FAILURES.length);

    BackendMeter() {}

    /** A connection to it was joined. */
    public void opened() {
        cells.add(OPENED, 1);
    }

    /** A joined connection ended. */
    public void closed() {
        cells.add(CLOSED, 1);
    }

    /** Bytes were written to it: direction {@code in}, from the client. */
    public void sent(long bytes) {
        cells.add(SENT, bytes);
    }

    /** Bytes were read from it: direction {@code out}, to the client. */
    public void received(long bytes) {
        cells.add(RECEIVED, bytes);
    }

    /** A dial to it failed. */
    public void dialFailed(DialFailure why) {
        cells.add(FAILED + Ordinals.of(why), 1);
    }

    /** Connections open now; never negative, as the ends are read before the beginnings. */
    long open() {
        long closed = cells.get(CLOSED);
        return cells.get(OPENED) - closed;
    }

    void addTo(Reading.BackendTotals totals) {
        long closed = cells.get(CLOSED);
        long opened = cells.get(OPENED);
        totals.opened += opened;
        totals.open += opened - closed;
        totals.in += cells.get(SENT);
        totals.out += cells.get(RECEIVED);
        for (DialFailure why : FAILURES) {
            totals.failures[Ordinals.of(why)] += cells.get(FAILED + Ordinals.of(why));
        }
    }
}
