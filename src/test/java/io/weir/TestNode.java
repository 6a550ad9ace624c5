package io.weir;

import io.weir.kit.Loopback;
import io.weir.kit.Patience;
import io.weir.model.ClusterSettings;
import io.weir.model.HostPort;
import io.weir.observe.Event;
import io.weir.observe.Journal;
import io.weir.observe.NanoClock;
import io.weir.registry.cluster.Bridge;
import io.weir.registry.overrides.Entry;
import io.weir.registry.overrides.Overrides;
import io.weir.registry.peer.NodeFacts;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerMessage;
import io.weir.registry.peer.PeerView;
import io.weir.registry.peer.Peers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.remote.RemoteActorRefProvider;
import org.apache.pekko.remote.RemoteTransport;
import org.apache.pekko.remote.artery.ArteryTransport;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * One control plane of several in this JVM, with a registry that only notes what it is told. Times are a fraction of the real
 * ones. It can be cut off from others, which holds for the control planes that take its place too.
 */
final class TestNode implements Bridge, AutoCloseable {
    private static final String HASTE = """
            pekko {
              remote.artery.advanced.test-mode = on
              cluster {
                gossip-interval = 200ms
                leader-actions-interval = 200ms
                failure-detector { heartbeat-interval = 300ms, acceptable-heartbeat-pause = 3s, expected-response-after = 300ms }
                split-brain-resolver.stable-after = 2s
                distributed-data.gossip-interval = 500ms
              }
            }
            """;

    /** Deprecated as a transport, and still the words in which Artery's test mode is told what to drop. */
    private static final String THROTTLER = "org.apache.pekko.remote.transport.ThrottlerTransportAdapter";

    final String name;
    final HostPort address;
    final List<PeerMessage> inbox = new CopyOnWriteArrayList<>();
    final List<NodeId> senders = new CopyOnWriteArrayList<>();

    /** What each control plane that was a member of something said last of who the members are. */
    final List<PeerView> partings = new CopyOnWriteArrayList<>();

    private final Journal journal = new Journal("test", 1, 1000, event -> {});
    private final List<HostPort> cutFrom = new CopyOnWriteArrayList<>();
    private final ClusterPlane plane;
    private final Thread cutter;
    private volatile @Nullable Peers peers;
    private volatile @Nullable PeerView view;
    private volatile Overrides overrides = Overrides.NONE;
    private final AtomicInteger stops = new AtomicInteger();
    private volatile boolean closed;

    /** How many control planes began to look for others, and whether the first had its port then. */
    final AtomicInteger looks = new AtomicInteger();

    volatile boolean portAtFirstLook;

    private TestNode(
            String name, HostPort address, String cluster, List<HostPort> seeds, String pekko, NanoClock clock) {
        this.name = name;
        this.address = address;
        plane = new ClusterPlane(new ClusterPlaneWiring(
                name,
                new ClusterSettings(cluster, address, null, seeds),
                new HostPort("127.0.0.1", 7626),
                HASTE + pekko,
                this,
                () -> new NodeFacts("1", 1000, name.length(), "hash-of-" + name, Map.of()),
                this::looking,
                journal,
                clock));
        cutter = Thread.ofVirtual().start(this::keepCut);
    }

    private void looking() {
        if (looks.incrementAndGet() == 1) {
            portAtFirstLook = plane.system() != null;
        }
    }

    /** A node that is not started. */
    static TestNode of(String name, HostPort address, List<HostPort> seeds) {
        return new TestNode(name, address, "weir", seeds, "", NanoClock.system());
    }

    /** A node that is not started, with further settings of Pekko's. */
    static TestNode with(String pekko, String name, HostPort address, List<HostPort> seeds) {
        return new TestNode(name, address, "weir", seeds, pekko, NanoClock.system());
    }

    static TestNode of(String name, HostPort address, String cluster, List<HostPort> seeds) {
        return new TestNode(name, address, cluster, seeds, "", NanoClock.system());
    }

    /** A node that is not started, by a clock of the test's. */
    static TestNode with(NanoClock clock, String name, HostPort address) {
        return new TestNode(name, address, "weir", List.of(), "", clock);
    }

    /** Ports of 127.0.0.1 that are free at the moment. */
    static List<HostPort> addresses(int count) {
        return Loopback.lastingPorts(count).stream()
                .map(port -> new HostPort("127.0.0.1", port))
                .toList();
    }

    TestNode start() {
        plane.start();
        return this;
    }

    /** Waits until these and no others are the members this node sees, all of them reachable. */
    void awaitMembers(int seconds, TestNode... nodes) {
        List<String> names =
                List.of(nodes).stream().map(node -> node.name).sorted().toList();
        Patience.until(name + " to see " + names, seconds).until(() -> {
            PeerView seen = view;
            return seen != null
                    && seen.members().stream().allMatch(PeerView.Member::reachable)
                    && seen.members().stream()
                            .map(member -> member.id().name())
                            .sorted()
                            .toList()
                            .equals(names);
        });
    }

