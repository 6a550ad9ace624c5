package io.weir.admin;

import io.weir.model.AdminState;
import io.weir.model.Health;
import io.weir.model.HealthCheckSettings;
import io.weir.routing.BackendView;
import io.weir.routing.PoolRoute;
import io.weir.routing.RoutingTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a node is ready, by behaviour 12 of the contract. Pure. The first verdicts count once since the start only:
 * after the time in which each backend must have had one, later ones, as of backends added since, do not matter.
 */
final class Readiness {
    private final List<Condition> conditions = new ArrayList<>();

    private Readiness() {}

    /**
     * Judges.
     *
     * @param status what the node is at
     * @param table what is known of backends
     * @param sinceStartNanos the node's age
     * @param listener only this listener and its pool matter, or null for all
     */
    static List<Condition> of(NodeStatus status, RoutingTable table, long sinceStartNanos, @Nullable String listener) {
        Readiness readiness = new Readiness();
        readiness.bound(status, listener);
        readiness.paused(status, listener);
        readiness.pools(status, table, listener);
        readiness.phase(status.phase());
        readiness.cluster(status.acquainted());
        readiness.verdicts(status, table, sinceStartNanos, listener);
        return List.copyOf(readiness.conditions);
    }

    private void bound(NodeStatus status, @Nullable String listener) {
        List<String> missing = new ArrayList<>();
        status.listeners().forEach((name, each) -> {
            if (!each.bound() && (listener == null || listener.equals(name))) {
                missing.add(name);
            }
        });
        boolean met = missing.isEmpty() && status.phase() != NodeStatus.Phase.STARTING;
        String detail =
                missing.isEmpty() ? met ? "bound" : "the node is starting" : "not bound: " + String.join(", ", missing);
        conditions.add(new Condition("listeners-bound", met, detail));
    }

    /** One that is paused keeps the others' clients from nothing, so it counts only where it is asked for. */
    private void paused(NodeStatus status, @Nullable String listener) {
        List<String> paused = new ArrayList<>();
        status.listeners().forEach((name, each) -> {
            if (each.paused() && (listener == null || listener.equals(name))) {
                paused.add(name);
            }
        });
        conditions.add(new Condition(
                "not-paused",
                paused.isEmpty() || listener == null,
                paused.isEmpty() ? "accepting" : "paused: " + String.join(", ", paused)));
    }

    /** Likewise; before there is a table it is the first checks that are missing. */
    private void pools(NodeStatus status, RoutingTable table, @Nullable String listener) {
        List<String> lost = new ArrayList<>();
        status.listeners().forEach((name, each) -> {
            if (table.version() > 0 && table.pool(each.pool()) == null && (listener == null || listener.equals(name))) {
                lost.add(name + " leads to " + each.pool());
            }
        });
        conditions.add(new Condition(
                "pool-there",
                lost.isEmpty() || listener == null,
                lost.isEmpty() ? "each listener's pool is there" : "no such pool: " + String.join(", ", lost)));
    }

    private void phase(NodeStatus.Phase phase) {
        boolean draining = phase == NodeStatus.Phase.DRAINING;
        boolean stopping = phase == NodeStatus.Phase.STOPPING;
        conditions.add(new Condition("not-draining", !draining, draining ? "the node is drained" : "not draining"));
        conditions.add(new Condition("not-stopping", !stopping, stopping ? "the node is stopping" : "not stopping"));
    }

    private void cluster(boolean acquainted) {
        conditions.add(new Condition(
                "cluster-heard",
                acquainted,
                acquainted
                        ? "read once what another member holds, or its time is over"
                        : "looking for the other nodes, and for a part of what their caps leave, for 10 s at most"));
    }

    private void verdicts(NodeStatus status, RoutingTable table, long sinceStartNanos, @Nullable String listener) {
        List<String> open = new ArrayList<>();
        for (Map.Entry<String, NodeStatus.Listener> each : status.listeners().entrySet()) {
            if (listener == null || listener.equals(each.getKey())) {
                PoolRoute pool = table.pool(each.getValue().pool());
                if (pool == null) {
                    // Nothing was published yet: a table holds every configured pool.
                    if (table.version() == 0) {
                        open.add(each.getValue().pool());
                    }
                } else if (sinceStartNanos < patience(pool.settings().healthCheck())) {
                    open(pool, open);
                }
            }
        }
        List<String> distinct = open.stream().distinct().toList();
        String detail = distinct.isEmpty()
                ? "each backend has had its first check, or its time is over"
                : "waiting for the first check of " + few(distinct);
        conditions.add(new Condition("first-checks", distinct.isEmpty(), detail));
    }

    private static void open(PoolRoute pool, List<String> open) {
        for (BackendView backend : pool.backends()) {
            boolean probed = backend.state() == AdminState.READY || backend.state() == AdminState.DRAINING;
            // A name that is still being looked up shows as down, without an address.
            if (probed && (backend.health() == Health.UNKNOWN || backend.backend() == null)) {
                open.add(pool.name() + "/" + backend.key().id());
            }
        }
    }

    /** A first check starts within one interval, staggered, and has ended a time-out later. */
    private static long patience(HealthCheckSettings check) {
        return check.interval().toNanos() + check.timeout().toNanos();
    }

    private static String few(List<String> names) {
        return names.size() <= 10
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, 10)) + " and " + (names.size() - 10) + " more";
    }
}
