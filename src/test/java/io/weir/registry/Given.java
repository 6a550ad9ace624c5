package io.weir.registry;

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
import io.weir.model.ProbeReport;
import io.weir.model.Scope;
import io.weir.model.WhenAllDown;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** Settings and reports for the registry's tests. */
final class Given {
    static final Duration EJECTION = Duration.ofSeconds(30);
    static final int FAILURES = 5;

    private Given() {}

    /** Only over this version; {@code *} for any, null where it does not matter. */
    static Precondition match(String tag) {
        return tag == null ? Precondition.NONE : new Precondition(tags(tag), null);
    }

    /** Only where it is not this version, or not there at all. */
    static Precondition noneMatch(String tag) {
        return new Precondition(null, tags(tag));
    }

    private static Precondition.Tags tags(String tag) {
        return tag.equals("*") ? Precondition.Tags.ANY : new Precondition.Tags(false, Set.of(tag));
    }

    static HealthCheckSettings check(CheckKind kind) {
        return new HealthCheckSettings(
                kind,
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
                3);
    }

    static PoolSettings pool(String name, CheckKind kind, BackendSpec... backends) {
        return new PoolSettings(
                name,
                Algorithm.ROUND_ROBIN,
                Scope.NODE,
                List.of(backends),
                Off.COUNT,
                Scope.NODE,
                check(kind),
                new OutlierSettings(FAILURES, EJECTION),
                new ConnectSettings(Duration.ofSeconds(3), 3, Duration.ofMillis(50), Duration.ofSeconds(8), List.of()),
                WhenAllDown.REFUSE,
                Duration.ofSeconds(30));
    }

    static PoolSettings checked(String name, BackendSpec... backends) {
        return pool(name, new CheckKind.Tcp(), backends);
    }

    static Map<String, PoolSettings> pools(PoolSettings... pools) {
        Map<String, PoolSettings> all = new LinkedHashMap<>();
        for (PoolSettings pool : pools) {
            all.put(pool.name(), pool);
        }
        return all;
    }

    /** On 127.0.0.1, at this port. */
    static BackendSpec backend(String id, int port) {
        return at(id, "127.0.0.1", port);
    }

    static BackendSpec at(String id, String host, int port) {
        return new BackendSpec(id, new HostPort(host, port), 1, Off.COUNT, false);
    }

    static BackendKey key(String pool, BackendSpec spec) {
        return new BackendKey(pool, spec.id(), spec.address());
    }

    static ProbeReport report(BackendKey key, long sequence, Health health) {
        return report(key, key.address().host(), sequence, health, health == Health.UP ? "3/3" : "0/2");
    }

    static ProbeReport report(BackendKey key, String address, long sequence, Health health, String step) {
        return new ProbeReport(
                key,
                new InetSocketAddress(
                        InetAddress.ofLiteral(address), key.address().port()),
                sequence,
                health,
                health == Health.UP ? "L4OK: connected" : "L4CON at connect: connection refused",
                step);
    }

    static List<InetAddress> addresses(String... literals) {
        return List.of(literals).stream().map(InetAddress::ofLiteral).toList();
    }

    /** The same pool, judged by so many nodes for all of this scope. */
    static PoolSettings together(PoolSettings pool, Scope scope, int owners) {
        HealthCheckSettings check = pool.healthCheck();
        return new PoolSettings(
                pool.name(),
                pool.algorithm(),
                scope,
                pool.backends(),
                pool.maxConnections(),
                pool.maxConnectionsScope(),
                new HealthCheckSettings(
                        check.kind(),
                        check.tls(),
                        check.interval(),
                        check.fastInterval(),
                        check.downInterval(),
                        check.timeout(),
                        check.jitter(),
                        check.rise(),
                        check.fall(),
                        check.port(),
                        scope,
                        owners),
                pool.outlierDetection(),
                pool.connect(),
                pool.whenAllDown(),
                pool.resolveInterval());
    }
}
