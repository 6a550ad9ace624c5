package io.weir.registry;

import io.weir.kit.Patience;
import io.weir.model.AdminState;
import io.weir.model.BackendKey;
import io.weir.model.Door;
import io.weir.model.PoolSettings;
import io.weir.model.ProbeTarget;
import io.weir.observe.Event;
import io.weir.observe.Journal;
import io.weir.observe.Kept;
import io.weir.observe.Meters;
import io.weir.probe.HandClock;
import io.weir.probe.HandTime;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerMessage;
import io.weir.registry.peer.PeerView;
import io.weir.routing.BackendView;
import io.weir.routing.RoutingTable;
import io.weir.routing.TableRef;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;

/** A registry with everything around it in the test's hand. */
final class RegistryBench implements Probes, Closings {
    final TableRef table = new TableRef();
    final Journal journal;
    final Meters meters = new Meters(1);
    final HandClock clock;
    final FakeDisk disk = new FakeDisk();
    final FakePeers peers = new FakePeers();
    /** What was asked of the data plane. */
    final Queue<String> closed = new ConcurrentLinkedQueue<>();

    final ActorRef<BackendRegistry.Command> registry;
    final TestProbe<NameResolver.Command> names;
    final Queue<List<ProbeTarget>> watched = new ConcurrentLinkedQueue<>();
    final Queue<BackendKey> hurried = new ConcurrentLinkedQueue<>();
    /** This node's listeners. */
    volatile List<Door> doors = List.of();

    /** Makes the next hurry fail, and with it the registry. */
    volatile RuntimeException fault;

    private final AtomicInteger exchanges = new AtomicInteger();
    private final TestProbe<RegistryView> views;
    private final TestProbe<ChangeReply> replies;

    RegistryBench(ActorTestKit kit, HandTime time) {
        this(kit, new HandClock(time));
    }

    /** One of several that share a clock. */
    RegistryBench(ActorTestKit kit, HandClock shared) {
        this(kit, shared, "node-1");
    }

    RegistryBench(ActorTestKit kit, HandClock shared, String node) {
        clock = shared;
        journal = new Journal(node, node.hashCode(), 1000, event -> {});
        registry = kit.spawn(BackendRegistry.create(new RegistryWiring(
                node,
                table,
                journal,
                meters,
                clock,
                new SplittableRandom(1),
                disk,
                this,
                (name, json) -> json.matches("\\{ *}")
                        ? new PoolText.Good(Given.checked(name))
                        : new PoolText.Bad(List.of("not understood"), false),
                false,
                () -> doors,
                exchanges::incrementAndGet)));
        names = kit.createTestProbe();
        views = kit.createTestProbe();
        replies = kit.createTestProbe();
    }

    /** How often it said that it had read all another member holds. */
    int exchanges() {
        return exchanges.get();
    }

    /** With checks and resolver that have announced themselves. */
    RegistryBench subscribed() {
        registry.tell(new BackendRegistry.ProbesStarted(this));
        registry.tell(new BackendRegistry.NamesStarted(names.getRef()));
        return this;
    }

    RegistryBench configured(PoolSettings... pools) {
        registry.tell(new BackendRegistry.Configure(Given.pools(pools)));
        settle();
        return this;
    }

    /** Waits until all that was sent, and what it made the registry send to itself, is done. */
    RegistryView settle() {
        view();
        return view();
    }

    private RegistryView view() {
        registry.tell(new BackendRegistry.GetView(views.getRef()));
        return views.receiveMessage(Patience.seconds(15));
    }

    RegistryView.Backend backend(String pool, String id) {
        return settle().pool(pool).backend(id);
    }

    RegistryView tell(BackendRegistry.Command command) {
        registry.tell(command);
        return settle();
    }

    /** As an operator. */
    ChangeReply change(Change change) {
        return change(change, Precondition.NONE);
    }

    ChangeReply change(Change change, Precondition condition) {
        registry.tell(new BackendRegistry.Apply(change, condition, "test", replies.getRef()));
        settle();
        return replies.receiveMessage(Patience.seconds(15));
    }

    ChangeReply state(String pool, String id, AdminState state) {
        return change(Change.PatchBackend.of(pool, id).state(new Change.Wish(state, null)));
    }

    /** As an operator who does not wait for the answer. */
    void ask(Change change) {
        registry.tell(new BackendRegistry.Apply(change, Precondition.NONE, "test", replies.getRef()));
        settle();
    }

    ActorRef<ChangeReply> replies() {
        return replies.getRef();
    }

    ChangeReply answer() {
        return answer(15);
    }

    /** Waited for that long, stretched. */
    ChangeReply answer(double seconds) {
        return replies.receiveMessage(Patience.seconds(seconds));
    }

    void unanswered() {
        settle();
        replies.expectNoMessage(Duration.ofMillis(20));
    }

    /** A control plane has started that knows these members. */
    RegistryBench members(PeerView view) {
        registry.tell(new BackendRegistry.PeersStarted(peers));
        registry.tell(new BackendRegistry.PeersChanged(view));
        settle();
        return this;
    }

    void from(NodeId node, PeerMessage message) {
        tell(new BackendRegistry.FromPeer(node, message));
    }

    RoutingTable pass(Duration time) {
        clock.pass(time);
        settle();
        return table.current();
    }

    BackendView inTable(String pool, int index) {
        return table.current().pool(pool).backends().get(index);
    }

    List<Event> events(String type) {
        return journal.own(0, 1000).stream()
                .map(Kept::event)
                .filter(event -> event.type().equals(type))
                .toList();
    }

    List<ProbeTarget> lastWatched() {
        List<ProbeTarget> last = List.of();
        for (List<ProbeTarget> targets : watched) {
            last = targets;
        }
        return last;
    }

    @Override
    public void reset(BackendKey key) {
        closed.add("reset " + key);
    }

    @Override
    public void drain(BackendKey key) {
        closed.add("drain " + key);
    }

    @Override
    public void watch(List<ProbeTarget> targets) {
        watched.add(targets);
    }

    @Override
    public void hurry(BackendKey key) {
        RuntimeException now = fault;
        if (now != null) {
            fault = null;
            throw now;
        }
        hurried.add(key);
    }
}
