package io.weir.admin;

import io.weir.model.Health;
import io.weir.registry.Origin;
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
        List<RegistryView.Backend> backends =
                pool.backends().stream().map(Views::backend).toList();
        String name = pool.settings().name();
        return new RegistryView(1, true, Map.of(name, new RegistryView.Pool(pool.settings(), Origin.FILE, backends)));
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
                Map.of(),
                "0",
                Map.of(),
                List.of(),
                Map.of());
    }
}
