package io.weir.registry;

import io.weir.balance.Lease;
import io.weir.health.Ownership;
import io.weir.model.BackendKey;
import io.weir.model.BackendSpec;
import io.weir.model.Health;
import io.weir.model.HostPort;
import io.weir.model.Off;
import io.weir.model.PoolSettings;
import io.weir.model.Scope;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerCodec;
import io.weir.registry.report.CheckHash;
import io.weir.registry.report.Line;
import io.weir.registry.report.ReportWriter;
import io.weir.registry.report.Subject;
import io.weir.routing.Choice;
import io.weir.routing.PoolRoute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/** What the other nodes of a cluster report to one, in bytes, and what connections there are on that one. */
final class CrowdedWorld {
    static final int OWNERS = 3;
    private static final String POOL = "web";
    private static final long CHECK_MILLIS = 2000;

    final PoolSettings pool;
    final List<NodeId> nodes = new ArrayList<>();
    private final boolean busy;
    private final List<BackendKey> keys = new ArrayList<>();
    private final List<List<NodeId>> owners = new ArrayList<>();
    private final List<ReportWriter> writers = new ArrayList<>();
    private final List<Map<Subject, Line>> states = new ArrayList<>();
    private final List<Lease> leases = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(1);

    /** The first node is the one that is looked at. */
    CrowdedWorld(int nodes, int backends, boolean busy) {
        this.busy = busy;
        for (int i = 0; i < nodes; i++) {
            this.nodes.add(new NodeId(1 + i, "node-" + i, new HostPort("10.0.0." + i, 17_355)));
            writers.add(new ReportWriter());
            states.add(new HashMap<>());
        }
        BackendSpec[] specs = new BackendSpec[backends];
        for (int i = 0; i < backends; i++) {
            HostPort address = new HostPort("10.1." + i / 250 + "." + i % 250, 9000);
            specs[i] = new BackendSpec(address.toString(), address, 1, Off.COUNT, false);
            keys.add(Given.key(POOL, specs[i]));
            owners.add(Ownership.of(keys.get(i), this.nodes, NodeId::address, OWNERS));
        }
        pool = Given.together(Given.checked(POOL, specs), Scope.CLUSTER, OWNERS);
        Line check = new Line(0, 0, 0, false, null, CheckHash.of(pool.healthCheck()));
        states.forEach(state -> state.put(Subject.of(POOL), check));
    }

    /** What one of the others sends now. */
    List<byte[]> said(int node, long millis) {
        Map<Subject, Line> state = states.get(node);
        for (int i = 0; i < keys.size(); i++) {
            state.put(
                    Subject.of(keys.get(i)),
                    new Line(
                            busy ? random.nextInt(200) : 7,
                            0,
                            0,
                            false,
                            owners.get(i).contains(nodes.get(node)) ? vote(i, node, millis) : null,
                            0));
        }
        return writers.get(node).write(state, millis * 1_000_000).stream()
                .map(PeerCodec::bytes)
                .toList();
    }

    private static Line.Said vote(int backend, int node, long millis) {
        return new Line.Said((millis + offset(backend, node)) / CHECK_MILLIS, Health.UP, "L4OK: connected", "3/3");
    }

    /** The backends that the node looked at checks within the ten milliseconds from now. */
    List<BackendKey> checkedNow(long millis) {
        List<BackendKey> due = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            if ((millis + offset(i, 0)) % CHECK_MILLIS < RegistryCpu.STEP
                    && owners.get(i).contains(nodes.getFirst())) {
                due.add(keys.get(i));
            }
        }
        return due;
    }

    private static long offset(int backend, int node) {
        return (backend * 37L + node * 611L) % CHECK_MILLIS;
    }

    /** Every backend has one connection more, or one less, on the node looked at. */
    void connect(PoolRoute route) {
        if (!busy) {
            return;
        }
        if (!leases.isEmpty()) {
            leases.forEach(Lease::close);
            leases.clear();
            return;
        }
        for (int i = 0; i < keys.size(); i++) {
            Choice choice = Objects.requireNonNull(route).choose(1, List.of(), random, 0);
            if (choice instanceof Choice.Leased leased) {
                leases.add(leased.lease());
            }
        }
    }
}
