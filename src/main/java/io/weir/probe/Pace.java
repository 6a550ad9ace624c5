package io.weir.probe;

import io.weir.health.RiseFall;
import io.weir.model.Health;
import io.weir.model.HealthCheckSettings;
import java.time.Duration;

/** When the next check is due, by HAProxy's rule for the interval; pure. */
final class Pace {
    /** First checks of backends that appear together are spread over at most so long, as readiness waits for them. */
    static final Duration MAX_SPREAD = Duration.ofSeconds(1);

    private Pace() {}

    /**
     * From the end of one check to the start of the next: the fast interval while the backend is changing, the one for what
     * it is otherwise, longer or shorter by up to the jitter.
     *
     * @param draw uniform from 0 (included) to 1 (not included)
     */
    static Duration next(HealthCheckSettings check, RiseFall standing, double draw) {
        Duration interval;
        if (standing.changing()) {
            interval = check.fastInterval();
        } else if (standing.health() == Health.DOWN) {
            interval = check.downInterval();
        } else {
            interval = check.interval();
        }
        return jittered(interval, check.jitter(), draw);
    }

    /**
     * Before the first check: the backends that appear together follow each other evenly over a fast interval, so that they
     * are not all checked at the same moment then and ever after.
     *
     * @param index of the backend among those that appear together, from 0
     * @param count how many those are
     */
    static Duration first(HealthCheckSettings check, int index, int count, double draw) {
        long spread = Math.min(check.fastInterval().toNanos(), MAX_SPREAD.toNanos());
        return Duration.ofNanos((long) (spread * ((index + (count == 1 ? 0 : draw)) / count)));
    }

    private static Duration jittered(Duration interval, double jitter, double draw) {
        double factor = 1 + jitter * (2 * draw - 1);
        return Duration.ofNanos(Math.max(1, (long) (interval.toNanos() * factor)));
    }
}
