package io.weir;

import io.weir.model.BackendSpec;
import io.weir.model.Door;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** A listener that leads straight back to itself. */
final class Circle {
    private Circle() {}

    /**
     * Looks for one.
     *
     * @param door the listener, with the pool it leads to or would
     * @param backends that pool's
     * @return what is wrong, or null where nothing is
     */
    static @Nullable String of(Door door, Collection<BackendSpec> backends) {
        return backends.stream()
                .filter(backend -> door.opensAt(backend.address()))
                .map(backend -> "backend " + backend.id() + " of pool " + door.pool()
                        + " is this listener: each connection would open another, without end.")
                .findFirst()
                .orElse(null);
    }
}
