package io.weir.observe;

import io.weir.model.CloseReason;
import io.weir.model.DialFailure;
import io.weir.model.Health;
import io.weir.model.LocalError;
import java.util.Map;
import java.util.TreeMap;

/**
 * Every meter summed over the loops at one moment, by name in alphabetical order. Belongs to the thread that asked for
 * it.
 *
 * <p>Within one reading a listener's {@code opened} is exactly {@code open} plus all its {@code closed}, and no value
 * is negative; from one reading to the next no counter goes back while its labels stay.
 */
public final class Reading {
    /** The name under which the ends of connections to pools that are configured no more are kept: the empty label. */
    public static final String REMOVED = "";

    final Map<String, ListenerTotals> listeners = new TreeMap<>();
    final Map<String, PoolTotals> pools = new TreeMap<>();
    final long[] localErrors = new long[LocalError.values().length];
    final Map<String, Double> clockSkews = new TreeMap<>();
    long accessLogDropped;
    long faults;

    Reading() {}

    /** By listener. */
    public Map<String, ListenerTotals> listeners() {
        return listeners;
    }

    /** By pool. */
    public Map<String, PoolTotals> pools() {
        return pools;
    }

    /** Failures of our own since the start. */
    public long localErrors(LocalError why) {
        return localErrors[Ordinals.of(why)];
    }

    /** Access log lines that were lost. */
    public long accessLogDropped() {
        return accessLogDropped;
    }

    /** Faults of Weir's own that were caught. */
    public long faults() {
        return faults;
    }

    /** How many seconds other nodes' wall clocks are ahead of this one's, by node. */
    public Map<String, Double> clockSkews() {
        return clockSkews;
    }

    /** A listener's totals. */
    public static final class ListenerTotals {
        long opened;
        long open;
        long in;
        long out;
        final long[] refused = new long[CloseReason.values().length];
        final Map<String, long[]> closed = new TreeMap<>();
        final HistogramTotal durations = new HistogramTotal(Buckets.DURATION);

        ListenerTotals() {}

        long[] closed(String pool) {
            return closed.computeIfAbsent(pool, any -> new long[CloseReason.values().length]);
        }

        /** Connections accepted. */
        public long opened() {
            return opened;
        }

        /** Connections open now. */
        public long open() {
            return open;
        }

        /** Bytes read from clients. */
        public long in() {
            return in;
        }

        /** Bytes written to clients. */
        public long out() {
            return out;
        }

        /** Connections refused for a reason. */
        public long refused(CloseReason reason) {
            return refused[Ordinals.of(reason)];
        }

        /** The pools whose connections ended here; {@link #REMOVED} stands for all that are configured no more. */
        public Iterable<String> pools() {
            return closed.keySet();
        }

        /** Connections that ended for a reason. */
        public long closed(String pool, CloseReason reason) {
            long[] row = closed.get(pool);
            return row == null ? 0 : row[Ordinals.of(reason)];
        }

        /** How long connections lived. */
        public HistogramTotal durations() {
            return durations;
        }
    }

    /** A pool's totals. */
    public static final class PoolTotals {
        long retries;
        /** False where only connections to a removed pool's backends are left. */
        boolean configured;

        final HistogramTotal connect = new HistogramTotal(Buckets.CONNECT);
        final Map<String, BackendTotals> backends = new TreeMap<>();

        PoolTotals() {}

        /** Whether the pool is configured; if not, only connections to its backends are left. */
        public boolean configured() {
            return configured;
        }

        /** Dials tried again. */
        public long retries() {
            return retries;
        }

        /** How long dials took that succeeded. */
        public HistogramTotal connect() {
            return connect;
        }

        /** By id. */
        public Map<String, BackendTotals> backends() {
            return backends;
        }
    }

    /** A backend's totals. */
    public static final class BackendTotals {
        long opened;
        long open;
        long in;
        long out;
        long passed;
        long failed;
        final long[] failures = new long[DialFailure.values().length];
        final long[] flips = new long[Health.values().length];

        BackendTotals() {}

        /** Connections joined. */
        public long opened() {
            return opened;
        }

        /** Connections open now. */
        public long open() {
            return open;
        }

        /** Bytes written to it. */
        public long in() {
            return in;
        }

        /** Bytes read from it. */
        public long out() {
            return out;
        }

        /** Dials that failed. */
        public long failures(DialFailure why) {
            return failures[Ordinals.of(why)];
        }

        /** Health checks that passed. */
        public long checksPassed() {
            return passed;
        }

        /** Health checks that failed. */
        public long checksFailed() {
            return failed;
        }

        /** Times its health changed to this. */
        public long flips(Health to) {
            return flips[Ordinals.of(to)];
        }
    }
}
