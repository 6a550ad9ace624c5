package io.weir.registry;

import io.weir.balance.Lease;
import io.weir.model.BackendKey;
import io.weir.model.Health;
import io.weir.model.ProbeTarget;
import io.weir.observe.NanoClock;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerCodec;
import io.weir.registry.peer.PeerMessage;
import io.weir.registry.peer.Peers;
import io.weir.registry.peer.ReportPart;
import io.weir.routing.Choice;
import io.weir.routing.PoolRoute;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Registries without actors that reach each other through memory, as bytes, on one clock and one thread. Their checks find
 * every backend up, and reports may get lost or come late.
 */
final class BareCluster implements NanoClock {
    private static final int STEP_MILLIS = 100;
    private static final int CHECK_STEPS = 20;

    final List<Member> members = new ArrayList<>();
    private final Map<NodeId, Member> byId = new LinkedHashMap<>();
    private final SplittableRandom random = new SplittableRandom(7);
    private long steps = 10_000;
    private long bytes;

    /** Of a hundred reports so many get lost, or come after later ones. */
    int faultPercent;

    BareCluster(int nodes, int backends) {
        CrowdedWorld names = new CrowdedWorld(nodes, backends, false);
        names.nodes.forEach(node -> {
            Member member = new Member(node, names);
            members.add(member);
            byId.put(node, member);
        });
        members.forEach(member -> member.registry.meet(names.nodes, member));
    }

    /** Reports' bytes a second that all nodes send. */
    double run(int seconds) {
        long before = bytes;
        for (int i = 0; i < seconds * 1000 / STEP_MILLIS; i++) {
            step(members);
        }
        return (bytes - before) / (double) seconds;
    }

    /** Time passes for all, and those act that are not held up. */
    void step(List<Member> awake) {
        steps++;
        awake.forEach(Member::step);
    }

    @Override
    public long nanoTime() {
        return epochMillis() * 1_000_000;
    }

    @Override
    public long epochMillis() {
        return steps * STEP_MILLIS;
    }

    private record Sent(NodeId from, PeerMessage message) {}

    /** One of them. */
    final class Member implements Peers, Probes {
        final BareRegistry registry;
        List<ProbeTarget> targets = List.of();
        private final Deque<Sent> inbox = new ArrayDeque<>();
        private final Deque<Sent> late = new ArrayDeque<>();
        private final Deque<Lease> leases = new ArrayDeque<>();

        Member(NodeId id, CrowdedWorld names) {
            registry = new BareRegistry(id, BareCluster.this, names.pool);
            Subscriptions.begin(registry.memory, new BackendRegistry.ProbesStarted(this));
        }

        void step() {
            for (ProbeTarget target : targets) {
                if ((steps + target.key().hashCode() + registry.id.uid()) % CHECK_STEPS == 0) {
                    registry.intake.probed(Given.report(target.key(), nanoTime(), Health.UP));
                }
            }
            for (int waiting = inbox.size(); waiting > 0; waiting--) {
                hear(inbox.remove());
            }
            for (int waiting = late.size(); waiting > 0; waiting--) {
                if (random.nextInt(3) == 0) {
                    hear(late.remove());
                }
            }
            registry.beatNow();
            registry.rebuildIfWanted();
        }

        private void hear(Sent sent) {
            registry.memory.fromPeer(sent.from, sent.message);
        }

        @Override
        public void tell(NodeId to, PeerMessage message) {
            byte[] sent = PeerCodec.bytes(message);
            Member member = Objects.requireNonNull(byId.get(to));
            Deque<Sent> where = member.inbox;
            if (message instanceof ReportPart) {
                bytes += sent.length;
                if (random.nextInt(100) < faultPercent) {
                    where = random.nextBoolean() ? member.late : new ArrayDeque<>();
                }
            }
            where.add(new Sent(registry.id, PeerCodec.message(sent).orElseThrow()));
        }

        @Override
        public void watch(List<ProbeTarget> next) {
            targets = next;
        }

        @Override
        public void hurry(BackendKey key) {}

        /** One connection more, or another one. */
        void connect() {
            if (pool().choose(1, List.of(), random, nanoTime()) instanceof Choice.Leased leased) {
                leases.add(leased.lease());
                if (leases.size() > 5) {
                    leases.remove().close();
                }
            }
        }

        /** This node's connections by backend. */
        Map<BackendKey, Integer> connections() {
            Map<BackendKey, Integer> counts = new LinkedHashMap<>();
            pool().backends()
                    .forEach(view -> counts.put(
                            view.key(), Objects.requireNonNull(view.backend()).connections()));
            return counts;
        }

        private PoolRoute pool() {
            return Objects.requireNonNull(registry.table.current().pool("web"));
        }
    }
}
