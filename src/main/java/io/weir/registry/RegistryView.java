package io.weir.registry;

import io.weir.model.AdminState;
import io.weir.model.BackendKey;
import io.weir.model.BackendSpec;
import io.weir.model.Health;
import io.weir.model.PoolSettings;
import java.net.InetSocketAddress;
import java.time.Duration;
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
     * @param settings in effect; its backends are all there are, those added at run time last
     * @param origin where it is defined
     * @param added whether it was added at run time; where the file names it too it stays when the file does so no more
     * @param etag changes whenever somebody changes anything of it or of its backends, and only then; empty where it is here
     *     for one of its backends
     * @param backends in that order
     */
    public record Pool(PoolSettings settings, Origin origin, boolean added, String etag, List<Backend> backends) {
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
     * @param origin where it is defined
     * @param spec in effect, overrides included
     * @param address resolved, or null while its name has never been
     * @param state what operators want
     * @param deadline after which connections that are left are closed, from the moment it was asked for; or null
     * @param healthOverride the health that operators want, or null
     * @param health the verdict, or what operators want it to be
     * @param reason why, as it was at the last flip
     * @param sinceEpochMillis when the health became what it is
     * @param lastCheck what this node's last check found, or null where there was none
     * @param step how far its checks have got to the next flip, such as {@code 2/3}, or null likewise
     * @param ejectedMillis for how much longer failed dials keep it out of use on this node; 0 where they do not
     * @param settled whether it has had a first verdict or used up the time for it
     * @param overrides what was set at run time, by the field's name
     * @param etag changes whenever somebody changes anything of it, and only then
     * @param votes what each node's checks say, by the node's name
     * @param ejectedBy names of the nodes on which failed dials keep it out of use
     * @param connections open ones by the node's name
     */
    public record Backend(
            BackendKey key,
            Origin origin,
            BackendSpec spec,
            @Nullable InetSocketAddress address,
            AdminState state,
            @Nullable Duration deadline,
            @Nullable Health healthOverride,
            Health health,
            String reason,
            long sinceEpochMillis,
            @Nullable String lastCheck,
            @Nullable String step,
            long ejectedMillis,
            boolean settled,
            Map<String, Overridden> overrides,
            String etag,
            Map<String, Voted> votes,
            List<String> ejectedBy,
            Map<String, Integer> connections) {
        public Backend {
            overrides = Collections.unmodifiableMap(new LinkedHashMap<>(overrides));
            votes = Collections.unmodifiableMap(new LinkedHashMap<>(votes));
            ejectedBy = List.copyOf(ejectedBy);
            connections = Collections.unmodifiableMap(new LinkedHashMap<>(connections));
        }

        /** Open connections on all nodes. */
        public int totalConnections() {
            return connections.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /**
     * What one node's checks say of a backend.
     *
     * @param reason what its last check found
     * @param step how far its checks have got to the next flip
     * @param ageMillis since its probe sequence was last seen to advance
     */
    public record Voted(Health health, String reason, String step, long ageMillis) {}
}
