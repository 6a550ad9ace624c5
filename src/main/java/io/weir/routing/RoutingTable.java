package io.weir.routing;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every pool of the node at one moment. Immutable, but for the counts its backends keep; any thread. */
public final class RoutingTable {
    /** Version 0: no pool. */
    public static final RoutingTable EMPTY = new RoutingTable(0, Map.of(), Retired.NONE);

    private final long version;
    private final Map<String, PoolRoute> pools;
    private final Retired retired;

    RoutingTable(long version, Map<String, PoolRoute> pools, Retired retired) {
        this.version = version;
        this.pools = Collections.unmodifiableMap(new LinkedHashMap<>(pools));
        this.retired = retired;
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

    Retired retired() {
        return retired;
    }
}
