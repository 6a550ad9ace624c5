package io.weir.registry;

import io.weir.model.AdminState;
import io.weir.model.Health;
import io.weir.registry.overrides.Stamp;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What operators want of a backend, apart from its figures.
 *
 * @param state what they want
 * @param deadline after which connections that are left are closed, counted from when this node heard of it; or null
 * @param force whether they are closed at once
 * @param stamp of the state
 * @param health what its health is to be, whatever the checks say; or null
 * @param healthBy who wants that
 */
public record Spoken(
        AdminState state,
        @Nullable Duration deadline,
        boolean force,
        Stamp stamp,
        @Nullable Health health,
        String healthBy) {
    /** What holds for a backend that nobody said anything about. */
    static final Spoken NOTHING = new Spoken(AdminState.READY, null, false, Stamp.NONE, null, "");

    Spoken withState(AdminState next, @Nullable Duration nextDeadline, boolean nextForce, Stamp nextStamp) {
        return new Spoken(next, nextDeadline, nextForce, nextStamp, health, healthBy);
    }

    Spoken withHealth(Health next, String by) {
        return new Spoken(state, deadline, force, stamp, next, by);
    }
}
