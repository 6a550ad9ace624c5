package io.weir.health;

import io.weir.model.HealthCheckSettings;
import io.weir.model.Off;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** When a backend is probed next. Pure; every delay is in nanoseconds and at least a millisecond. */
public final class CheckSchedule {
    private static final long LEAST = 1_000_000L;

    private CheckSchedule() {}

    /**
     * The delay before a backend's first check: a pool's backends are spread evenly over one fast interval, so that
     * they are not all probed in the same moment now or ever after.
     *
     * @param index which of the {@code count} backends, from 0
     */
    public static long first(HealthCheckSettings settings, int index, int count, RandomGenerator random) {
        if (index < 0 || index >= count) {
            throw new IllegalArgumentException(index + " of " + count);
        }
        double share = (index + random.nextDouble()) / count;
        return Math.max(LEAST, (long) (Off.nanos(settings.fastInterval()) * share));
    }

    /** The delay from the end of a check to the next one, with the settings' jitter. */
    public static long next(HealthCheckSettings settings, RiseFall state, RandomGenerator random) {
        double stretch = 1 + settings.jitter() * (2 * random.nextDouble() - 1);
        return Math.max(LEAST, (long) (Off.nanos(interval(settings, state)) * stretch));
    }

    /** Up and well: {@code interval}. Changing or never checked: {@code fast-interval}. Wholly down: {@code down-interval}. */
    public static Duration interval(HealthCheckSettings settings, RiseFall state) {
        if (state.changing()) {
            return settings.fastInterval();
        }
        return switch (state.health()) {
            case UP -> settings.interval();
            case DOWN -> settings.downInterval();
            case UNKNOWN -> settings.fastInterval();
        };
    }
}
