package io.weir.balance;

import io.weir.model.BackendKey;
import io.weir.model.Off;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One backend as this node's data plane knows it: its connections, its failed dials in a row and how long connecting
 * takes. The same object goes from table to table while key and resolved address stay the same, so nothing it
 * counts is lost by a rebuild. Any thread may call any method; none blocks.
 */
public final class Backend extends Spaced {
    private static final VarHandle CONNECTIONS;
    private static final VarHandle FAILURES;
    private static final VarHandle LATENCY;
    private static final VarHandle TURNED_AWAY;
    private static final VarHandle CALL_AT;
    private static final VarHandle OTHERS;
    private static final VarHandle ABROAD;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            CONNECTIONS = lookup.findVarHandle(Backend.class, "connections", int.class);
            FAILURES = lookup.findVarHandle(Backend.class, "failures", int.class);
            LATENCY = lookup.findVarHandle(Backend.class, "latency", long.class);
            TURNED_AWAY = lookup.findVarHandle(Backend.class, "turnedAway", int.class);
            CALL_AT = lookup.findVarHandle(Backend.class, "callAt", int.class);
            OTHERS = lookup.findVarHandle(Backend.class, "others", int.class);
            ABROAD = lookup.findVarHandle(Backend.class, "abroad", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile int connections;
    private volatile int allowance = Off.COUNT;
    private volatile int callAt = Off.COUNT;

    @SuppressWarnings("unused") // written through the handle
    private volatile int turnedAway;

    private volatile int failures;
    private volatile long latency = PeakEwma.NEVER;
    private volatile @Nullable Seat seat;
    private int others;
    private long abroad = Abroad.NONE;
    private int @Nullable [] past;
    private final BackendKey key;
    private final InetSocketAddress address;

    /**
     * A backend with no connection yet.
     *
     * @param address resolved; {@link IllegalArgumentException} otherwise
     */
    public Backend(BackendKey key, InetSocketAddress address) {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("not resolved: " + address);
        }
        this.key = key;
        this.address = address;
    }

    /** What makes it the same backend on every node. */
    public BackendKey key() {
        return key;
    }

    /** Where it is dialled. */
    public InetSocketAddress address() {
        return address;
    }

    /** Leases held on this node now. */
    public int connections() {
        return connections;
    }

    /** What this node may use of a cap that holds over the cluster; {@link Off#COUNT} where its own cap is the only limit. */
    public int allowance() {
        return allowance;
    }

    /**
     * From now on a lease is given only while fewer than {@code most} are held. Called by one thread.
     *
     * @return how many are held, counted after the limit took effect: there will never be more than the larger of both
     */
    public int allow(int most) {
        allowance = most;
        // Read after the allowance: a lease taken meanwhile either is in it or sees the new limit and is given back.
        int held = connections;
        Seat at = seat;
        if (at != null) {
            if (held < most) {
                at.watcher().released(at.index());
            } else {
                at.watcher().leased(at.index());
            }
        }
        return held;
    }

    /** Once {@code held} are held {@link #calls} says so; {@link Off#COUNT} for never. Called by one thread. */
    public void callAt(int held) {
        callAt = held;
    }

    /** Whether as many are held as somebody wants to be told of; true once. */
    public boolean calls() {
        int at = callAt;
        return connections >= at && CALL_AT.compareAndSet(this, at, Off.COUNT);
    }

    /** Notes a connection turned away for want of an allowance; true where none was noted, so that somebody should be told. */
    public boolean turnAway() {
        return (int) TURNED_AWAY.getAndAdd(this, 1) == 0;
    }

    /** How many connections were turned away for want of an allowance since this was last asked. */
    public int takeTurnedAway() {
        return turnedAway == 0 ? 0 : (int) TURNED_AWAY.getAndSet(this, 0);
    }

    /** Connections on all nodes: those held here now, and the others' as they last said. */
    public int clusterConnections() {
        return connections + (int) OTHERS.getOpaque(this);
    }

    /** Dials that failed since the last one that did not. */
    public int consecutiveFailures() {
        return failures;
    }

    /**
     * A dial succeeded.
     *
     * @param connectNanos how long it took
     * @param nowNanos the monotonic clock
     */
    public void connected(long connectNanos, long nowNanos) {
        if (failures != 0) {
            FAILURES.setVolatile(this, 0);
        }
        long seen;
        do {
            seen = latency;
        } while (!LATENCY.weakCompareAndSet(this, seen, PeakEwma.observe(seen, connectNanos, nowNanos)));
    }

    /** A dial failed; returns how many have in a row, this one included. */
    public int dialFailed(long nowNanos) {
        long seen;
        do {
            seen = latency;
        } while (!LATENCY.weakCompareAndSet(this, seen, PeakEwma.fail(seen, nowNanos)));
        return (int) FAILURES.getAndAdd(this, 1) + 1;
    }

    /** The decayed peak of the time to connect in nanoseconds; 0 where none was seen yet. */
    public double connectNanos(long nowNanos) {
        return PeakEwma.read(latency, nowNanos);
    }

    /** Whether the time to connect was ever seen. */
    boolean measured() {
        return latency != PeakEwma.NEVER;
    }

    @Override
    public String toString() {
        return key.pool() + "/" + key.id() + "@" + address;
    }

    /** What all nodes are believed to hold, in units of {@link Abroad#ONE}; never less than what is held here. */
    long load() {
        long held = connections;
        return Abroad.load((long) ABROAD.getOpaque(this), held);
    }

    /**
     * What other nodes said, and what follows from it for the choice. Called by one thread.
     *
     * @param reported connections of the others
     * @param word see {@link Abroad}
     */
    void others(int reported, long word) {
        OTHERS.setOpaque(this, reported);
        if ((long) ABROAD.getOpaque(this) != word) {
            ABROAD.setVolatile(this, word);
            // Read after the word, for the same reason as when a lease is given back.
            Seat at = seat;
            if (at != null) {
                at.watcher().othersMoved(at.index());
            }
        }
    }

    /** Takes one connection unless {@code cap} are held, or as many as the allowance. */
    boolean tryLease(int cap) {
        if (Off.is(cap)) {
            CONNECTIONS.getAndAdd(this, 1);
        } else {
            int held;
            do {
                held = connections;
                if (held >= cap || held >= allowance) {
                    return false;
                }
            } while (!CONNECTIONS.weakCompareAndSet(this, held, held + 1));
            if (held >= allowance) {
                // Lowered between the look and the taking, and whoever lowered it may not have counted this one.
                release();
                return false;
            }
        }
        Seat at = seat;
        if (at != null) {
            at.watcher().leased(at.index());
        }
        return true;
    }

    /** Gives one back. */
    void release() {
        CONNECTIONS.getAndAdd(this, -1);
        // Read after the count: a seat taken meanwhile either is seen here or saw the lower count when it was set up.
        Seat at = seat;
        if (at != null) {
            at.watcher().released(at.index());
        }
    }

    /** What was held at the last so many beats, for whoever works out loads over the cluster; that thread only. */
    int[] past(int beats) {
        int[] known = past;
        if (known == null) {
            known = new int[beats];
            Arrays.fill(known, connections);
            past = known;
        }
        return known;
    }

    /** Moves to another table's seat; null for a table that wants to hear nothing. */
    void sit(@Nullable Seat next) {
        Seat before = seat;
        seat = next;
        if (before != null) {
            before.watcher().replaced();
        }
    }
}
