package io.weir.registry;

import io.weir.balance.Backend;
import io.weir.balance.Lease;
import io.weir.model.BackendKey;
import io.weir.model.Health;
import io.weir.model.HostPort;
import io.weir.model.PoolSettings;
import io.weir.model.ProbeTarget;
import io.weir.observe.Journal;
import io.weir.observe.Meters;
import io.weir.probe.HandClock;
import io.weir.probe.HandTime;
import io.weir.registry.overrides.Entry;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerCodec;
import io.weir.registry.peer.PeerMessage;
import io.weir.registry.peer.PeerView;
import io.weir.registry.peer.Peers;
import io.weir.routing.BackendView;
import io.weir.routing.Choice;
import io.weir.routing.TableRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Several nodes' registries that reach each other through memory, as bytes; their checks find what a test says is so. Time
 * passes by hand, half a second at a time, and a backend is checked once a second.
 */
final class Registries {
    private static final Duration STEP = Duration.ofMillis(500);
    private static final int STEPS_A_CHECK = 2;

    private final ActorTestKit kit;
    private final HandClock clock;
    private final TestProbe<RegistryView> views;
    private final List<Node> nodes = new ArrayList<>();
    private final Set<Node> silenced = ConcurrentHashMap.newKeySet();
    private final Map<BackendKey, Health> truth = new ConcurrentHashMap<>();
    private int steps;
    int checksMade;

    Registries(ActorTestKit kit, HandTime time) {
        this.kit = kit;
        clock = new HandClock(time);
        views = kit.createTestProbe();
    }

    /** So many nodes of one file that know each other. */
    Registries of(int count, PoolSettings... pools) {
        for (int i = 0; i < count; i++) {
            add(pools);
        }
        meet(nodes);
        return this;
    }

    Node add(PoolSettings... pools) {
        Node node = new Node(nodes.size());
        nodes.add(node);
        node.registry.tell(new BackendRegistry.ProbesStarted(node));
        node.registry.tell(new BackendRegistry.Configure(Given.pools(pools)));
        node.registry.tell(new BackendRegistry.PeersStarted(node));
        return node;
    }

    Node node(int index) {
        return nodes.get(index);
    }

    List<Node> nodes() {
        return nodes;
    }

    /** These are members of one cluster from now on. */
    void meet(List<Node> members) {
        for (Node node : members) {
            node.registry.tell(new BackendRegistry.PeersChanged(new PeerView(
                    node.id,
                    members.stream()
                            .map(member -> new PeerView.Member(member.id, true))
                            .toList())));
        }
        settle();
    }

    /** Nothing that it sends arrives any more, and it checks nothing. */
    void silence(Node node) {
        silenced.add(node);
    }

    /** Every check of every node finds the backend so. */
    void is(BackendKey key, Health health) {
        truth.put(key, health);
    }

    /** It is heard again. */
    void speak(Node node) {
        silenced.remove(node);
    }

    void pass(Duration time) {
        for (long left = time.toMillis(); left > 0; left -= STEP.toMillis()) {
            clock.pass(STEP);
            steps++;
            for (Node node : nodes) {
                if (!silenced.contains(node)) {
                    node.check(steps);
                }
            }
            settle();
        }
    }

    /** How long, in steps, until all that are left see the backend so. */
    Duration until(BackendKey key, Health health, Duration atMost) {
        for (Duration waited = Duration.ZERO; waited.compareTo(atMost) <= 0; waited = waited.plus(STEP)) {
            if (nodes.stream()
                    .filter(node -> !silenced.contains(node))
                    .allMatch(node -> node.in(key).health() == health)) {
                return waited;
            }
            pass(STEP);
        }
        throw new AssertionError(key + " is not " + health + " everywhere after " + atMost);
    }

    private void settle() {
        for (int round = 0; round < 2; round++) {
            nodes.forEach(node -> node.registry.tell(new BackendRegistry.GetView(views.getRef())));
            nodes.forEach(node -> views.receiveMessage());
        }
    }

    /** How many nodes check each backend. */
    Map<BackendKey, Integer> watched() {
        Map<BackendKey, Integer> counts = new HashMap<>();
        for (Node node : nodes) {
            if (!silenced.contains(node)) {
                node.targets.forEach(target -> counts.merge(target.key(), 1, Integer::sum));
            }
        }
        return counts;
    }

    /** One of them. */
    final class Node implements Peers, Probes {
        final NodeId id;
        final TableRef table = new TableRef();
        final Journal journal;
        final Meters meters = new Meters(1);
        final ActorRef<BackendRegistry.Command> registry;
        final List<BackendKey> hurried = new ArrayList<>();
        final Map<BackendKey, Health> seesOtherwise = new HashMap<>();
        volatile List<ProbeTarget> targets = List.of();
        private final int number;

        Node(int number) {
            this.number = number;
            journal = new Journal("n" + number, number, 1000, event -> {});
            id = new NodeId(100 + number, "n" + number, new HostPort("10.0.0." + number, 17355));
            registry = kit.spawn(BackendRegistry.create(
                    new RegistryWiring(id.name(), table, journal, meters, clock, new SplittableRandom(number))));
        }

        @Override
        public void tell(NodeId to, PeerMessage message) {
            byte[] bytes = PeerCodec.bytes(message);
            if (!silenced.contains(this)) {
                nodes.stream()
                        .filter(node -> node.id.equals(to) && !silenced.contains(node))
                        .forEach(node -> node.registry.tell(new BackendRegistry.FromPeer(
                                id, PeerCodec.message(bytes).orElseThrow())));
            }
        }

        @Override
        public void replicate(List<Entry> entries) {}

        @Override
        public void watch(List<ProbeTarget> next) {
            targets = next;
        }

        @Override
        public void hurry(BackendKey key) {
            hurried.add(key);
        }

        void check(int step) {
            for (ProbeTarget target : targets) {
                // Not all at once: every other node half a second later.
                if ((step + number) % STEPS_A_CHECK == 0) {
                    checksMade++;
                    Health health =
                            seesOtherwise.getOrDefault(target.key(), truth.getOrDefault(target.key(), Health.UP));
                    registry.tell(
                            new BackendRegistry.ProbeChanged(Given.report(target.key(), clock.nanoTime(), health)));
                }
            }
        }

        RegistryView view() {
            registry.tell(new BackendRegistry.GetView(views.getRef()));
            return views.receiveMessage();
        }

        RegistryView.Backend shown(BackendKey key) {
            return Objects.requireNonNull(
                    Objects.requireNonNull(view().pool(key.pool())).backend(key.id()));
        }

        BackendView in(BackendKey key) {
            return Objects.requireNonNull(table.current().pool(key.pool())).backends().stream()
                    .filter(view -> view.key().equals(key))
                    .findFirst()
                    .orElseThrow();
        }

        Backend backend(BackendKey key) {
            return Objects.requireNonNull(in(key).backend());
        }

        boolean watches(BackendKey key) {
            return targets.stream().anyMatch(target -> target.key().equals(key));
        }

        /** A connection through this node, to whichever backend the choice falls on. */
        Lease connect(String pool) {
            Choice choice =
                    Objects.requireNonNull(table.current().pool(pool)).choose(1, List.of(), new SplittableRandom(1), 0);
            return ((Choice.Leased) choice).lease();
        }
    }

    /** Those that check a backend. */
    Set<Node> watching(BackendKey key) {
        Set<Node> watching = new HashSet<>();
        nodes.stream().filter(node -> node.watches(key)).forEach(watching::add);
        return watching;
    }
}
