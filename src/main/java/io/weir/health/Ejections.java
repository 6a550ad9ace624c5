package io.weir.health;

import io.weir.model.BackendKey;
import io.weir.model.Off;
import io.weir.model.OutlierSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Which backends this node has taken out after failed dials, and until when. Immutable: what changes it returns a
 * new one, or this very one where nothing changed. The last usable backend is never taken out.
 *
 * @param until the moment on the monotonic clock, in nanoseconds, at which each comes back
 */
public record Ejections(Map<BackendKey, Long> until) {
    /** None. */
    public static final Ejections NONE = new Ejections(Map.of());

    public Ejections {
        until = Map.copyOf(until);
    }

    /** Whether it is out. */
    public boolean contains(BackendKey key) {
        return until.containsKey(key);
    }

    /**
     * After a failed dial. A backend that comes back and fails once more is out again at once, for its failures are
     * still in a row.
     *
     * @param consecutive failures in a row, this one included
     * @param spare whether another backend can stand in for it
     */
    public Ejections failed(BackendKey key, int consecutive, OutlierSettings settings, boolean spare, long nowNanos) {
        boolean enough = !Off.is(settings.consecutiveFailures()) && consecutive >= settings.consecutiveFailures();
        if (!enough || !spare || contains(key)) {
            return this;
        }
        long ejection = Off.nanos(settings.ejection());
        Map<BackendKey, Long> next = new HashMap<>(until);
        next.put(key, ejection == Long.MAX_VALUE ? Long.MAX_VALUE : nowNanos + ejection);
        return new Ejections(next);
    }

    /** Without those whose time is over. */
    public Ejections expired(long nowNanos) {
        Map<BackendKey, Long> next = new HashMap<>(until);
        return next.values().removeIf(end -> end != Long.MAX_VALUE && end - nowNanos <= 0) ? new Ejections(next) : this;
    }

    /** Without this one, for instance because its pool no longer has it. */
    public Ejections without(BackendKey key) {
        Map<BackendKey, Long> next = new HashMap<>(until);
        return next.remove(key) == null ? this : new Ejections(next);
    }

    /** How long until the next one comes back, at least 0; empty where none ever does. */
    public OptionalLong nextExpiry(long nowNanos) {
        return until.values().stream()
                .filter(end -> end != Long.MAX_VALUE)
                .mapToLong(end -> Math.max(0, end - nowNanos))
                .min();
    }
}
