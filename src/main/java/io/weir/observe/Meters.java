package io.weir.observe;

import io.weir.model.Health;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * All of a node's meters: a set of its own for each event loop, summed when somebody asks, and a few rare ones that
 * any thread may write. All methods may be called by any thread; what {@link #loop} returns belongs to its loop.
 */
public final class Meters {
    private final List<LoopMeters> loops;
    private final Map<String, Map<String, ProbeMeter>> probes = new ConcurrentHashMap<>();
    private final Map<String, Double> clockSkews = new ConcurrentHashMap<>();
    private final Map<String, Long> heard = new ConcurrentHashMap<>();
    private final LongAdder accessLogDropped = new LongAdder();
    private final LongAdder faults = new LongAdder();
    private volatile Inventory inventory = Inventory.EVERYTHING;

    /**
     * Meters at zero.
     *
     * @param loops how many event loops, at least 1
     */
    public Meters(int loops) {
        if (loops < 1) {
            throw new IllegalArgumentException("at least one loop, not " + loops);
        }
        List<LoopMeters> all = new ArrayList<>();
        for (int i = 0; i < loops; i++) {
            all.add(new LoopMeters(() -> inventory));
        }
        this.loops = List.copyOf(all);
    }

    /** The meters of one loop, 0 to the number of loops minus 1. */
    public LoopMeters loop(int index) {
        return loops.get(index);
    }

    /**
     * Says what is configured from now on. What is not in it any more stops being shown: a backend or a listener when
     * its last connection has ended; the ends of a removed pool's connections go on counting in their listener's sum,
     * under an empty pool name.
     */
    public synchronized void configured(Inventory next) {
        inventory = next;
        probes.keySet().removeIf(pool -> !next.hasPool(pool));
        probes.forEach((pool, ids) -> ids.keySet().removeIf(id -> !next.hasBackend(pool, id)));
    }

    /**
     * As {@link #configured}, for the pools and the ids of their backends only: some come and go at run time. Does nothing
     * before anything was configured.
     */
    public synchronized void pools(Map<String, Set<String>> backends) {
        if (inventory != Inventory.EVERYTHING) {
            configured(new Inventory(inventory.listeners(), backends));
        }
    }

    /** As {@link #configured}, for the listeners and their pools only. */
    public synchronized void listeners(Map<String, String> pools) {
        configured(new Inventory(pools, inventory.backends()));
    }

    /** A health check of a backend has ended. */
    public void healthChecked(String pool, String id, boolean passed) {
        probe(pool, id).checked(passed);
    }

    /** A backend's health has changed. */
    public void healthFlipped(String pool, String id, Health to) {
        probe(pool, id).flipped(to);
    }

    /** So many seconds another node's wall clock is ahead of this one's; less than 0 where it is behind. */
    public void clockSkew(String node, double seconds) {
        clockSkews.put(node, seconds);
    }

    /** Of these nodes the skew is shown from now on, and of no others. */
    public void clockSkewOf(Set<String> nodes) {
        clockSkews.keySet().retainAll(nodes);
    }

    /** A node was heard of at this moment of the monotonic clock, in nanoseconds. */
    public void heardOf(String node, long nanoTime) {
        heard.put(node, nanoTime);
    }

    /** These nodes are listened to from now on, and no others. */
    public void nodes(Collection<String> names) {
        heard.keySet().retainAll(Set.copyOf(names));
    }

    /** When each node was last heard of, by its name. */
    public Map<String, Long> heard() {
        return new TreeMap<>(heard);
    }

    /** Lines of the access log were lost. */
    public void accessLogDropped(long lines) {
        accessLogDropped.add(lines);
    }

    /** A fault of Weir's own was caught. */
    public void fault() {
        faults.increment();
    }

    private ProbeMeter probe(String pool, String id) {
        return probes.computeIfAbsent(pool, any -> new ConcurrentHashMap<>())
                .computeIfAbsent(id, any -> new ProbeMeter());
    }

    /** Sums everything; costs a walk over all meters of all loops and disturbs none of them. */
    public Reading read() {
        Inventory shown = inventory;
        Reading reading = new Reading();
        shown.listeners().forEach((name, pool) -> listener(reading, name).closed(pool));
        shown.backends().forEach((pool, ids) -> ids.forEach(id -> backend(reading, pool, id)));
        shown.backends().keySet().forEach(pool -> pool(reading, pool));
        for (LoopMeters loop : loops) {
            loop.addTo(reading.localErrors);
            loop.listeners.forEach((name, meter) -> meter.addTo(listener(reading, name)));
            loop.pools.forEach((name, meter) -> {
                meter.addTo(pool(reading, name));
                meter.backends.forEach((id, backend) -> backend.addTo(backend(reading, name, id)));
            });
        }
        probes.forEach((pool, ids) -> ids.forEach((id, meter) -> meter.addTo(backend(reading, pool, id))));
        reading.clockSkews.putAll(clockSkews);
        reading.accessLogDropped = accessLogDropped.sum();
        reading.faults = faults.sum();
        hide(reading, shown);
        return reading;
    }

    private static void hide(Reading reading, Inventory shown) {
        reading.listeners.entrySet().removeIf(e -> !shown.hasListener(e.getKey()) && e.getValue().open == 0);
        reading.pools.forEach((pool, totals) -> totals.backends
                .entrySet()
                .removeIf(e -> !shown.hasBackend(pool, e.getKey()) && e.getValue().open == 0));
        reading.pools
                .entrySet()
                .removeIf(
                        e -> !shown.hasPool(e.getKey()) && e.getValue().backends.isEmpty());
        reading.pools.forEach((pool, totals) -> totals.configured = shown.hasPool(pool));
    }

    private static Reading.ListenerTotals listener(Reading reading, String name) {
        return reading.listeners.computeIfAbsent(name, any -> new Reading.ListenerTotals());
    }

    private static Reading.PoolTotals pool(Reading reading, String name) {
        return reading.pools.computeIfAbsent(name, any -> new Reading.PoolTotals());
    }

    private static Reading.BackendTotals backend(Reading reading, String pool, String id) {
        return pool(reading, pool).backends.computeIfAbsent(id, any -> new Reading.BackendTotals());
    }
}
