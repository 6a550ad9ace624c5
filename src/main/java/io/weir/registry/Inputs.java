package io.weir.registry;

import io.weir.model.BackendKey;
import io.weir.model.PoolSettings;
import io.weir.routing.BackendInput;
import io.weir.routing.PoolInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** From what is known to what a table is built from; pure. */
final class Inputs {
    private Inputs() {}

    static Map<String, PoolInput> of(RegistryState state) {
        Map<String, PoolInput> pools = new LinkedHashMap<>();
        for (PoolSettings pool : state.pools().values()) {
            List<BackendFacts> facts = state.facts(pool);
            Set<BackendKey> out = state.out(facts);
            pools.put(
                    pool.name(),
                    new PoolInput(
                            pool,
                            facts.stream()
                                    .map(backend -> input(backend, out.contains(backend.key())))
                                    .toList()));
        }
        return pools;
    }

    private static BackendInput input(BackendFacts facts, boolean out) {
        return new BackendInput(
                facts.key(), facts.spec(), facts.address(), facts.state(), facts.health(), facts.reason(), out);
    }
}
