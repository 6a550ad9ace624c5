package io.weir.registry;

import io.weir.balance.Backend;
import io.weir.balance.ClusterLoads;
import io.weir.health.Verdict;
import io.weir.model.BackendKey;
import io.weir.model.Health;
import io.weir.model.HealthCheckSettings;
import io.weir.model.Off;
import io.weir.model.PoolSettings;
import io.weir.model.ProbeReport;
import io.weir.registry.peer.Hurry;
import io.weir.registry.peer.Leaving;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerMessage;
import io.weir.registry.peer.PeerView;
import io.weir.registry.peer.Peers;
import io.weir.registry.peer.ReportAsk;
import io.weir.registry.peer.ReportPart;
import io.weir.registry.report.CheckHash;
import io.weir.registry.report.Duties;
import io.weir.registry.report.Heard;
import io.weir.registry.report.Jury;
import io.weir.registry.report.Line;
import io.weir.registry.report.Line.Said;
import io.weir.registry.report.Neighbours;
import io.weir.registry.report.Repeats;
import io.weir.registry.report.ReportWriter;
import io.weir.registry.report.Subject;
import io.weir.routing.BackendView;
import io.weir.routing.PoolRoute;
import io.weir.routing.RoutingTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What the nodes tell each other of votes, connections and ejections, and what follows from it here: who checks which
 * backend, the verdicts over all votes, and loads over the cluster. On the registry's thread.
 */
final class Reports implements Part {
    /** Between two looks at what changes by the mere passing of time: silence and old votes. */
    private static final long SWEEP = Duration.ofMillis(500).toNanos();

    /** Who was not called for so long, though there is a beat, was held up, and so was what waits to be read. */
    private static final long HELD_UP = Duration.ofSeconds(1).toNanos();

    private final Remembered memory;
    private final RegistryWiring wiring;
    private final Neighbours neighbours = new Neighbours();
    private final Jury jury = new Jury(neighbours);
    private final Duties duties = new Duties(neighbours);
    private final ClusterLoads loads = new ClusterLoads();
    private final Map<BackendKey, Long> hurried = new HashMap<>();
    private final Repeats repeats = new Repeats();
    private ReportWriter writer = new ReportWriter();
    private long swept = Long.MIN_VALUE;
    private long called = Long.MIN_VALUE;

    Reports(Remembered memory, RegistryWiring wiring) {
        this.memory = memory;
        this.wiring = wiring;
    }

    @Override
    public void peersStarted(Peers peers) {
        writer = new ReportWriter();
    }

    /**
     * What the others said last counts on until their membership is known to be over, or they have been silent for too long;
     * their votes grow old by themselves.
     */
    @Override
    public void peersStopped() {
        duties.self(null);
        load(now(), List.of());
        Subscriptions.renew(memory);
        memory.desk().beat();
    }

    @Override
    public void peersChanged(PeerView view) {
        called(now());
        duties.self(view.self());
        repeats.only(view.others());
        neighbours.members(view.others(), now()).forEach(node -> repeats.asked(node, new ReportAsk(0, 0)));
        wiring.meters().nodes(view.others().stream().map(NodeId::name).toList());
        view.others().forEach(node -> wiring.meters().heardOf(node.name(), neighbours.heardNanos(node)));
        sweep(now());
        load(now(), neighbours.alive(now()));
    }

    @Override
    public void on(NodeId from, PeerMessage message) {
        long now = now();
        called(now);
        if (message instanceof ReportPart part) {
            neighbours.accept(from, part, now);
            wiring.meters().heardOf(from.name(), neighbours.heardNanos(from));
            judge(neighbours.revoted(), now);
            if (neighbours.otherwise()) {
                renewDuties(now);
            }
        } else if (message instanceof Leaving) {
            neighbours.leaving(from);
            renewDuties(now);
        } else if (message instanceof ReportAsk ask) {
            repeats.asked(from, ask);
            repeat(now);
        } else if (message instanceof Hurry hurry && memory.probes != null) {
            memory.probes.hurry(hurry.key());
        }
    }

    @Override
    public boolean needsTicks() {
        return neighbours.saidAnything();
    }

    @Override
    public void tick(long nowNanos) {
        called(nowNanos);
        neighbours.forgetLost(nowNanos);
        load(nowNanos, neighbours.alive(nowNanos));
        Peers peers = memory.peers;
        PeerView members = memory.members;
        if (peers == null || members == null || members.alone()) {
            return;
        }
        if (writer.due(nowNanos, members.members().size())) {
            writer.write(lines(nowNanos), nowNanos).forEach(part -> peers.tellAll(members.others(), part));
        }
        repeat(nowNanos);
        neighbours.asks(nowNanos).forEach(peers::tell);
        if (swept == Long.MIN_VALUE || nowNanos - swept >= SWEEP) {
            sweep(nowNanos);
        }
    }

