package io.weir.proxy;

import io.weir.model.BackendKey;
import org.jspecify.annotations.Nullable;

/** Told that connections wait for more of a cap that holds over the cluster, from any loop's thread; must not block. */
@FunctionalInterface
public interface LoanRequests {
    /** For a data plane that has no cluster. */
    LoanRequests NONE = (pool, backend) -> {};

    /**
     * At least one connection waits; no more is said until {@code takeTurnedAway} was called.
     *
     * @param pool whose cap it is, or whose backend's
     * @param backend whose cap it is; null for the pool's own
     */
    void inNeed(String pool, @Nullable BackendKey backend);
}
