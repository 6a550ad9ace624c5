package io.weir.proxy;

import io.weir.model.BackendKey;
import org.jspecify.annotations.Nullable;

/** Told that connections wait for more of a cap that holds over the cluster, or soon will, from any loop's thread; must not block. */
@FunctionalInterface
public interface LoanRequests {
    /** For a data plane that has no cluster. */
    LoanRequests NONE = (pool, backend) -> {};

    /**
     * At least one connection waits; no more is said until {@code takeTurnedAway} was called. Or as many are held as the
     * registry wanted to be told of, before anybody has to wait.
     *
     * @param pool whose cap it is, or whose backend's
     * @param backend whose cap it is; null for the pool's own
     */
    void inNeed(String pool, @Nullable BackendKey backend);
}