    private void called(long nowNanos) {
        if (called != Long.MIN_VALUE && nowNanos - called >= HELD_UP) {
            neighbours.excuse(nowNanos - called - BackendRegistry.BEAT.toNanos());
        }
        called = nowNanos;
    }

    private void repeat(long nowNanos) {
        Peers peers = memory.peers;
        if (peers != null) {
            repeats.due(nowNanos).forEach((node, ask) -> writer.again(ask).forEach(part -> peers.tell(node, part)));
        }
    }

    /** Whether this node's checks look after a backend. */
    boolean checks(BackendKey key, HealthCheckSettings check) {
        return duties.checks(key, check, now());
    }

    /** This node will be gone in a moment: the others take over what it checks. */
    void leave() {
        Peers peers = memory.peers;
        PeerView members = memory.members;
        duties.leave();
        renewDuties(now());
        if (peers != null && members != null) {
            peers.tellAll(members.reachableOthers(), new Leaving());
        }
    }

    /** This node's checks have something new to say. */
    void probed(BackendKey key) {
        called(now());
        if (!neighbours.isEmpty() || !memory.state.ruling(key).equals(Ruling.NONE)) {
            judge(List.of(key), now());
        }
    }

    /** A dial from here failed: whoever else checks the backend should do so now. */
    void dialFailed(PoolSettings pool, BackendKey key) {
        Peers peers = memory.peers;
        PeerView members = memory.members;
        if (peers == null || members == null || members.alone()) {
            return;
        }
        long now = now();
        Long last = hurried.get(key);
        if (last != null && now - last < pool.healthCheck().fastInterval().toNanos()) {
            return;
        }
        hurried.put(key, now);
        List<NodeId> owners = new ArrayList<>(duties.owners(key, pool.healthCheck(), now));
        owners.remove(members.self());
        if (!owners.isEmpty()) {
            peers.tellAll(owners, Hurry.of(key));
        }
    }

    /** Other nodes' votes on a backend by the node's name. */
    Map<String, RegistryView.Voted> votes(BackendKey key) {
        long now = now();
        Map<String, RegistryView.Voted> votes = new TreeMap<>();
        neighbours.voters(key).forEach((node, heard) -> {
            Said said = heard.vote();
            if (said != null) {
                long age = (now - heard.advancedNanos()) / 1_000_000;
                votes.put(node.name(), new RegistryView.Voted(said.health(), said.reason(), said.step(), age));
            }
        });
        return votes;
    }

    /** Names of the other nodes that have ejected it. */
    List<String> ejectedBy(BackendKey key) {
        List<String> nodes = new ArrayList<>();
        eachHeard(key, (node, heard) -> {
            if (heard.ejected()) {
                nodes.add(node.name());
            }
        });
        return nodes;
    }

    /** Other nodes' open connections by the node's name, as they last said; those at addresses it had before among them. */
    Map<String, Integer> connections(BackendKey key) {
        Map<String, Integer> counts = new TreeMap<>();
        neighbours.nodes().forEach(node -> counts.put(node.name(), 0));
        eachHeard(key, (node, heard) -> counts.put(node.name(), heard.connections() + heard.former()));
        return counts;
    }

    private void eachHeard(BackendKey key, BiConsumer<NodeId, Heard> each) {
        Subject subject = Subject.of(key);
        for (NodeId node : neighbours.nodes()) {
            Heard heard = neighbours.heard(node, subject);
            if (heard != null) {
                each.accept(node, heard);
            }
        }
    }

    private void sweep(long nowNanos) {
        swept = nowNanos;
        Collection<BackendKey> all = memory.state.plan().index().keySet();
        duties.only(memory.state.plan().index().keySet());
        hurried.keySet().retainAll(all);
        renewDuties(nowNanos);
        judge(all, nowNanos);
    }

    private void renewDuties(long nowNanos) {
        Map<String, HealthCheckSettings> checks = new HashMap<>();
        memory.state.pools().forEach((name, pool) -> checks.put(name, pool.healthCheck()));
        if (duties.renewed(checks, nowNanos)) {
            Subscriptions.renew(memory);
        }
    }

