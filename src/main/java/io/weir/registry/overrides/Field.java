package io.weir.registry.overrides;

import io.weir.model.BackendKey;
import io.weir.model.HostPort;
import org.jspecify.annotations.Nullable;

/**
 * What an entry speaks about: one field of a backend, or of a pool.
 *
 * @param pool the pool's name
 * @param backend the backend's id, or null for a field of the pool
 * @param address the backend's address as defined, or null likewise
 * @param name the field; one that this version does not know is kept and handed on
 */
public record Field(
        String pool, @Nullable String backend, @Nullable HostPort address, String name) {
    /** A backend's weight: a number. */
    public static final String WEIGHT = "weight";

    /** A backend's cap: a number, or {@code "off"}. */
    public static final String MAX_CONNECTIONS = "maxConnections";

    /** A backend's state with its deadline: they are one field. */
    public static final String STATE = "state";

    /** A backend's health as an operator wants it: {@code "up"} or {@code "down"}. */
    public static final String HEALTH = "healthOverride";

    /** A run-time backend's own definition: an object; null once it is removed. */
    public static final String PRESENT = "present";

    /** A run-time pool's settings: an object; null once it is removed. */
    public static final String POOL = "pool";

    /** Into so many parts all fields are divided, evenly and for ever alike on every node. */
    public static final int SHARDS = 128;

    private static final int FNV_BASIS = 0x811c_9dc5;
    private static final int FNV_PRIME = 0x0100_0193;

    /** A field of a backend. */
    public static Field of(BackendKey key, String name) {
        return new Field(key.pool(), key.id(), key.address(), name);
    }

    /** A field of a pool. */
    public static Field ofPool(String pool, String name) {
        return new Field(pool, null, null, name);
    }

    /** Whose field it is, or null where it is a pool's. */
    public @Nullable BackendKey key() {
        return backend == null || address == null ? null : new BackendKey(pool, backend, address);
    }

    /** 0 to {@link #SHARDS} - 1, by pool and backend id: all of a backend is in one part. FNV-1a, folded. */
    public int shard() {
        int hash = mix(FNV_BASIS, pool);
        hash = mix(hash * FNV_PRIME, backend == null ? "" : backend);
        hash ^= hash >>> 16;
        return (hash ^ hash >>> 8) & SHARDS - 1;
    }

    private static int mix(int basis, String text) {
        int hash = basis;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }
}
