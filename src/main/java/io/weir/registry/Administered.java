package io.weir.registry;

import io.weir.model.AdminState;

/**
 * What an operator said of a backend.
 *
 * @param stamp the later of two statements has the higher one
 * @param state what is wanted
 * @param judgedAfter reports of the checks up to this sequence do not count any more: a backend that was in maintenance is
 *     judged afresh when it comes back
 */
public record Administered(long stamp, AdminState state, long judgedAfter) {
    /** What holds for a backend that nobody said anything about. */
    static final Administered NOTHING = new Administered(Long.MIN_VALUE, AdminState.READY, Long.MIN_VALUE);

    /** The next statement, made at this moment of the monotonic clock. */
    Administered next(long newStamp, AdminState wanted, long nowNanos) {
        boolean afresh = state == AdminState.MAINTENANCE || wanted == AdminState.MAINTENANCE;
        return new Administered(newStamp, wanted, afresh ? nowNanos : judgedAfter);
    }
}
