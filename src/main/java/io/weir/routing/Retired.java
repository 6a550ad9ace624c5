package io.weir.routing;

import io.weir.balance.Backend;
import io.weir.balance.PoolMemory;
import io.weir.model.BackendKey;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Backends and pools that a table no longer has while connections of theirs live on: one that comes back is counted
 * from what it still holds, not from nothing. Immutable.
 */
record Retired(Map<Place, Backend> backends, Map<String, PoolMemory> pools) {
    static final Retired NONE = new Retired(Map.of(), Map.of());

    /** What makes it the same backend from table to table. */
    record Place(BackendKey key, InetSocketAddress address) {
        static Place of(Backend backend) {
            return new Place(backend.key(), backend.address());
        }
    }

    /** By what a person calls it, whatever its address. */
    record Name(String pool, String id) {
        static Name of(BackendKey key) {
            return new Name(key.pool(), key.id());
        }
    }

    Retired {
        // Wrapped, not copied: thousands of entries a build, and nobody else holds the maps.
        backends = Collections.unmodifiableMap(backends);
        pools = Collections.unmodifiableMap(pools);
    }

    /** Everything {@code table} knows, its own retired ones included. */
    static Retired knownTo(RoutingTable table) {
        Map<Place, Backend> backends = new HashMap<>(table.retired().backends);
        Map<String, PoolMemory> pools = new HashMap<>(table.retired().pools);
        table.pools().forEach((name, pool) -> {
            pools.put(name, pool.memory());
            for (BackendView view : pool.backends()) {
                Backend backend = view.backend();
                if (backend != null) {
                    backends.put(Place.of(backend), backend);
                }
            }
        });
        return new Retired(backends, pools);
    }

    Map<Name, List<Backend>> byName() {
        return backends.values().stream().collect(Collectors.groupingBy(backend -> Name.of(backend.key())));
    }

    /** Those of them that are not in use any more and still hold a connection. */
    Retired without(Map<String, PoolRoute> inUse) {
        Map<Place, Backend> left = new HashMap<>(backends);
        Map<String, PoolMemory> leftPools = new HashMap<>(pools);
        inUse.forEach((name, pool) -> {
            leftPools.remove(name);
            pool.backends().stream().map(BackendView::backend).forEach(backend -> drop(left, backend));
        });
        left.values().removeIf(backend -> backend.connections() == 0);
        leftPools.values().removeIf(memory -> memory.connections() == 0);
        return left.isEmpty() && leftPools.isEmpty() ? NONE : new Retired(left, leftPools);
    }

    private static void drop(Map<Place, Backend> from, @Nullable Backend backend) {
        if (backend != null) {
            from.remove(Place.of(backend));
        }
    }
}
