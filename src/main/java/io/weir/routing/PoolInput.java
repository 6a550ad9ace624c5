package io.weir.routing;

import io.weir.model.AdminState;
import io.weir.model.BackendKey;
import io.weir.model.Health;
import io.weir.model.PoolSettings;
import java.util.List;

/**
 * All that is known of a pool when a table is built.
 *
 * @param settings as its file has them
 * @param backends in the file's order, then those added at run time; ids are unique
 */
public record PoolInput(PoolSettings settings, List<BackendInput> backends) {
    public PoolInput {
        backends = List.copyOf(backends);
        long ids = backends.stream().map(b -> b.key().id()).distinct().count();
        if (ids != backends.size()) {
            throw new IllegalArgumentException("two backends of pool " + settings.name() + " share an id");
        }
    }

    /**
     * Whether some other backend can stand in for this one: ready, with a weight, an address, not ejected, and of no
     * worse health. Without one a backend is not ejected.
     */
    public boolean canSpare(BackendKey key) {
        return backends.stream()
                .filter(backend -> backend.key().equals(key))
                .anyMatch(wanted -> backends.stream()
                        .filter(other -> !other.key().equals(key))
                        .anyMatch(other -> standsInFor(other, wanted)));
    }

    private static boolean standsInFor(BackendInput other, BackendInput wanted) {
        return other.state() == AdminState.READY
                && other.spec().weight() > 0
                && other.address() != null
                && !other.ejected()
                && rank(other.health()) >= rank(wanted.health());
    }

    private static int rank(Health health) {
        return switch (health) {
            case UP -> 2;
            case UNKNOWN -> 1;
            case DOWN -> 0;
        };
    }
}
