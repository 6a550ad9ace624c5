package io.weir.registry;

import io.weir.model.AdminState;
import io.weir.model.BackendKey;
import io.weir.model.BackendSpec;
import io.weir.model.Health;
import io.weir.model.PoolSettings;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the registry knows at one moment, for people and programs that ask.
 *
 * @param version of the table in use
 * @param configured whether it was ever told which pools there are
 * @param pools by name, in the file's order
 */
public record RegistryView(long version, boolean configured, Map<String, Pool> pools) {
    public RegistryView {
        pools = Collections.unmodifiableMap(new LinkedHashMap<>(pools));
    }

    /** Whether each backend has had a first verdict or used up the time for it. */
    public boolean settled() {
        return configured
                && pools.values().stream()
                        .flatMap(pool -> pool.backends().stream())
                        .allMatch(Backend::settled);
    }

    /** The pool of that name, or null. */
    public @Nullable Pool pool(String name) {
        return pools.get(name);
    }

    /**
     * One pool.
     *
     * @param settings as its file has them
     * @param backends in the file's order
     */
    public record Pool(PoolSettings settings, List<Backend> backends) {
        public Pool {
            backends = List.copyOf(backends);
        }

        /** The backend of that id, or null. */
        public @Nullable Backend backend(String id) {
            return backends.stream()
                    .filter(backend -> backend.key().id().equals(id))
                    .findFirst()
                    .orElse(null);
        }
    }

    /**
     * One backend.
     *
     * @param key who it is
     * @param spec as defined
     * @param address resolved, or null while its name has never been
     * @param state what operators want
     * @param health the verdict
     * @param reason why, as it was at the last flip
     * @param sinceEpochMillis when the health became what it is
     * @param lastCheck what the last check found, or null where there was none
     * @param step how far the checks have got to the next flip, such as {@code 2/3}, or null likewise
     * @param ejectedMillis for how much longer failed dials keep it out of use on this node; 0 where they do not
     * @param settled whether it has had a first verdict or used up the time for it
     */
    public record Backend(
            BackendKey key,
            BackendSpec spec,
            @Nullable InetSocketAddress address,
            AdminState state,
            Health health,
            String reason,
            long sinceEpochMillis,
            @Nullable String lastCheck,
            @Nullable String step,
            long ejectedMillis,
            boolean settled) {}
}
