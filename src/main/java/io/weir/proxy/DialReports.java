package io.weir.proxy;

import io.weir.model.BackendKey;
import io.weir.model.DialFailure;

/** Told of each dial that a backend did not take, from any loop's thread; must not block. */
@FunctionalInterface
public interface DialReports {
    /**
     * A dial failed.
     *
     * @param backend which backend
     * @param why what the system said
     * @param consecutive failed dials in a row on this node, this one included
     */
    void failed(BackendKey backend, DialFailure why, int consecutive);
}
