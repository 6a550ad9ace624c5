package io.weir.registry.report;

import io.weir.model.BackendKey;
import org.jspecify.annotations.Nullable;

/**
 * What something is reported of: a backend, or a pool.
 *
 * @param pool the pool's name
 * @param backend which backend of it; null for the pool itself
 */
public record Subject(String pool, @Nullable BackendKey backend) {
    /** A backend. */
    public static Subject of(BackendKey key) {
        return new Subject(key.pool(), key);
    }

    /** A pool. */
    public static Subject of(String pool) {
        return new Subject(pool, null);
    }
}
