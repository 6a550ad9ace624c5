package io.weir.routing;

import io.weir.balance.Backend;
import io.weir.model.BackendKey;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every pool of the node at one moment. Immutable, but for the counts its backends keep; any thread. */
public final class RoutingTable {
    /** Version 0: no pool. */
    public static final RoutingTable EMPTY = new RoutingTable(0, Map.of(), Retired.NONE);

    private final long version;
    private final Map<String, PoolRoute> pools;
    private final Retired retired;
    private final Map<Retired.Name, List<Backend>> former;

    RoutingTable(long version, Map<String, PoolRoute> pools, Retired retired) {
        this.version = version;
        this.pools = Collections.unmodifiableMap(new LinkedHashMap<>(pools));
        this.retired = retired;
        this.former = retired.byName();
    }

    /** Grows by one with each table that differs from the one before. */
    public long version() {
        return version;
    }

    /** The pool of that name, or null. */
    public @Nullable PoolRoute pool(String name) {
        return pools.get(name);
    }

    /** All pools by name, in the order they were given. */
    public Map<String, PoolRoute> pools() {
        return pools;
    }

    /**
     * Backends of the pool and id of {@code key}, at this or other addresses, that this table gives no connection to but that had
     * some when it was built.
     */
    public List<Backend> former(BackendKey key) {
        return former.getOrDefault(Retired.Name.of(key), List.of());
    }

    /** What this node holds at the backends that are {@link #former}. */
    public int formerConnections(BackendKey key) {
        return former(key).stream().mapToInt(Backend::connections).sum();
    }

    Retired retired() {
        return retired;
    }
}