    private void judge(Collection<BackendKey> keys, long nowNanos) {
        Map<BackendKey, Ruling> changed = new HashMap<>();
        Map<BackendKey, Ruling> reworded = new HashMap<>();
        boolean other = false;
        for (BackendKey key : keys) {
            Defined defined = memory.state.plan().index().get(key);
            if (defined == null) {
                continue;
            }
            Jury.Case it = caseOf(key, defined, nowNanos);
            Ruling before = memory.state.ruling(key);
            Ruling next = rule(it, before, nowNanos);
            if (!next.meansTheSame(before)) {
                changed.put(key, next);
            } else if (!next.equals(before)) {
                reworded.put(key, next);
            }
            other |= duties.heard(key, it.check(), jury.others(it, nowNanos), nowNanos);
        }
        if (!reworded.isEmpty()) {
            // Shown from now on; no connection goes elsewhere for it, so no table is built.
            memory.state = memory.state.ruled(reworded);
        }
        if (!changed.isEmpty()) {
            memory.desk().takeIn();
            memory.state = memory.state.ruled(changed);
            memory.desk().note(changed.keySet(), false);
            if (changed.values().stream().anyMatch(Ruling::urgent)) {
                memory.desk().soon();
            } else {
                memory.desk().gather();
            }
        }
        if (other) {
            Subscriptions.renew(memory);
        }
    }

    private Jury.Case caseOf(BackendKey key, Defined defined, long nowNanos) {
        HealthCheckSettings check = defined.pool().healthCheck();
        ProbeReport own = memory.latest.get(key);
        boolean counts = own != null
                && duties.checks(key, check, nowNanos)
                && own.address().equals(memory.state.address(key.address()));
        return new Jury.Case(key, check, counts ? own : null, memory.state.judgedAfter(key));
    }

    private Ruling rule(Jury.Case it, Ruling before, long nowNanos) {
        if (!Duties.shared(it.check())) {
            return Ruling.NONE;
        }
        Verdict known = before.verdict();
        Verdict verdict = jury.verdict(it, known == null ? new Verdict(Health.UNKNOWN, "") : known, nowNanos);
        ProbeReport own = jury.fresh(it, nowNanos);
        if (verdict == null) {
            // Nobody else has a vote: our own checks speak for themselves, and without them what was so stays so.
            return own == null ? before : Ruling.NONE;
        }
        return new Ruling(verdict, verdict.health() == Health.UP && own != null && own.health() == Health.DOWN);
    }

    /** What there is to report now. */
    private Map<Subject, Line> lines(long nowNanos) {
        Map<Subject, Line> lines = new HashMap<>();
        RoutingTable table = wiring.table().current();
        for (PoolSettings pool : memory.state.pools().values()) {
            Subject all = Subject.of(pool.name());
            PoolRoute route = table.pool(pool.name());
            int connections = route == null ? 0 : route.connections();
            lines.put(all, new Line(connections, 0, 0, false, null, CheckHash.of(pool.healthCheck())));
            for (BackendView view : route == null ? List.<BackendView>of() : route.backends()) {
                Subject subject = Subject.of(view.key());
                Backend backend = view.backend();
                lines.put(
                        subject,
                        new Line(
                                backend == null ? 0 : backend.connections(),
                                table.formerConnections(view.key()),
                                backend == null || Off.is(backend.allowance()) ? 0 : backend.allowance(),
                                memory.state.ejections().contains(view.key()),
                                vote(view.key(), nowNanos),
                                0));
            }
        }
        return lines;
    }

    private @Nullable Said vote(BackendKey key, long nowNanos) {
        Defined defined = memory.state.plan().index().get(key);
        if (defined == null
                || !Duties.shared(defined.pool().healthCheck())
                || !duties.votes(key, defined.pool().healthCheck(), nowNanos)) {
            return null;
        }
        ProbeReport own = jury.fresh(caseOf(key, defined, nowNanos), nowNanos);
        if (own == null || own.health() == Health.UNKNOWN) {
            return null;
        }
        // A millisecond is short enough to tell two checks of a backend apart, and cheaper to send than a nanosecond.
        return new Said((own.sequence() >>> 20) & 0xFF_FFFF, own.health(), own.reason(), own.step());
    }

    /** What the others hold by their last word, and since then by what these are taken to have done. */
    private void load(long nowNanos, List<NodeId> alive) {
        double[] ages = new double[ClusterLoads.BEATS];
        for (NodeId node : alive) {
            long beats = (nowNanos - neighbours.heardNanos(node)) / BackendRegistry.BEAT.toNanos();
            ages[Math.clamp(beats, 0, ClusterLoads.BEATS - 1)] += 1.0 / alive.size();
        }
        loads.next();
        for (PoolRoute route : wiring.table().current().pools().values()) {
            List<Backend> backends = new ArrayList<>(route.backends().size());
            for (BackendView view : route.backends()) {
                Backend backend = view.backend();
                if (backend != null) {
                    backends.add(backend);
                }
            }
            loads.pool(backends, neighbours::connections, ages);
        }
    }

    private long now() {
        return wiring.clock().nanoTime();
    }
}
