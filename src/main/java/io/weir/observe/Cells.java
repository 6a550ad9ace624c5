package io.weir.observe;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A few counters with one writer and any number of readers. A write is a plain addition and a releasing store, which
 * on common machines costs what a plain store does; a reader that sees a count sees everything its writer did before.
 * The counters stand a cache line away from whatever else the heap puts beside them, so that two loops do not fight
 * over a line.
 */
final class Cells {
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int PAD = 8;

    private final long[] slots;

    Cells(int count) {
        slots = new long[PAD + count + PAD];
    }

    /** Adds to a counter; by the one writer only. */
    void add(int index, long delta) {
        int at = PAD + index;
        SLOT.setRelease(slots, at, slots[at] + delta);
    }

    /** A counter's value; by any thread. */
    long get(int index) {
        return (long) SLOT.getAcquire(slots, PAD + index);
    }
}
