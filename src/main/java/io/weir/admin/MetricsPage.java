package io.weir.admin;

import io.weir.admin.api.ClusterView;
import io.weir.admin.api.GiveWay;
import io.weir.model.AdminState;
import io.weir.model.CloseReason;
import io.weir.model.DialFailure;
import io.weir.model.Health;
import io.weir.model.LocalError;
import io.weir.observe.Buckets;
import io.weir.observe.HistogramTotal;
import io.weir.observe.Reading;
import io.weir.routing.BackendView;
import io.weir.routing.PoolRoute;
import io.weir.routing.RoutingTable;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/** Makes the page of all metrics: one reading of the meters, of the table and of the process. Belongs to one thread. */
final class MetricsPage {
    private static final String UNREACHABLE = "unreachable";
    private static final List<String> STATUSES =
            List.of("joining", "up", "leaving", "exiting", "down", ClusterView.UNJOINED, UNREACHABLE);

    private final AdminSources sources;
    private final Exposition out;

    private MetricsPage(AdminSources sources, boolean openMetrics, GiveWay others) {
        this.sources = sources;
        this.out = new Exposition(openMetrics, others);
    }

    /** The page as bytes. */
    static byte[] render(AdminSources sources, boolean openMetrics) {
        return render(sources, openMetrics, new GiveWay());
    }

    /** As the one above; others come first when they are to. */
    static byte[] render(AdminSources sources, boolean openMetrics, GiveWay others) {
        MetricsPage page = new MetricsPage(sources, openMetrics, others);
        Reading reading = sources.meters().read();
        others.between();
        page.listeners(reading);
        page.backends(reading);
        page.node(reading);
        page.table(sources.table().current());
        new ProcessMetrics(page.out).write();
        others.between();
        return page.out.finish();
    }

    private void listeners(Reading reading) {
        reading.listeners().forEach((name, l) -> out.sample(Metric.LISTENER_CONNECTIONS, l.opened(), name));
        reading.listeners().forEach((name, l) -> out.sample(Metric.LISTENER_OPEN, l.open(), name));
        reading.listeners().forEach((name, l) -> {
            for (CloseReason reason : CloseReason.values()) {
                out.sample(Metric.LISTENER_REFUSED, l.refused(reason), name, reason.word());
            }
        });
        reading.listeners().forEach((name, l) -> {
            for (String pool : l.pools()) {
                for (CloseReason reason : CloseReason.values()) {
                    out.sample(Metric.CONNECTIONS_CLOSED, l.closed(pool, reason), name, pool, reason.word());
                }
            }
        });
        reading.listeners().forEach((name, l) -> {
            out.sample(Metric.BYTES, l.in(), name, "in");
            out.sample(Metric.BYTES, l.out(), name, "out");
        });
        reading.listeners().forEach((name, l) -> out.histogram(Metric.DURATION, l.durations(), name));
    }

    private void backends(Reading reading) {
        eachPool(reading, (name, pool) -> out.sample(Metric.BACKEND_RETRIES, pool.retries(), name));
        eachPool(reading, (name, pool) -> out.histogram(Metric.CONNECT_TIME, pool.connect(), name));
        eachPool(reading, (name, pool) -> out.sample(Metric.POOL_QUEUE, 0, name));
        eachPool(reading, (name, pool) -> out.histogram(Metric.QUEUE_TIME, HistogramTotal.none(Buckets.CONNECT), name));
        each(reading, Metric.BACKEND_CONNECTIONS, Reading.BackendTotals::opened);
        each(reading, Metric.BACKEND_OPEN, Reading.BackendTotals::open);
        each(reading, (at, b) -> {
            out.sample(Metric.BACKEND_BYTES, b.in(), at.pool, at.id, "in");
            out.sample(Metric.BACKEND_BYTES, b.out(), at.pool, at.id, "out");
        });
        each(reading, (at, b) -> {
            for (DialFailure why : DialFailure.values()) {
                if (b.failures(why) > 0) {
                    out.sample(Metric.BACKEND_CONNECT_FAILURES, b.failures(why), at.pool, at.id, why.word());
                }
            }
        });
        each(reading, (at, b) -> {
            out.sample(Metric.HEALTH_CHECKS, b.checksPassed(), at.pool, at.id, "pass");
            out.sample(Metric.HEALTH_CHECKS, b.checksFailed(), at.pool, at.id, "fail");
        });
        each(reading, (at, b) -> {
            for (Health to : Health.values()) {
                if (to != Health.UNKNOWN || b.flips(to) > 0) {
                    out.sample(Metric.HEALTH_FLIPS, b.flips(to), at.pool, at.id, to.word());
                }
            }
        });
    }

