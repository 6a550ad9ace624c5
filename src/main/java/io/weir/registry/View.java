package io.weir.registry;

import io.weir.model.AdminState;
import io.weir.model.BackendKey;
import io.weir.model.BackendSpec;
import io.weir.model.Health;
import io.weir.model.PoolSettings;
import io.weir.model.ProbeReport;
import io.weir.registry.overrides.Entry;
import io.weir.registry.overrides.Field;
import io.weir.routing.BackendView;
import io.weir.routing.PoolRoute;
import io.weir.routing.RoutingTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** From what is remembered to what is shown. */
final class View {
    private final Remembered memory;
    private final RegistryWiring wiring;
    private final PoolSettings pool;
    private final Map<BackendKey, Integer> own = new HashMap<>();
    private final long now;

    private View(Remembered memory, RegistryWiring wiring, PoolSettings pool) {
        this.memory = memory;
        this.wiring = wiring;
        this.pool = pool;
        this.now = wiring.clock().nanoTime();
        RoutingTable table = wiring.table().current();
        PoolRoute route = table.pool(pool.name());
        for (BackendView view : route == null ? List.<BackendView>of() : route.backends()) {
            int held = view.backend() == null ? 0 : view.backend().connections();
            own.put(view.key(), held + table.formerConnections(view.key()));
        }
    }

    static RegistryView of(Remembered memory, RegistryWiring wiring) {
        Map<String, RegistryView.Pool> pools = new LinkedHashMap<>();
        memory.state.pools().forEach((name, pool) -> pools.put(name, new View(memory, wiring, pool).pool()));
        return new RegistryView(
                wiring.table().current().version(), memory.state.definitions().areRead(), pools);
    }

    /** One pool, or null where there is none of that name. */
    static RegistryView.@Nullable Pool pool(Remembered memory, RegistryWiring wiring, String name) {
        PoolSettings pool = memory.state.pools().get(name);
        return pool == null ? null : new View(memory, wiring, pool).pool();
    }

    /** One pool with one of its backends, or with none where there is no such. */
    static RegistryView.@Nullable Pool pool(Remembered memory, RegistryWiring wiring, String name, String id) {
        PoolSettings pool = memory.state.pools().get(name);
        if (pool == null) {
            return null;
        }
        View view = new View(memory, wiring, pool);
        List<BackendFacts> facts = memory.state.facts(pool);
        Set<BackendKey> out = memory.state.out(facts);
        Plan plan = memory.state.plan();
        return new RegistryView.Pool(
                pool,
                plan.origin(name),
                plan.added().containsKey(name),
                "",
                facts.stream()
                        .filter(backend -> backend.key().id().equals(id))
                        .map(backend -> view.backend(backend, out.contains(backend.key())))
                        .toList());
    }

    private RegistryView.Pool pool() {
        List<BackendFacts> facts = memory.state.facts(pool);
        Set<BackendKey> out = memory.state.out(facts);
        List<RegistryView.Backend> backends = facts.stream()
                .map(backend -> backend(backend, out.contains(backend.key())))
                .toList();
        Plan plan = memory.state.plan();
        String etag = Etag.of(
                plan, pool, backends.stream().map(RegistryView.Backend::etag).toList());
        String name = pool.name();
        return new RegistryView.Pool(pool, plan.origin(name), plan.added().containsKey(name), etag, backends);
    }

    private RegistryView.Backend backend(BackendFacts facts, boolean out) {
        BackendKey key = facts.key();
        Remembered.Noted noted = memory.noted.get(key);
        ProbeReport last = memory.latest.get(key);
        Long until = memory.state.ejections().until().get(key);
        long left = out && until != null ? Math.max(1, (until - now) / 1_000_000) : 0;
        Duration patience = BackendRegistry.PATIENCE.plus(pool.healthCheck().timeout());
        boolean settled = facts.health() != Health.UNKNOWN
                || facts.state() == AdminState.MAINTENANCE
                || (noted != null && now - noted.firstSeenNanos() >= patience.toNanos());
        Defined defined = memory.state.plan().index().get(key);
        Spoken spoken = memory.state.plan().spoken(key);
        return new RegistryView.Backend(
                key,
                defined == null ? Origin.FILE : defined.origin(),
                facts.spec(),
                facts.address(),
                facts.state(),
                spoken.deadline(),
                spoken.health(),
                facts.health(),
                facts.reason(),
                noted == null ? 0 : noted.sinceEpochMillis(),
                last == null ? null : last.reason(),
                last == null ? null : last.step(),
                left,
                settled,
                overrides(key, defined == null ? facts.spec() : defined.base()),
                Etag.of(memory.state.plan(), key),
                votes(key, last),
                ejectedBy(key, out),
                connections(key));
    }

    private Map<String, Overridden> overrides(BackendKey key, BackendSpec base) {
        Map<String, Overridden> shown = new TreeMap<>();
        memory.state.plan().overrides().of(key).forEach((name, entry) -> {
            String value = entry.value();
            if (value != null && !name.equals(Field.PRESENT)) {
                shown.put(name, new Overridden(value, fileValue(entry, base), entry.by(), entry.atEpochMillis()));
            }
        });
        return shown;
    }

    private static @Nullable String fileValue(Entry entry, BackendSpec base) {
        return switch (entry.field().name()) {
            case Field.WEIGHT -> FieldText.count(base.weight());
            case Field.MAX_CONNECTIONS -> FieldText.count(base.maxConnections());
            default -> null;
        };
    }

    private Map<String, RegistryView.Voted> votes(BackendKey key, @Nullable ProbeReport last) {
        Map<String, RegistryView.Voted> votes = new TreeMap<>(memory.reportsOfNodes.votes(key));
        if (last != null) {
            // A sequence is a moment of this node's monotonic clock.
            long age = Math.max(0, now - last.sequence()) / 1_000_000;
            votes.put(wiring.node(), new RegistryView.Voted(last.health(), last.reason(), last.step(), age));
        }
        return votes;
    }

    private List<String> ejectedBy(BackendKey key, boolean out) {
        List<String> nodes = new ArrayList<>(memory.reportsOfNodes.ejectedBy(key));
        if (out) {
            nodes.addFirst(wiring.node());
        }
        return nodes;
    }

    private Map<String, Integer> connections(BackendKey key) {
        Map<String, Integer> counts = new TreeMap<>(memory.reportsOfNodes.connections(key));
        counts.put(wiring.node(), own.getOrDefault(key, 0));
        return counts;
    }
}
