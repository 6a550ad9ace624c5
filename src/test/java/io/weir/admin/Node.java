package io.weir.admin;

import io.weir.admin.api.ApiSources;
import io.weir.admin.api.ClusterView;
import io.weir.admin.api.ListenerView;
import io.weir.config.BackendAddress;
import io.weir.config.PoolJson;
import io.weir.model.Algorithm;
import io.weir.model.Health;
import io.weir.model.HostPort;
import io.weir.model.Off;
import io.weir.model.WhenAllDown;
import io.weir.observe.Buckets;
import io.weir.observe.Histogram;
import io.weir.observe.HistogramTotal;
import io.weir.observe.Inventory;
import io.weir.observe.Journal;
import io.weir.observe.Meters;
import io.weir.observe.NanoClock;
import io.weir.registry.PoolText;
import io.weir.registry.inquiry.Inquired;
import io.weir.registry.inquiry.Inquirer;
import io.weir.routing.BackendInput;
import io.weir.routing.TableBuilder;
import io.weir.routing.TableRef;
import io.weir.routing.Tables;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** A node as the admin port sees it, every part of which a test can change. */
final class Node {
    final Meters meters = new Meters(2);
    final TableRef table = new TableRef();
    volatile long now = 1_000;
    volatile NodeStatus.Phase phase = NodeStatus.Phase.RUNNING;
    volatile boolean bound = true;
    volatile boolean paused;
    volatile String pool = Tables.POOL;
    final FakeActs acts = new FakeActs();
    volatile List<LoopPulse> loops = List.of(
            new LoopPulse(
                    0,
                    1_500_000,
                    lags(1_500_000, 700_000_000),
                    0,
                    new LoopPulse.Leases(3, 4),
                    5,
                    new LoopPulse.Leases(1, 2)),
            new LoopPulse(1, 0, lags(), TimeUnit.SECONDS.toNanos(1), LoopPulse.Leases.NONE, 0, LoopPulse.Leases.NONE));

    volatile long wall;
    final Journal journal;
    final FakeRegistry registry = new FakeRegistry();
    volatile List<ListenerView> listeners = List.of(new ListenerView(
            "web",
            Tables.POOL,
            List.of(new HostPort("0.0.0.0", 8080)),
            List.of("0.0.0.0:8080"),
            true,
            false,
            Off.COUNT,
            Map.of()));
    volatile Inquirer inquirer =
            (about, question, node) -> CompletableFuture.completedFuture(new Inquired(Map.of(), List.of(), false));
    volatile boolean acquainted = true;
    volatile ClusterView cluster = new ClusterView(
            "weir",
            "n1",
            false,
            List.of(new ClusterView.Node(
                    "n1", "127.0.0.1:17355", ClusterView.UNJOINED, true, 12L, "1.2.3", 3L, null, false)),
            Set.of());
    volatile @Nullable Function<HttpRequest, CompletionStage<HttpResponse>> routes;

    Node() {
        this(50);
    }

    Node(int eventsKept) {
        journal = new Journal("n1", 0xabc, eventsKept, any -> {});
    }

    AdminSources sources() {
        NanoClock clock = new NanoClock() {
            @Override
            public long nanoTime() {
                return now;
            }

            @Override
            public long epochMillis() {
                return wall;
            }
        };
        ApiSources api = new ApiSources(
                clock,
                table,
                meters,
                registry,
                journal,
                () -> listeners,
                () -> cluster,
                () -> routes,
                BackendAddress::parse,
                Node::pool,
                inquirer,
                acts);
        return new AdminSources("1.2.3", 1_000, clock, this::status, () -> loops, table, meters, api);
    }

    private static PoolText.Outcome pool(String name, String json) {
        PoolJson.Read read = PoolJson.read(name, json);
        return read.settings().isEmpty()
                ? new PoolText.Bad(read.problems(), read.malformed())
                : new PoolText.Good(read.settings().getFirst());
    }

    NodeStatus status() {
        return new NodeStatus(
                phase,
                Map.of("web", new NodeStatus.Listener(pool, bound, paused)),
                acquainted,
                new NodeStatus.Reload(true, 1_795_349_696_789L));
    }

    /** Of these pools another node's file says something else. */
    void seesDivergent(String... pools) {
        cluster = new ClusterView(cluster.name(), cluster.self(), true, cluster.nodes(), Set.of(pools));
    }

    void publish(BackendInput... backends) {
        table.publish(TableBuilder.build(
                table.current(),
                Map.of(Tables.POOL, Tables.pool(Algorithm.ROUND_ROBIN, WhenAllDown.REFUSE, 1000, List.of(backends))),
                new Random(1)));
        Set<String> ids = List.of(backends).stream().map(b -> b.key().id()).collect(Collectors.toSet());
        meters.configured(new Inventory(Map.of("web", Tables.POOL), Map.of(Tables.POOL, ids)));
    }

    static BackendInput with(BackendInput from, Health health) {
        return new BackendInput(from.key(), from.spec(), from.address(), from.state(), health, "", from.ejected());
    }

    private static HistogramTotal lags(long... nanos) {
        Histogram lags = new Histogram(Buckets.LAG);
        Arrays.stream(nanos).forEach(lags::record);
        return lags.total();
    }
}
