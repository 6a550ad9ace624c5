package io.weir.balance;

import io.weir.model.Off;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What of a pool outlives its tables: how many connections it has, and whose turn it is. Any thread may call any
 * method; none blocks.
 */
public final class PoolMemory extends Spaced {
    private static final VarHandle CONNECTIONS;

    static {
        try {
            CONNECTIONS = MethodHandles.lookup().findVarHandle(PoolMemory.class, "connections", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile int connections;
    private final Turn turn;

    /**
     * A pool with no connection yet.
     *
     * @param start where its round robin begins; random, so that nodes started together do not march in step
     */
    public PoolMemory(long start) {
        turn = new Turn(start);
    }

    /** Leases held in this pool on this node now, those on backends it no longer has included. */
    public int connections() {
        return connections;
    }

    /** Takes a place in the pool unless {@code cap} are taken; {@link #leave} or a lease's end gives it back. */
    public boolean tryEnter(int cap) {
        if (Off.is(cap)) {
            CONNECTIONS.getAndAdd(this, 1);
            return true;
        }
        int held;
        do {
            held = connections;
            if (held >= cap) {
                return false;
            }
        } while (!CONNECTIONS.weakCompareAndSet(this, held, held + 1));
        return true;
    }

    /** Gives a place back for which there is no lease. */
    public void leave() {
        CONNECTIONS.getAndAdd(this, -1);
    }

    Turn turn() {
        return turn;
    }
}
