package io.weir.routing;

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
}
