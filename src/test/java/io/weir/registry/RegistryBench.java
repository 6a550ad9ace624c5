package io.weir.registry;

import io.weir.model.BackendKey;
import io.weir.model.PoolSettings;
import io.weir.model.ProbeTarget;
import io.weir.observe.Event;
import io.weir.observe.Journal;
import io.weir.observe.Meters;
import io.weir.probe.HandClock;
import io.weir.routing.BackendView;
import io.weir.routing.RoutingTable;
import io.weir.routing.TableRef;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;

/** A registry with everything around it in the test's hand. */
final class RegistryBench implements Probes {
    final TableRef table = new TableRef();
    final Journal journal = new Journal(100, event -> {});
    final Meters meters = new Meters(1);
    final HandClock clock;
    final ActorRef<BackendRegistry.Command> registry;
    final TestProbe<NameResolver.Command> names;
    final Queue<List<ProbeTarget>> watched = new ConcurrentLinkedQueue<>();
    final Queue<BackendKey> hurried = new ConcurrentLinkedQueue<>();
    /** Makes the next hurry fail, and with it the registry. */
    volatile RuntimeException fault;

    private final TestProbe<RegistryView> views;

    RegistryBench(ActorTestKit kit, ManualTime time) {
        clock = new HandClock(time);
        registry = kit.spawn(BackendRegistry.create(
                new RegistryWiring("node-1", table, journal, meters, clock, new SplittableRandom(1))));
        names = kit.createTestProbe();
        views = kit.createTestProbe();
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
        return views.receiveMessage();
    }

    RegistryView.Backend backend(String pool, String id) {
        return settle().pool(pool).backend(id);
    }

    RegistryView tell(BackendRegistry.Command command) {
        registry.tell(command);
        return settle();
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
        return journal.recent().stream()
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
