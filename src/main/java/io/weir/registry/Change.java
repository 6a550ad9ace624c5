package io.weir.registry;

import io.weir.model.AdminState;
import io.weir.model.Health;
import io.weir.model.HostPort;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What somebody wants changed at run time. It takes effect on every node. */
public sealed interface Change {
    /** The pool it is about. */
    String pool();

    /** A change of one backend. */
    sealed interface OfBackend extends Change {
        /** The backend's id in its pool. */
        String id();
    }

    /**
     * Adds a run-time backend, or replaces one.
     *
     * @param weight 0 to 1000
     * @param maxConnections at least 1, or {@link io.weir.model.Off#COUNT}
     */
    record PutBackend(String pool, String id, HostPort address, int weight, int maxConnections, boolean backup)
            implements OfBackend {}

    /** Changes some fields of a backend, whatever its origin, and clears others. */
    record PatchBackend(
            String pool,
            String id,
            Patch<Integer> weight,
            Patch<Integer> maxConnections,
            Patch<Wish> state,
            Patch<Health> healthOverride)
            implements OfBackend {
        /** Changes nothing yet. */
        public static PatchBackend of(String pool, String id) {
            return new PatchBackend(
                    pool, id, new Patch.Keep<>(), new Patch.Keep<>(), new Patch.Keep<>(), new Patch.Keep<>());
        }

        /** Sets the weight as well. */
        public PatchBackend weight(@Nullable Integer value) {
            return new PatchBackend(pool, id, Patch.to(value), maxConnections, state, healthOverride);
        }

        /** Sets the cap as well; {@link io.weir.model.Off#COUNT} lifts it, null goes back to the definition's. */
        public PatchBackend maxConnections(@Nullable Integer value) {
            return new PatchBackend(pool, id, weight, Patch.to(value), state, healthOverride);
        }

        /** Sets the state as well. */
        public PatchBackend state(@Nullable Wish value) {
            return new PatchBackend(pool, id, weight, maxConnections, Patch.to(value), healthOverride);
        }

        /** Sets the health override as well. */
        public PatchBackend healthOverride(@Nullable Health value) {
            return new PatchBackend(pool, id, weight, maxConnections, state, Patch.to(value));
        }
    }

    /**
     * Removes a run-time backend once its last connection has ended.
     *
     * @param deadline after which its connections are closed over a while; null: never
     * @param force closes them at once by a reset
     */
    record DeleteBackend(String pool, String id, @Nullable Duration deadline, boolean force) implements OfBackend {}

    /** Takes back all that was said of a backend at run time, but for a run-time backend's own definition. */
    record ClearOverrides(String pool, String id) implements OfBackend {}

    /**
     * Adds a run-time pool, or replaces its settings; its backends stay.
     *
     * @param settings a JSON object with the keys that a pool has in a file, without backends
     */
    record PutPool(String pool, String settings) implements Change {}

    /** Removes a run-time pool with its run-time backends. */
    record DeletePool(String pool) implements Change {}

    /** What a change does to one field. */
    sealed interface Patch<T> {
        /** Nothing. */
        record Keep<T>() implements Patch<T> {}

        /** Goes back to what is defined. */
        record Clear<T>() implements Patch<T> {}

        /** Says otherwise. */
        record Set<T>(T value) implements Patch<T> {}

        /** A value, or null to clear. */
        static <T> Patch<T> to(@Nullable T value) {
            return value == null ? new Clear<>() : new Set<>(value);
        }
    }

    /**
     * A state with its deadline: one field.
     *
     * @param state ready, draining or maintenance; removing is what deleting asks for
     * @param deadline after which connections that are left are closed over a while; null: never
     */
    record Wish(AdminState state, @Nullable Duration deadline) {}
}
