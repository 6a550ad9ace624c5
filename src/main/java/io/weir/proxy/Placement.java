package io.weir.proxy;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntToLongFunction;

/**
 * Which loop an accepted connection lives on. The kernel spreads connections over the loops' sockets by hash, which
 * is even for many and uneven for few: so while connections come slowly they go to the loop that has fewer, and while
 * they come fast they stay, unless this loop is much busier than another. A hand-over costs two thread hops, once.
 */
final class Placement {
    /** Connections a second on one loop above which they count as many. */
    private static final int FAST = 200;

    private static final long WINDOW_NANOS = 200_000_000L;
    private static final double MUCH_BUSIER = 0.25;

    private final int own;
    private final AtomicIntegerArray live;
    private final IntToLongFunction busyNanos;
    private final long[] busyBefore;
    private long windowStart;
    private int inWindow;
    private boolean fast;
    private int idlest;

    /**
     * For one loop.
     *
     * @param own its number
     * @param live connections a loop, each element written by its own loop
     * @param busyNanos how long a loop has worked so far
     */
    Placement(int own, AtomicIntegerArray live, IntToLongFunction busyNanos) {
        this.own = own;
        this.live = live;
        this.busyNanos = busyNanos;
        this.busyBefore = new long[live.length()];
        this.idlest = own;
    }

    /** The loop that a connection accepted here, at this time of the loop's clock, is to live on. */
    int choose(long now) {
        if (live.length() == 1) {
            return own;
        }
        if (now - windowStart >= WINDOW_NANOS) {
            look(now);
        }
        inWindow++;
        if (fast) {
            // Every other one only: all of them would make the other loop the busy one
            return (inWindow & 1) == 0 ? own : idlest;
        }
        int fewest = own;
        for (int i = 0; i < live.length(); i++) {
            if (live.get(i) < live.get(fewest)) {
                fewest = i;
            }
        }
        return fewest;
    }

    private void look(long now) {
        long window = now - windowStart;
        fast = inWindow * 1_000_000_000.0 / window > FAST;
        inWindow = 0;
        windowStart = now;
        double least = Double.MAX_VALUE;
        double ours = 0;
        idlest = own;
        for (int i = 0; i < busyBefore.length; i++) {
            long busy = busyNanos.applyAsLong(i);
            double share = (busy - busyBefore[i]) / (double) window;
            busyBefore[i] = busy;
            if (i == own) {
                ours = share;
            }
            if (share < least) {
                least = share;
                idlest = i;
            }
        }
        if (ours - least < MUCH_BUSIER) {
            idlest = own;
        }
    }

    void opened(int loop) {
        live.lazySet(loop, live.get(loop) + 1);
    }

    void closed(int loop) {
        live.lazySet(loop, live.get(loop) - 1);
    }
}
