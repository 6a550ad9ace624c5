package io.weir.registry;

import io.weir.model.AdminState;
import io.weir.model.BackendKey;
import io.weir.model.Health;
import io.weir.model.PoolSettings;
import io.weir.model.ProbeReport;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** From what is remembered to what is shown. */
final class View {
    private View() {}

    static RegistryView of(Remembered memory, RegistryWiring wiring) {
        long now = wiring.clock().nanoTime();
        Map<String, RegistryView.Pool> pools = new LinkedHashMap<>();
        for (PoolSettings pool : memory.state.definitions().pools().values()) {
            List<BackendFacts> facts = memory.state.facts(pool);
            Set<BackendKey> out = memory.state.out(facts);
            pools.put(
                    pool.name(),
                    new RegistryView.Pool(
                            pool,
                            facts.stream()
                                    .map(backend -> backend(memory, pool, backend, out.contains(backend.key()), now))
                                    .toList()));
        }
        return new RegistryView(
                wiring.table().current().version(), memory.state.definitions().areRead(), pools);
    }

    private static RegistryView.Backend backend(
            Remembered memory, PoolSettings pool, BackendFacts facts, boolean out, long now) {
        Remembered.Noted noted = memory.noted.get(facts.key());
        ProbeReport last = memory.latest.get(facts.key());
        Long until = memory.state.ejections().until().get(facts.key());
        long left = out && until != null ? Math.max(1, (until - now) / 1_000_000) : 0;
        Duration patience = BackendRegistry.PATIENCE.plus(pool.healthCheck().timeout());
        boolean settled = facts.health() != Health.UNKNOWN
                || facts.state() == AdminState.MAINTENANCE
                || (noted != null && now - noted.firstSeenNanos() >= patience.toNanos());
        return new RegistryView.Backend(
                facts.key(),
                facts.spec(),
                facts.address(),
                facts.state(),
                facts.health(),
                facts.reason(),
                noted == null ? 0 : noted.sinceEpochMillis(),
                last == null ? null : last.reason(),
                last == null ? null : last.step(),
                left,
                settled);
    }
}
