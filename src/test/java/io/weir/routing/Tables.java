package io.weir.routing;

import io.weir.balance.Lease;
import io.weir.model.AdminState;
import io.weir.model.Algorithm;
import io.weir.model.BackendKey;
import io.weir.model.BackendSpec;
import io.weir.model.CheckKind;
import io.weir.model.ConnectSettings;
import io.weir.model.Health;
import io.weir.model.HealthCheckSettings;
import io.weir.model.HostPort;
import io.weir.model.Off;
import io.weir.model.OutlierSettings;
import io.weir.model.PoolSettings;
import io.weir.model.Scope;
import io.weir.model.WhenAllDown;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/** Short ways to a pool, a backend and a table for tests. */
public final class Tables {
    /** The name of the pool that all of these make. */
    public static final String POOL = "web";

    private Tables() {}

    /** A backend that is up and ready. */
    public static BackendInput up(String id, int weight, int cap, boolean backup) {
        int port = 1 + Math.floorMod(id.hashCode(), 65_000);
        HostPort where = new HostPort("127.0.0.1", port);
        BackendSpec spec = new BackendSpec(id, where, weight, cap, backup);
        return new BackendInput(
                new BackendKey(POOL, id, where),
                spec,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                AdminState.READY,
                Health.UP,
                "",
                false);
    }

    /** A primary that is up and ready, of weight 1 and without a cap. */
    public static BackendInput up(String id) {
        return up(id, 1, Off.COUNT, false);
    }

    /** A pool of these, everything else as the reference has it. */
    public static PoolInput pool(Algorithm algorithm, WhenAllDown whenAllDown, int cap, List<BackendInput> backends) {
        HealthCheckSettings check = new HealthCheckSettings(
                new CheckKind.Tcp(),
                null,
                Duration.ofSeconds(2),
                Duration.ofMillis(500),
                Duration.ofSeconds(2),
                Duration.ofMillis(1500),
                0.1,
                2,
                3,
                OptionalInt.empty(),
                Scope.NODE,
                1);
        ConnectSettings connect =
                new ConnectSettings(Duration.ofSeconds(3), 3, Duration.ofMillis(50), Duration.ofSeconds(8), List.of());
        return new PoolInput(
                new PoolSettings(
                        POOL,
                        algorithm,
                        Scope.NODE,
                        backends.stream().map(BackendInput::spec).toList(),
                        cap,
                        Scope.NODE,
                        check,
                        new OutlierSettings(5, Duration.ofSeconds(30)),
                        connect,
                        whenAllDown,
                        Duration.ofSeconds(30)),
                backends);
    }

    /** A pool of these that refuses when all are down and has no cap. */
    public static PoolInput pool(Algorithm algorithm, BackendInput... backends) {
        return pool(algorithm, WhenAllDown.REFUSE, Off.COUNT, List.of(backends));
    }

    /** The same, balanced by the connections of all nodes. */
    public static PoolInput overTheCluster(PoolInput pool) {
        PoolSettings here = pool.settings();
        return new PoolInput(
                new PoolSettings(
                        here.name(),
                        here.algorithm(),
                        Scope.CLUSTER,
                        here.backends(),
                        here.maxConnections(),
                        here.maxConnectionsScope(),
                        here.healthCheck(),
                        here.outlierDetection(),
                        here.connect(),
                        here.whenAllDown(),
                        here.resolveInterval()),
                pool.backends());
    }

    /** The same by another name; its backends stay another pool's. */
    public static PoolInput named(String name, PoolInput pool) {
        PoolSettings here = pool.settings();
        return new PoolInput(
                new PoolSettings(
                        name,
                        here.algorithm(),
                        here.balanceScope(),
                        here.backends(),
                        here.maxConnections(),
                        here.maxConnectionsScope(),
                        here.healthCheck(),
                        here.outlierDetection(),
                        here.connect(),
                        here.whenAllDown(),
                        here.resolveInterval()),
                pool.backends());
    }

    /** The table after {@code before}. */
    public static RoutingTable next(RoutingTable before, PoolInput pool) {
        return TableBuilder.build(before, Map.of(POOL, pool), new SplittableRandom(7));
    }

    /** The pool in a table of its own. */
    public static PoolRoute route(PoolInput pool) {
        PoolRoute route = next(RoutingTable.EMPTY, pool).pool(POOL);
        if (route == null) {
            throw new AssertionError("no pool");
        }
        return route;
    }

    /** The lease of a choice that is one. */
    public static Lease leased(Choice choice) {
        if (choice instanceof Choice.Leased(Lease lease)) {
            return lease;
        }
        throw new AssertionError("refused: " + choice);
    }
}
