package io.weir.registry;

import io.weir.model.AdminState;
import io.weir.model.CheckKind;
import io.weir.model.PoolSettings;
import io.weir.model.ProbeTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells checks and resolver what to look after, where that is something else than before. */
final class Subscriptions {
    private Subscriptions() {}

    /** The checks know of no backend yet. */
    static void begin(Remembered memory, BackendRegistry.ProbesStarted started) {
        memory.probes = started.probes();
        memory.targets = List.of();
        renew(memory);
    }

    /** The name resolver knows of no name yet. */
    static void begin(Remembered memory, BackendRegistry.NamesStarted started) {
        memory.names = started.names();
        memory.hosts = Map.of();
        renew(memory);
    }

    static void renew(Remembered memory) {
        Map<String, Duration> hosts = new HashMap<>();
        List<ProbeTarget> targets = new ArrayList<>();
        for (PoolSettings pool : memory.state.pools().values()) {
            for (BackendFacts facts : memory.state.facts(pool)) {
                String host = facts.key().address().host();
                if (!memory.state.plan().literals().containsKey(host)) {
                    hosts.merge(host, pool.resolveInterval(), (a, b) -> a.compareTo(b) <= 0 ? a : b);
                }
                if (facts.address() != null
                        && facts.state() != AdminState.MAINTENANCE
                        && !(pool.healthCheck().kind() instanceof CheckKind.None)
                        && memory.reportsOfNodes.checks(facts.key(), pool.healthCheck())) {
                    targets.add(new ProbeTarget(facts.key(), facts.address(), pool.healthCheck()));
                }
            }
        }
        if (memory.names != null && !hosts.equals(memory.hosts)) {
            memory.hosts = Map.copyOf(hosts);
            memory.names.tell(new NameResolver.Watch(memory.hosts));
        }
        if (memory.probes != null && !targets.equals(memory.targets)) {
            memory.targets = List.copyOf(targets);
            memory.probes.watch(memory.targets);
        }
    }
}
