package io.weir.admin.api;

import io.weir.model.BackendKey;
import io.weir.observe.Reading;
import io.weir.routing.BackendView;
import io.weir.routing.PoolRoute;
import io.weir.routing.RoutingTable;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What this node counts, and what it sees of others' files, as it was at one moment.
 *
 * @param node its name
 * @param divergent pools of its file of which another node's file says something else
 * @param table the one in use, for its counts
 * @param reading its meters
 * @param nowNanos the monotonic clock
 */
record Counts(String node, Set<String> divergent, RoutingTable table, Reading reading, long nowNanos) {
    static Counts of(ApiSources sources) {
        ClusterView cluster = sources.cluster().get();
        return new Counts(
                cluster.self(),
                cluster.divergent(),
                sources.table().current(),
                sources.meters().read(),
                sources.clock().nanoTime());
    }

    /** A pool's backends as the table in use has them. */
    Map<BackendKey, BackendView> live(String pool) {
        Map<BackendKey, BackendView> live = new HashMap<>();
        PoolRoute route = table.pool(pool);
        if (route != null) {
            route.backends().forEach(each -> live.put(each.key(), each));
        }
        return live;
    }

    Reading.@Nullable BackendTotals totals(BackendKey key) {
        Reading.PoolTotals pool = reading.pools().get(key.pool());
        return pool == null ? null : pool.backends().get(key.id());
    }
}
