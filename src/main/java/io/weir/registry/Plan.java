package io.weir.registry;

import io.weir.model.BackendKey;
import io.weir.model.PoolSettings;
import io.weir.registry.overrides.Overrides;
import java.net.InetAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What pools and backends there are: this node's file and what was said at run time, brought together. Derived from the first
 * three and made by {@link #of} only; pure.
 *
 * @param definitions this node's file
 * @param overrides what was said at run time
 * @param added settings of the pools added at run time, by name
 * @param pools in effect, by name: the file's in its order, then those added; each with all of its backends, the file's
 *     first
 * @param index every backend in effect
 * @param literals what the hosts among them that are literal addresses stand for; the others are names
 */
public record Plan(
        Definitions definitions,
        Overrides overrides,
        Map<String, PoolSettings> added,
        Map<String, PoolSettings> pools,
        Map<BackendKey, Defined> index,
        Map<String, InetAddress> literals) {
    /** Nothing was read and nothing said. */
    public static final Plan NONE = Plan.of(Definitions.NONE, Overrides.NONE, Map.of());

    /** Brings both together. */
    public static Plan of(Definitions definitions, Overrides overrides, Map<String, PoolSettings> added) {
        return new Planning(definitions, overrides, added).plan();
    }

    public Plan {
        added = Collections.unmodifiableMap(new LinkedHashMap<>(added));
        pools = Collections.unmodifiableMap(new LinkedHashMap<>(pools));
        index = Collections.unmodifiableMap(new LinkedHashMap<>(index));
        literals = Map.copyOf(literals);
    }

    /** Where a pool is defined; the file's word counts. */
    Origin origin(String pool) {
        return definitions.pools().containsKey(pool) ? Origin.FILE : Origin.API;
    }

    /** What operators want of a backend. */
    Spoken spoken(BackendKey key) {
        Defined defined = index.get(key);
        return defined == null ? Spoken.NOTHING : defined.spoken();
    }
}
