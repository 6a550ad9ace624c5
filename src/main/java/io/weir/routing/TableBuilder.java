package io.weir.routing;

import io.weir.balance.Backend;
import io.weir.balance.Candidates;
import io.weir.balance.Picker;
import io.weir.balance.Pickers;
import io.weir.balance.PoolMemory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Builds the next table from the one before and all that is known now. Pure: it changes neither, and a table takes
 * effect only when it is published. Where nothing differs it returns the very table it was given, and a pool in
 * which nothing differs goes over as it is. Not for the hot path: a pool of thousands costs milliseconds.
 */
public final class TableBuilder {
    private TableBuilder() {}

    /**
     * The next table.
     *
     * @param before the table last built
     * @param pools every pool of the node by name; each name is its settings' own
     * @param random where a new pool's round robin begins
     */
    public static RoutingTable build(RoutingTable before, Map<String, PoolInput> pools, RandomGenerator random) {
        if (isOf(before, pools)) {
            return before;
        }
        Retired known = Retired.knownTo(before);
        Map<String, PoolRoute> next = new LinkedHashMap<>();
        pools.forEach((name, input) -> {
            PoolRoute old = before.pool(name);
            next.put(name, old != null && old.input().equals(input) ? old : route(input, old, known, random));
        });
        return new RoutingTable(before.version() + 1, next, known.without(next));
    }

    private static boolean isOf(RoutingTable table, Map<String, PoolInput> pools) {
        Map<String, PoolInput> inputs = new LinkedHashMap<>();
        table.pools().forEach((name, route) -> inputs.put(name, route.input()));
        return inputs.equals(pools) && List.copyOf(inputs.keySet()).equals(List.copyOf(pools.keySet()));
    }

    private static PoolRoute route(PoolInput input, @Nullable PoolRoute old, Retired known, RandomGenerator random) {
        String name = input.settings().name();
        PoolMemory kept = known.pools().get(name);
        PoolMemory memory = kept != null ? kept : new PoolMemory(random.nextLong());
        List<BackendView> views = new ArrayList<>();
        for (BackendInput backend : input.backends()) {
            views.add(BackendView.of(backend, backend(backend, known)));
        }
        Maglevs maglevs = Maglevs.of(input, old == null ? Maglevs.NONE : old.maglevs());
        List<Stage> stages = new ArrayList<>();
        for (Standing standing : Standing.used(input.settings().whenAllDown())) {
            Stage stage = stage(input, views, standing, memory, maglevs);
            if (!stage.tiers().isEmpty()) {
                stages.add(stage);
            }
        }
        return new PoolRoute(input, views, memory, stages, maglevs);
    }

    private static @Nullable Backend backend(BackendInput input, Retired known) {
        if (input.address() == null) {
            return null;
        }
        Backend kept = known.backends().get(new Retired.Place(input.key(), input.address()));
        return kept != null ? kept : new Backend(input.key(), input.address());
    }

    private static Stage stage(
            PoolInput input, List<BackendView> views, Standing standing, PoolMemory memory, Maglevs maglevs) {
        List<Stage.Tier> tiers = new ArrayList<>();
        for (boolean backup : new boolean[] {false, true}) {
            List<Candidates.Candidate> candidates = views.stream()
                    .filter(view -> view.eligible() && Standing.of(view) == standing)
                    .filter(view -> view.spec().backup() == backup)
                    .flatMap(TableBuilder::candidate)
                    .toList();
            if (!candidates.isEmpty()) {
                Candidates usable = new Candidates(memory, input.settings().balanceScope(), candidates);
                Picker picker = Pickers.of(input.settings().algorithm(), usable, () -> maglevs.table(backup));
                tiers.add(new Stage.Tier(picker, usable));
            }
        }
        return new Stage(tiers);
    }

    private static Stream<Candidates.Candidate> candidate(BackendView view) {
        Backend backend = view.backend();
        return backend == null
                ? Stream.of()
                : Stream.of(new Candidates.Candidate(
                        backend, view.spec().weight(), view.spec().maxConnections()));
    }
}
