package io.weir.registry;

import io.weir.model.DialFailure;

/**
 * That this node's own dials took a backend out of use.
 *
 * @param untilNanos until then, by this node's monotonic clock
 * @param failures dials that had failed in a row
 * @param why the last of them failed
 */
public record Ejection(long untilNanos, int failures, DialFailure why) {
    /** Whether it still holds. */
    public boolean holds(long nowNanos) {
        return untilNanos - nowNanos > 0;
    }
}