    /** All of them see all of them. */
    static void awaitOneCluster(int seconds, TestNode... nodes) {
        for (TestNode node : nodes) {
            node.awaitMembers(seconds, nodes);
        }
    }

    PeerView view() {
        PeerView seen = view;
        if (seen == null) {
            throw new AssertionError(name + " is a member of nothing");
        }
        return seen;
    }

    boolean isMember() {
        return view != null;
    }

    Peers peers() {
        Peers way = peers;
        if (way == null) {
            throw new AssertionError(name + " has no way to others");
        }
        return way;
    }

    Overrides overrides() {
        return overrides;
    }

    /** How many control planes of this node have ended. */
    int stops() {
        return stops.get();
    }

    ClusterPlane plane() {
        return plane;
    }

    List<String> events() {
        return journal.recent().stream().map(Event::type).toList();
    }

    Event event(String type) {
        return journal.recent().stream()
                .filter(event -> event.type().equals(type))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " has no event " + type + " but " + events()));
    }

    /** Ends the control plane's actor system as a fault would; another one takes its place. */
    void crash() {
        ActorSystem<?> system = plane.system();
        if (system != null) {
            system.terminate();
        }
    }

    /** Artery has nothing to do any more with that incarnation of another one, as after a system message that did not get there. */
    void quarantine(TestNode other) {
        ActorSystem<?> system = Objects.requireNonNull(plane.system());
        transport(system)
                .quarantine(
                        pekko(other.address), Option.apply(other.view().self().uid()), "a test");
    }

    /** Artery has nothing to do any more with that incarnation of another one, which it takes for ended in good order. */
    void hasDoneWith(TestNode other) {
        ActorSystem<?> system = Objects.requireNonNull(plane.system());
        ((ArteryTransport) transport(system))
                .quarantine(
                        pekko(other.address), Option.apply(other.view().self().uid()), "a test", true);
    }

    private static RemoteTransport transport(ActorSystem<?> system) {
        return ((RemoteActorRefProvider) ((ExtendedActorSystem) system.classicSystem()).provider()).transport();
    }

    private static Address pekko(HostPort at) {
        return new Address("pekko", "weir", at.host(), at.port());
    }

    /** Nothing goes either way between these groups. */
    static void cut(List<TestNode> some, List<TestNode> others) {
        for (TestNode one : some) {
            for (TestNode other : others) {
                one.cutFrom.add(other.address);
                other.cutFrom.add(one.address);
            }
        }
        List<TestNode> all = new ArrayList<>(some);
        all.addAll(others);
        all.forEach(node -> node.throttle(node.plane.system(), "blackholeThrottleMode"));
    }

    /** As if there had never been a cut. */
    static void heal(TestNode... nodes) {
        for (TestNode node : nodes) {
            node.throttle(node.plane.system(), "unthrottledThrottleMode");
            node.cutFrom.clear();
        }
    }

    @SuppressWarnings("ReferenceEquality") // Another actor system is another one, whatever it says of itself
    private void keepCut() {
        ActorSystem<?> known = null;
        while (!closed) {
            ActorSystem<?> now = plane.system();
            if (now != known && now != null && !cutFrom.isEmpty()) {
                throttle(now, "blackholeThrottleMode");
            }
            known = now;
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
    }

    private void throttle(@Nullable ActorSystem<?> system, String mode) {
        if (system == null) {
            return;
        }
        try {
            Object both = Class.forName(THROTTLER + "$Direction$Both$")
                    .getField("MODULE$")
                    .get(null);
            Object how = Class.forName(THROTTLER).getMethod(mode).invoke(null);
            for (HostPort other : cutFrom) {
                Object command = Class.forName(THROTTLER + "$SetThrottle")
                        .getConstructors()[0]
                        .newInstance(pekko(other), both, how);
                transport(system).managementCommand(command);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void started(Peers way) {
        peers = way;
        way.replicate(overrides.sorted());
    }

    @Override
    public void changed(PeerView now) {
        view = now;
    }

    @Override
    public void from(NodeId node, PeerMessage message) {
        senders.add(node);
        inbox.add(message);
    }

    @Override
    public void merged(List<Entry> entries) {
        overrides = overrides.merge(entries).next();
    }

    /** Says something at run time on this node. */
    void say(List<Entry> entries) {
        overrides = overrides.merge(entries).next();
        Peers way = peers;
        if (way != null) {
            way.replicate(entries);
        }
    }

    @Override
    public void stopped() {
        PeerView last = view;
        if (last != null) {
            partings.add(last);
        }
        view = null;
        peers = null;
        stops.incrementAndGet();
    }

    void leave() {
        try {
            plane.stop(Duration.ofSeconds(10), () -> {});
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        cutter.interrupt();
        try {
            plane.stop(Duration.ofMillis(1), () -> {});
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
