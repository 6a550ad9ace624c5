package io.weir.balance;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Many loads, of which the least is wanted often: the loads, above each block of 64 the least of it, and above all
 * blocks the least of these. Any thread sets and asks, nothing blocks. A least may be too low for a moment, which the
 * next look puts right; it is never left too high: whoever raises one looks again afterwards, and whoever lowers
 * something beneath it looks at it after that. While many are equally low a look costs a few steps; at worst it
 * costs two passes over the blocks and two over one block.
 */
final class BlockMinima {
    /** A load that is never the least. */
    static final long NONE = Long.MAX_VALUE;

    private static final int BITS = 6;
    private static final int BLOCK = 1 << BITS;
    private static final int WITHIN = BLOCK - 1;

    private final int size;
    private final int blocks;
    private final AtomicLongArray loads;
    private final AtomicLongArray minima;
    private final AtomicLongArray top = new AtomicLongArray(new long[] {NONE});

    /** So many, all {@link #NONE}. */
    BlockMinima(int size) {
        this.size = size;
        blocks = (size + WITHIN) >>> BITS;
        long[] none = new long[blocks << BITS];
        Arrays.fill(none, NONE);
        loads = new AtomicLongArray(none);
        minima = new AtomicLongArray(Arrays.copyOf(none, blocks));
    }

    /** Sets one. */
    void set(int index, long load) {
        long before = loads.getAndSet(index, load);
        int block = index >>> BITS;
        long least = minima.get(block);
        if (load < least) {
            lower(minima, block, load);
            lower(top, 0, load);
        } else if (before <= least && load > least) {
            settleBlock(block, index & WITHIN);
        }
    }

    /** The index of the least, the first at or after {@code from} going round; -1 where all are {@link #NONE}. */
    int least(int from) {
        while (true) {
            long least = top.get(0);
            int found = least == NONE ? -1 : find(least, from);
            if (found >= 0) {
                return found;
            }
            settle(top, 0, minima, 0, blocks, from >>> BITS);
            if (top.get(0) == NONE) {
                return -1;
            }
        }
    }

    private int find(long least, int from) {
        int first = from >>> BITS;
        for (int n = 0, b = first; n <= blocks; n++) {
            if (minima.get(b) <= least) {
                int begin = n == 0 ? from : b << BITS;
                int end = n == blocks ? from : Math.min(size, (b + 1) << BITS);
                for (int i = begin; i < end; i++) {
                    if (loads.get(i) <= least) {
                        return i;
                    }
                }
                settleBlock(b, begin & WITHIN);
            }
            b = b + 1 == blocks ? 0 : b + 1;
        }
        return -1;
    }

    private void settleBlock(int block, int hint) {
        settle(minima, block, loads, block << BITS, BLOCK, hint);
        lower(top, 0, minima.get(block));
    }

    private static void lower(AtomicLongArray to, int index, long load) {
        long seen;
        do {
            seen = to.get(index);
        } while (load < seen && !to.weakCompareAndSetVolatile(index, seen, load));
    }

    /** Makes a least what it is, looking from {@code hint} on. */
    private static void settle(AtomicLongArray to, int index, AtomicLongArray of, int begin, int count, int hint) {
        while (true) {
            long seen = to.get(index);
            long least = leastOf(of, begin, count, hint, seen);
            if (least == seen || (to.compareAndSet(index, seen, least) && least < seen)) {
                return;
            }
        }
    }

    /** The least of a range; as soon as one is found at {@code enough} or below, that one. */
    private static long leastOf(AtomicLongArray of, int begin, int count, int hint, long enough) {
        long least = NONE;
        int at = hint;
        for (int n = 0; n < count; n++) {
            long load = of.get(begin + at);
            if (load < least) {
                least = load;
                if (load <= enough) {
                    return load;
                }
            }
            at = at + 1 == count ? 0 : at + 1;
        }
        return least;
    }
}
