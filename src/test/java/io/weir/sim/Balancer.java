package io.weir.sim;

import io.weir.balance.Backend;
import io.weir.balance.ClusterLoads;
import io.weir.balance.Lease;
import io.weir.model.Algorithm;
import io.weir.model.Off;
import io.weir.model.WhenAllDown;
import io.weir.routing.BackendInput;
import io.weir.routing.PoolInput;
import io.weir.routing.PoolRoute;
import io.weir.routing.Tables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/** One node: its own table and counts, what the others told it, and the beat at which it makes loads of both. */
final class Balancer {
    private final PoolRoute route;
    private final List<Backend> backends;
    private final ClusterLoads loads = new ClusterLoads();
    private final int[] others = new int[Town.BACKENDS];
    private final int[] ages;

    Balancer(Algorithm algorithm, Knows knows, int nodes) {
        List<BackendInput> inputs = new ArrayList<>();
        for (int i = 0; i < Town.BACKENDS; i++) {
            inputs.add(Tables.up("b" + i));
        }
        PoolInput pool = Tables.pool(algorithm, WhenAllDown.REFUSE, Off.COUNT, inputs);
        route = Tables.route(knows == Knows.REPORTS ? Tables.overTheCluster(pool) : pool);
        backends = route.backends().stream()
                .map(view -> Objects.requireNonNull(view.backend()))
                .toList();
        ages = new int[nodes];
    }

    Lease choose(SplittableRandom random, long now) {
        return Tables.leased(route.choose(0, List.of(), random, now));
    }

    static int index(Backend backend) {
        return Integer.parseInt(backend.key().id().substring(1));
    }

    int[] counts() {
        return backends.stream().mapToInt(Backend::connections).toArray();
    }

    /** Another node said what it holds. */
    void told(int node, int[] before, int[] now) {
        ages[node] = 0;
        for (int i = 0; i < others.length; i++) {
            others[i] += now[i] - before[i];
        }
    }

    void beat(int self) {
        double[] shares = new double[ClusterLoads.BEATS];
        for (int node = 0; node < ages.length; node++) {
            if (node != self) {
                shares[Math.min(ages[node], ClusterLoads.BEATS - 1)] += 1.0 / (ages.length - 1);
            }
        }
        loads.next();
        loads.pool(backends, key -> others[Integer.parseInt(key.id().substring(1))], shares);
        Arrays.setAll(ages, node -> ages[node] + 1);
    }
}
