package io.weir.balance;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Whose turn it is: one counter a pool, shared by its tables one after the other. Any thread. */
final class Turn extends Spaced {
    private static final VarHandle NEXT;

    static {
        try {
            NEXT = MethodHandles.lookup().findVarHandle(Turn.class, "next", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile long next;

    Turn(long start) {
        next = start;
    }

    /** Takes a turn: each number once, over all threads. */
    long take() {
        return (long) NEXT.getAndAdd(this, 1L);
    }

    /** The turn as it stands, perhaps a moment old. */
    long look() {
        return (long) NEXT.getOpaque(this);
    }

    /** Says whose turn was last; of two threads that do so at once either may win. */
    void set(long value) {
        NEXT.setOpaque(this, value);
    }
}
