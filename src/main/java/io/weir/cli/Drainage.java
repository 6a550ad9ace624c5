package io.weir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far the draining of a backend has got, look by look. A node tells the others its counts at least once a second, so
 * that a count of nothing is believed only when it has stood for a while. For one thread; time is a parameter.
 */
final class Drainage {
    /** What a look shows. */
    enum Stage {
        /** Some are left, or perhaps so. */
        GOING_ON,
        /** The deadline has passed, and the nodes are closing what is left. */
        CLOSING,
        /** None is left. */
        EMPTY,
        /** Somebody wants the backend to serve again. */
        CALLED_OFF,
        /** Some are left long after the deadline. */
        STUCK
    }

    private static final long QUIET = Duration.ofMillis(1500).toNanos();

    /** {@code shutdown.close-over} is 10 s unless a file says otherwise. */
    private static final long GRACE = Duration.ofSeconds(60).toNanos();

    private final long begin;
    private final @Nullable Duration deadline;
    private long emptySince;
    private boolean empty;

    Drainage(long nowNanos, @Nullable Duration deadline) {
        this.begin = nowNanos;
        this.deadline = deadline;
    }

    /** Looks. */
    Stage look(JsonNode backend, long nowNanos) {
        if (backend.path("state").asText().equals("ready")) {
            return Stage.CALLED_OFF;
        }
        if (left(backend) > 0) {
            empty = false;
            return late(nowNanos);
        }
        if (!empty) {
            empty = true;
            emptySince = nowNanos;
        }
        return nowNanos - emptySince >= QUIET ? Stage.EMPTY : Stage.GOING_ON;
    }

    static long left(JsonNode backend) {
        return backend.path("connections").path("total").asLong();
    }

    private Stage late(long nowNanos) {
        if (deadline == null || nowNanos - begin < deadline.toNanos()) {
            return Stage.GOING_ON;
        }
        return nowNanos - begin < deadline.toNanos() + GRACE ? Stage.CLOSING : Stage.STUCK;
    }
}
