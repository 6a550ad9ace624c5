package io.weir.config;

import io.weir.model.Door;
import io.weir.model.ListenerSettings;
import io.weir.model.PoolSettings;
import io.weir.model.Settings;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Holds sections against each other: who listens where, which pool a listener names, what leads nowhere. */
final class CrossChecks {
    private CrossChecks() {}

    static void check(
            Settings settings,
            Section weir,
            Section cluster,
            Section admin,
            Map<String, Section> listeners,
            Map<String, Section> pools) {
        Claims claims = new Claims();
        claims.claimByJvm(cluster, "bind", settings.cluster().bind());
        claims.claimByJvm(admin, "bind", settings.admin().bind());
        listeners.forEach((name, section) -> {
            ListenerSettings listener =
                    Objects.requireNonNull(settings.listeners().get(name));
            claims.claim(section, "bind", listener.binds());
            PoolSettings pool = settings.pools().get(listener.pool());
            if (pool != null) {
                Door door = new Door(name, listener.binds(), pool.name());
                pool.backends().stream()
                        .filter(backend -> door.opensAt(backend.address()))
                        .findFirst()
                        .ifPresent(backend -> section.problem(
                                "pool",
                                "backend " + backend.id() + " of pool " + pool.name()
                                        + " is this listener: each connection would open another, without end;"
                                        + " allowed: a pool of other addresses"));
            } else if (!listener.pool().isEmpty()) {
                section.problem("pool", unknownPool(listener.pool(), pools.keySet()));
            }
        });
        doubts(settings, weir, pools);
    }

    private static void doubts(Settings settings, Section weir, Map<String, Section> pools) {
        if (settings.listeners().isEmpty()) {
            weir.warning("listeners", "there is no listener: this node forwards nothing");
        }
        pools.forEach((name, section) -> {
            boolean used = settings.listeners().values().stream()
                    .anyMatch(listener -> listener.pool().equals(name));
            if (!used) {
                section.warning("", "no listener sends connections to this pool");
            }
        });
    }

    private static String unknownPool(String pool, Set<String> sections) {
        Set<String> pools = new LinkedHashSet<>(sections);
        pools.removeIf(name -> !Text.NAME.pattern().matcher(name).matches());
        String hint = Nearest.hint(pool, pools);
        String allowed = pools.isEmpty() ? "the name of a section in weir.pools" : String.join(", ", pools);
        return "there is no pool " + Quoted.text(pool) + (hint.isEmpty() ? "; allowed: " + allowed : hint);
    }
}
