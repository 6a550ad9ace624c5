package io.weir.registry.report;

import io.weir.model.BackendKey;
import io.weir.model.CheckKind;
import io.weir.model.Health;
import io.weir.model.HealthCheckSettings;
import io.weir.model.HostPort;
import io.weir.model.ProbeReport;
import io.weir.model.Scope;
import io.weir.registry.peer.NodeId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One node's view of others that report what a test says, on a clock moved by hand. */
final class House {
    static final String POOL = "web";
    static final NodeId SELF = node(0);

    final Neighbours neighbours = new Neighbours();
    final Jury jury = new Jury(neighbours);
    final Duties duties = new Duties(neighbours);
    private final Map<NodeId, ReportWriter> writers = new LinkedHashMap<>();
    private final Map<NodeId, Map<Subject, Line>> lines = new HashMap<>();
    long now = 1_000_000_000_000L;
    private long checks;

    static NodeId node(int i) {
        return new NodeId(1000 + i, "node-" + i, new HostPort("10.0.0." + i, 17355));
    }

    static BackendKey backend(int i) {
        HostPort address = new HostPort("127.0.0.1", 9000 + i);
        return new BackendKey(POOL, address.toString(), address);
    }

    static HealthCheckSettings check(int owners) {
        return check(owners, Scope.CLUSTER, Duration.ofSeconds(2));
    }

    static HealthCheckSettings check(int owners, Scope scope, Duration interval) {
        return new HealthCheckSettings(
                new CheckKind.Tcp(),
                null,
                interval,
                Duration.ofMillis(500),
                Duration.ofSeconds(2),
                Duration.ofMillis(1500),
                0.1,
                2,
                3,
                java.util.OptionalInt.empty(),
                scope,
                owners);
    }

    /** These are the other members; each checks the pool so, and says so at once. */
    void others(HealthCheckSettings check, int... nodes) {
        List<NodeId> ids = new ArrayList<>();
        for (int node : nodes) {
            ids.add(node(node));
        }
        writers.keySet().retainAll(ids);
        lines.keySet().retainAll(ids);
        neighbours.members(ids, now);
        duties.self(SELF);
        for (NodeId id : ids) {
            writers.computeIfAbsent(id, i -> new ReportWriter());
            lines.computeIfAbsent(id, i -> new HashMap<>())
                    .put(Subject.of(POOL), new Line(0, 0, 0, false, null, CheckHash.of(check)));
        }
        later(200);
    }

    /** Another check of a node says this. */
    void votes(int node, BackendKey key, Health health) {
        line(node, key, new Line(0, 0, 0, false, new Line.Said(++checks, health, "reason of " + node, "1/1"), 0));
    }

    void connections(int node, BackendKey key, int count) {
        line(node, key, new Line(count, 0, 0, false, null, 0));
    }

    private void line(int node, BackendKey key, Line line) {
        Map<Subject, Line> known = lines.get(node(node));
        if (known == null) {
            throw new AssertionError("no node " + node);
        }
        known.put(Subject.of(key), line);
    }

    /** So many milliseconds later; all have reported but those that are silent. */
    void later(long millis, int... silent) {
        now += millis * 1_000_000;
        writers.forEach((id, writer) -> {
            for (int node : silent) {
                if (id.equals(node(node))) {
                    return;
                }
            }
            writer.write(lines.getOrDefault(id, Map.of()), now).forEach(part -> neighbours.accept(id, part, now));
        });
    }

    Jury.Case of(BackendKey key, HealthCheckSettings check, @Nullable Health own) {
        return new Jury.Case(key, check, own == null ? null : report(key, own), Long.MIN_VALUE);
    }

    ProbeReport report(BackendKey key, Health health) {
        return new ProbeReport(
                key,
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), key.address().port()),
                now,
                health,
                "own reason",
                "1/1");
    }
}
