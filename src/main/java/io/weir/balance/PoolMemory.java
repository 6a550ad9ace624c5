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
    private static final VarHandle TURNED_AWAY;
    private static final VarHandle CALL_AT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            CONNECTIONS = lookup.findVarHandle(PoolMemory.class, "connections", int.class);
            TURNED_AWAY = lookup.findVarHandle(PoolMemory.class, "turnedAway", int.class);
            CALL_AT = lookup.findVarHandle(PoolMemory.class, "callAt", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile int connections;
    private volatile int allowance = Off.COUNT;
    private volatile int callAt = Off.COUNT;

    @SuppressWarnings("unused") // written through the handle
    private volatile int turnedAway;

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

    /** As {@link Backend#allowance}, of the pool's own cap. */
    public int allowance() {
        return allowance;
    }

    /** As {@link Backend#allow}, of the pool's own cap. Called by one thread. */
    public int allow(int most) {
        allowance = most;
        return connections;
    }

    /** As {@link Backend#callAt}. */
    public void callAt(int held) {
        callAt = held;
    }

    /** As {@link Backend#calls}. */
    public boolean calls() {
        int at = callAt;
        return connections >= at && CALL_AT.compareAndSet(this, at, Off.COUNT);
    }

    /** Whether there is no place for want of an allowance alone. */
    public boolean inNeed(int cap) {
        int held = connections;
        return held < cap && held >= allowance;
    }

    /** As {@link Backend#turnAway}. */
    public boolean turnAway() {
        return (int) TURNED_AWAY.getAndAdd(this, 1) == 0;
    }

    /** As {@link Backend#takeTurnedAway}. */
    public int takeTurnedAway() {
        return turnedAway == 0 ? 0 : (int) TURNED_AWAY.getAndSet(this, 0);
    }

    /**
     * Takes a place in the pool unless {@code cap} are taken, or as many as the allowance; {@link #leave} or a lease's end
     * gives it back.
     */
    public boolean tryEnter(int cap) {
        if (Off.is(cap)) {
            CONNECTIONS.getAndAdd(this, 1);
            return true;
        }
        int held;
        do {
            held = connections;
            if (held >= cap || held >= allowance) {
                return false;
            }
        } while (!CONNECTIONS.weakCompareAndSet(this, held, held + 1));
        if (held >= allowance) {
            // As for a backend: lowered meanwhile
            leave();
            return false;
        }
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
