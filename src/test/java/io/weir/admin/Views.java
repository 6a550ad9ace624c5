package io.weir.admin;

import io.weir.model.Health;
import io.weir.registry.Origin;
import io.weir.registry.Overridden;
import io.weir.registry.RegistryView;
import io.weir.routing.BackendInput;
import io.weir.routing.PoolInput;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the registry would show of a pool's inputs. */
final class Views {
    static final long SINCE = 1_795_349_696_789L;

    private Views() {}

    static RegistryView of(PoolInput pool) {
        return new RegistryView(1, true, Map.of(pool.settings().name(), pool(pool)));
    }

    static RegistryView.Pool pool(PoolInput pool) {
        return new RegistryView.Pool(
                pool.settings(),
                Origin.FILE,
                false,
                "p1",
                pool.backends().stream().map(Views::backend).toList());
    }

    private static RegistryView.Backend backend(BackendInput input) {
        @Nullable String last = input.health() == Health.UNKNOWN ? null : "connected";
        return new RegistryView.Backend(
                input.key(),
                Origin.FILE,
                input.spec(),
                input.address(),
                input.state(),
                null,
                null,
                input.health(),
                input.reason(),
                SINCE,
                last,
                last == null ? null : "3/3",
                input.ejected() ? 12_000 : 0,
                true,
                Map.of("weight", new Overridden("5", "1", "pager", SINCE)),
                "e1",
                Map.of("n1", new RegistryView.Voted(input.health(), "connected", "3/3", 40)),
                input.ejected() ? List.of("n1", "n2") : List.of(),
                Map.of("n1", 1, "n2", 2));
    }
}
