package io.weir.observe;

import io.weir.model.CloseReason;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * One listener's counters on one event loop; only that loop's thread may write. Allocates only when a pool is met for
 * the first time.
 *
 * <p>A connection's calls are: {@link #opened}; {@link #refused} if it is turned away or fails before it is joined;
 * {@link #closed} exactly once. So every accepted connection is either open or counted as closed, and a refused one
 * counts in both.
 */
public final class ListenerMeter {
    private static final int OPENED = 0;
    private static final int RECEIVED = 1;
    private static final int SENT = 2;
    private static final int REFUSED = 3;
    private static final CloseReason[] REASONS = CloseReason.values();

    private final Cells cells = new Cells(REFUSED + REASONS.length);
    private final Histogram durations = new Histogram(Buckets.DURATION);

    /** Replaced as a whole, so that a reader never sees a pool's ends both in its own row and in the removed ones'. */
    private volatile Ends ends = new Ends(Map.of(), new Cells(REASONS.length));

    private record Ends(Map<String, Cells> byPool, Cells removed) {}

    ListenerMeter() {}

    /** A connection was accepted. */
    public void opened() {
        cells.add(OPENED, 1);
    }

    /** An accepted connection is refused; {@link #closed} follows. */
    public void refused(CloseReason reason) {
        cells.add(REFUSED + Ordinals.of(reason), 1);
    }

    /** An accepted connection ended, so many nanoseconds after it was accepted. */
    public void closed(String pool, CloseReason reason, long durationNanos) {
        durations.record(durationNanos);
        Cells row = ends.byPool.get(pool);
        if (row == null) {
            row = add(pool);
        }
        row.add(Ordinals.of(reason), 1);
    }

    /** Bytes were read from a client: direction {@code in}. */
    public void received(long bytes) {
        cells.add(RECEIVED, bytes);
    }

    /** Bytes were written to a client: direction {@code out}. */
    public void sent(long bytes) {
        cells.add(SENT, bytes);
    }

    private Cells add(String pool) {
        Ends old = ends;
        Cells row = new Cells(REASONS.length);
        Map<String, Cells> byPool = new HashMap<>(old.byPool);
        byPool.put(pool, row);
        ends = new Ends(byPool, old.removed);
        return row;
    }

    /** Moves the ends of pools that are no more into one row, so that the listener's sum stays; on the loop's thread. */
    void retainPools(Set<String> pools) {
        Ends old = ends;
        if (pools.containsAll(old.byPool.keySet())) {
            return;
        }
        Map<String, Cells> kept = new HashMap<>();
        Cells removed = new Cells(REASONS.length);
        move(old.removed, removed);
        old.byPool.forEach((pool, row) -> {
            if (pools.contains(pool)) {
                kept.put(pool, row);
            } else {
                move(row, removed);
            }
        });
        ends = new Ends(kept, removed);
    }

    private static void move(Cells from, Cells to) {
        for (int i = 0; i < REASONS.length; i++) {
            to.add(i, from.get(i));
        }
    }

    /** Connections open now; never negative, as the ends are read before the beginnings. */
    long open() {
        Reading.ListenerTotals totals = new Reading.ListenerTotals();
        addTo(totals);
        return totals.open;
    }

    void addTo(Reading.ListenerTotals totals) {
        Ends now = ends;
        long closed = 0;
        for (Map.Entry<String, Cells> each : now.byPool.entrySet()) {
            long[] total = totals.closed(each.getKey());
            for (int i = 0; i < REASONS.length; i++) {
                long count = each.getValue().get(i);
                total[i] += count;
                closed += count;
            }
        }
        for (int i = 0; i < REASONS.length; i++) {
            long count = now.removed.get(i);
            closed += count;
            if (count > 0) {
                totals.closed(Reading.REMOVED)[i] += count;
            }
        }
        for (int i = 0; i < REASONS.length; i++) {
            totals.refused[i] += cells.get(REFUSED + i);
        }
        durations.addTo(totals.durations);
        long opened = cells.get(OPENED);
        totals.opened += opened;
        totals.open += opened - closed;
        totals.in += cells.get(RECEIVED);
        totals.out += cells.get(SENT);
    }
}
