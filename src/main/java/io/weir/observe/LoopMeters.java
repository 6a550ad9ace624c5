package io.weir.observe;

import io.weir.model.LocalError;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * One event loop's meters. Only that loop's thread may call the public methods, and only it may write to the meters
 * they return; any thread reads them through {@link Meters#read}. Look a meter up once a connection and keep it while
 * the connection lives: a look-up is a hash get or two, an update an addition and a store. Neither locks; only the
 * first look-up of a name allocates.
 */
public final class LoopMeters {
    private static final LocalError[] ERRORS = LocalError.values();

    final ConcurrentHashMap<String, ListenerMeter> listeners = new ConcurrentHashMap<>();
    final ConcurrentHashMap<String, PoolMeter> pools = new ConcurrentHashMap<>();

    private final Supplier<Inventory> configured;
    private final Cells errors = new Cells(ERRORS.length);
    private Inventory swept = Inventory.EVERYTHING;

    LoopMeters(Supplier<Inventory> configured) {
        this.configured = configured;
    }

    /** The meter of a listener. */
    public ListenerMeter listener(String name) {
        sweep();
        ListenerMeter meter = listeners.get(name);
        if (meter == null) {
            meter = new ListenerMeter();
            listeners.put(name, meter);
        }
        return meter;
    }

    /** The meter of a pool. */
    public PoolMeter pool(String name) {
        sweep();
        PoolMeter meter = pools.get(name);
        if (meter == null) {
            meter = new PoolMeter();
            pools.put(name, meter);
        }
        return meter;
    }

    /** The meter of a backend; call {@code opened} or {@code dialFailed} in the same turn of the loop, or look up again. */
    public BackendMeter backend(String pool, String id) {
        ConcurrentHashMap<String, BackendMeter> backends = pool(pool).backends;
        BackendMeter meter = backends.get(id);
        if (meter == null) {
            meter = new BackendMeter();
            backends.put(id, meter);
        }
        return meter;
    }

    /** A dial or an accept failed on our own side. */
    public void localError(LocalError why) {
        errors.add(Ordinals.of(why), 1);
    }

    /**
     * Lets go of the meters of what is configured no more and has no connection left. Every look-up does it as well
     * when the configuration has changed; a loop that may stay without connections calls this once a second or so.
     * Costs one volatile read while nothing has changed.
     */
    public void sweep() {
        Inventory now = configured.get();
        if (now == swept) {
            return;
        }
        swept = now;
        listeners
                .entrySet()
                .removeIf(e -> !now.hasListener(e.getKey()) && e.getValue().open() == 0);
        Set<String> names = now.backends().keySet();
        if (now != Inventory.EVERYTHING) {
            listeners.values().forEach(listener -> listener.retainPools(names));
        }
        for (Map.Entry<String, PoolMeter> pool : pools.entrySet()) {
            pool.getValue()
                    .backends
                    .entrySet()
                    .removeIf(e -> !now.hasBackend(pool.getKey(), e.getKey())
                            && e.getValue().open() == 0);
        }
        pools.entrySet()
                .removeIf(e -> !now.hasPool(e.getKey()) && e.getValue().backends.isEmpty());
    }

    void addTo(long[] totals) {
        for (int i = 0; i < ERRORS.length; i++) {
            totals[i] += errors.get(i);
        }
    }
}