    private static void eachPool(Reading reading, BiConsumer<String, Reading.PoolTotals> write) {
        reading.pools().forEach((name, pool) -> {
            if (pool.configured()) {
                write.accept(name, pool);
            }
        });
    }

    private record At(String pool, String id) {}

    private static void each(Reading reading, BiConsumer<At, Reading.BackendTotals> write) {
        reading.pools().forEach((name, pool) -> pool.backends().forEach((id, b) -> write.accept(new At(name, id), b)));
    }

    private void each(Reading reading, Metric metric, ToLongFunction<Reading.BackendTotals> value) {
        each(reading, (at, b) -> out.sample(metric, value.applyAsLong(b), at.pool, at.id));
    }

    private void node(Reading reading) {
        for (LocalError why : LocalError.values()) {
            out.sample(Metric.DIAL_LOCAL_ERRORS, reading.localErrors(why), why.word());
        }
        out.sample(Metric.ACCESS_LOG_DROPPED, reading.accessLogDropped());
        out.sample(Metric.FAULTS, reading.faults());
        NodeStatus status = sources.status().get();
        long age = sources.clock().nanoTime() - sources.startedNanos();
        boolean ready = Readiness.of(status, sources.table().current(), age, null).stream()
                .allMatch(Condition::met);
        out.sample(Metric.READY, ready ? 1 : 0);
        cluster(reading, sources.api().cluster().get());
        out.sample(Metric.CONFIG_RELOAD_SUCCESS, status.reload().succeeded() ? 1 : 0);
        out.sample(Metric.CONFIG_RELOAD_TIME, status.reload().epochMillis() / 1e3);
        long now = sources.clock().nanoTime();
        sources.meters().heard().forEach((node, at) -> out.sample(Metric.STALENESS, (now - at) / 1e9, node));
        reading.clockSkews().forEach((node, seconds) -> out.sample(Metric.CLOCK_SKEW, seconds, node));
        for (LoopPulse loop : sources.loops().get()) {
            out.sample(Metric.LOOP_LAG, loop.lagNanos() / 1e9, Integer.toString(loop.loop()));
        }
        for (LoopPulse loop : sources.loops().get()) {
            out.histogram(Metric.LOOP_LAGS, loop.lags(), Integer.toString(loop.loop()));
        }
        for (LoopPulse loop : sources.loops().get()) {
            leases(Metric.LOOP_BUFFERS, loop.loop(), loop.buffers());
        }
        for (LoopPulse loop : sources.loops().get()) {
            out.sample(Metric.LOOP_BUFFER_WAITERS, loop.waiting(), Integer.toString(loop.loop()));
        }
        for (LoopPulse loop : sources.loops().get()) {
            leases(Metric.LOOP_PIPES, loop.loop(), loop.pipes());
        }
        out.sample(Metric.BUILD_INFO, 1, sources.version());
    }

    private void cluster(Reading reading, ClusterView cluster) {
        for (String status : STATUSES) {
            long members = cluster.nodes().stream()
                    .filter(node -> status.equals(node.reachable() ? node.status() : UNREACHABLE))
                    .count();
            out.sample(Metric.CLUSTER_MEMBERS, members, status);
        }
        eachPool(
                reading,
                (name, pool) ->
                        out.sample(Metric.CONFIG_DIVERGENT, cluster.divergent().contains(name) ? 1 : 0, name));
    }

    private void leases(Metric metric, int loop, LoopPulse.Leases leases) {
        out.sample(metric, leases.leased(), Integer.toString(loop), "leased");
        out.sample(metric, leases.spare(), Integer.toString(loop), "spare");
    }

    private void table(RoutingTable table) {
        each(table, b -> out.sample(Metric.BACKEND_CLUSTER_OPEN, b.clusterConnections(), pool(b), id(b)));
        each(table, b -> out.sample(Metric.BACKEND_UP, b.health() == Health.UP ? 1 : 0, pool(b), id(b)));
        each(table, b -> out.sample(Metric.BACKEND_EJECTED, b.ejected() ? 1 : 0, pool(b), id(b)));
        each(table, b -> {
            for (AdminState state : AdminState.values()) {
                out.sample(Metric.BACKEND_STATE, b.state() == state ? 1 : 0, pool(b), id(b), state.word());
            }
        });
        each(table, b -> out.sample(Metric.BACKEND_WEIGHT, b.spec().weight(), pool(b), id(b)));
    }

    private static void each(RoutingTable table, Consumer<BackendView> write) {
        for (PoolRoute pool : table.pools().values()) {
            pool.backends().forEach(write);
        }
    }

    private static String pool(BackendView backend) {
        return backend.key().pool();
    }

    private static String id(BackendView backend) {
        return backend.key().id();
    }
}
