package io.weir.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.balance.Cases;
import io.weir.model.AdminState;
import io.weir.model.BackendSpec;
import io.weir.model.Health;
import io.weir.model.HostPort;
import io.weir.model.Off;
import io.weir.model.PoolSettings;
import io.weir.probe.HandClock;
import io.weir.probe.HandTime;
import io.weir.registry.overrides.Entry;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerCodec;
import io.weir.registry.peer.PeerMessage;
import io.weir.registry.peer.PeerView;
import io.weir.registry.peer.Peers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three whole registries with a network between them that the test cuts. The replicated store is the test's. */
class IslandsOfRegistriesTest {
    private static final ActorTestKit KIT = ActorTestKit.create(HandTime.config());
    private static final HandTime TIME = HandTime.of(KIT.system());
    private static final PoolSettings WEB = Given.checked("web", Given.backend("a", 1001), Given.backend("b", 1002));
    private static final int NODES = 3;

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    /** One node's way to the others. */
    private static final class Wire implements Peers {
        final NodeId self;
        final List<Wire> all;
        final AtomicBoolean cut = new AtomicBoolean();
        /** What this node gave to the replicated store. */
        final List<Entry> said = new CopyOnWriteArrayList<>();

        RegistryBench bench;

        Wire(NodeId self, List<Wire> all) {
            this.self = self;
            this.all = all;
        }

        boolean reaches(Wire other) {
            return cut.get() == other.cut.get() && (!cut.get() || other == this);
        }

        @Override
        public void tell(NodeId to, PeerMessage message) {
            byte[] bytes = PeerCodec.bytes(message);
            for (Wire other : all) {
                if (other.self.equals(to) && reaches(other)) {
                    PeerMessage read = PeerCodec.message(bytes).orElseThrow();
                    other.bench.registry.tell(new BackendRegistry.FromPeer(self, read));
                }
            }
        }

        @Override
        public void replicate(List<Entry> entries) {
            said.addAll(entries);
        }

        PeerView view() {
            return new PeerView(
                    self,
                    all.stream()
                            .map(other -> new PeerView.Member(other.self, reaches(other)))
                            .toList());
        }
    }

    private static List<Wire> nodes() {
        HandClock clock = new HandClock(TIME);
        List<Wire> wires = new CopyOnWriteArrayList<>();
        for (int i = 1; i <= NODES; i++) {
            Wire wire = new Wire(FakePeers.node(i), wires);
            wire.bench = new RegistryBench(KIT, clock, "node-" + i);
            wires.add(wire);
        }
        for (Wire wire : wires) {
            wire.bench.configured(WEB);
            wire.bench.registry.tell(new BackendRegistry.PeersStarted(wire));
        }
        members(wires);
        return wires;
    }

    /** Everybody notices who can be reached. */
    private static void members(List<Wire> wires) {
        wires.forEach(wire -> wire.bench.registry.tell(new BackendRegistry.PeersChanged(wire.view())));
        quiet(wires);
    }

    /** The replicated store has told everybody what it could. */
    private static void gossip(List<Wire> wires) {
        for (Wire from : wires) {
            for (Wire to : wires) {
                if (from.reaches(to)) {
                    to.bench.registry.tell(new BackendRegistry.Merged(from.said));
                }
            }
        }
        quiet(wires);
    }

    /** Messages that cause messages have caused them. */
    private static void quiet(List<Wire> wires) {
        for (int i = 0; i < 4; i++) {
            wires.forEach(wire -> wire.bench.settle());
        }
    }

    private static void pass(List<Wire> wires, Duration time) {
        wires.getFirst().bench.clock.pass(time);
        quiet(wires);
    }

    private static Change any(SplittableRandom random) {
        String id = Cases.oneOf(random, new String[] {"a", "b", "c", "d"});
        Change.PatchBackend patch = Change.PatchBackend.of("web", id);
        return switch (random.nextInt(7)) {
            case 0 -> patch.weight(random.nextBoolean() ? null : random.nextInt(10));
            case 1 -> patch.state(new Change.Wish(Cases.oneOf(random, STATES), null));
            case 2 -> patch.healthOverride(random.nextBoolean() ? null : Health.DOWN);
            case 3 -> new Change.ClearOverrides("web", id);
            case 4 -> new Change.DeleteBackend("web", id, null, false);
            default ->
                new Change.PutBackend(
                        "web", id, new HostPort("127.0.0.1", 2000 + random.nextInt(3)), 1, Off.COUNT, false);
        };
    }

    private static final AdminState[] STATES = {AdminState.READY, AdminState.DRAINING, AdminState.MAINTENANCE};

    private static Map<String, String> etags(Wire wire) {
        Map<String, String> etags = new HashMap<>();
        wire.bench
                .settle()
                .pool("web")
                .backends()
                .forEach(backend -> etags.put(backend.key().toString(), backend.etag()));
        return etags;
    }

    private static List<BackendSpec> specs(Wire wire) {
        return wire.bench.table.current().pool("web").backends().stream()
                .map(backend -> backend.spec())
                .toList();
    }

    @Test
    @Tag("contract-8")
    void whateverWasSaidOnEitherSideAllAgreeAfterwards() {
        Cases.each(8, random -> {
            List<Wire> wires = nodes();
            for (int step = 0; step < 25; step++) {
                if (random.nextInt(5) == 0) {
                    wires.get(random.nextInt(NODES)).cut.set(random.nextBoolean());
                    members(wires);
                }
                Wire asked = wires.get(random.nextInt(NODES));
                asked.bench.registry.tell(
                        new BackendRegistry.Apply(any(random), Precondition.NONE, "test", asked.bench.replies()));
                quiet(wires);
                if (random.nextInt(6) == 0) {
                    gossip(wires);
                }
                if (random.nextInt(3) == 0) {
                    pass(wires, Duration.ofMillis(random.nextInt(700)));
                }
            }
            wires.forEach(wire -> wire.cut.set(false));
            members(wires);
            gossip(wires);
            // What was being removed is removed by now, in whichever node's stead.
            pass(wires, Departures.STEAD.plusSeconds(1));
            pass(wires, Departures.STEAD.plusSeconds(1));
            gossip(wires);
            for (Wire wire : wires) {
                assertThat(specs(wire)).isEqualTo(specs(wires.getFirst()));
                assertThat(etags(wire)).isEqualTo(etags(wires.getFirst()));
                assertThat(last(wire)).isEqualTo(last(wires.getFirst()));
            }
            wires.forEach(wire -> KIT.stop(wire.bench.registry));
        });
    }

    /** What is on a node's disk. */
    private static List<Entry> last(Wire wire) {
        List<Entry> none = new ArrayList<>();
        return wire.bench.disk.written.isEmpty()
                ? none
                : wire.bench.disk.written.stream().toList().getLast().sorted();
    }

    /** On either side of a cut, in either order: one asks for a backend's end and the other writes to it. */
    @Test
    void whatWasWrittenToABackendThatTheOtherSideRemovedIsAnEventOnAllNodes() {
        Change put = new Change.PutBackend("web", "c", new HostPort("127.0.0.1", 2000), 1, Off.COUNT, false);
        Change delete = new Change.DeleteBackend("web", "c", null, false);
        Change move = new Change.PutBackend("web", "c", new HostPort("127.0.0.1", 2001), 1, Off.COUNT, false);
        Change weight = Change.PatchBackend.of("web", "c").weight(7);
        Change state = Change.PatchBackend.of("web", "c").state(new Change.Wish(AdminState.DRAINING, null));
        Cases.each(16, random -> {
            List<Wire> wires = nodes();
            said(wires.getFirst(), put, "founder");
            if (random.nextBoolean()) {
                said(wires.getFirst(), Change.PatchBackend.of("web", "c").weight(3), "founder");
            }
            pass(wires, Duration.ofSeconds(1));
            Wire cut = wires.get(random.nextInt(NODES));
            cut.cut.set(true);
            members(wires);
            Wire whole = wires.get((wires.indexOf(cut) + 1) % NODES);
            boolean removesFirst = random.nextBoolean();
            Change removal = random.nextBoolean() ? delete : move;
            Wire removes = random.nextBoolean() ? cut : whole;
            Wire writes = removes == cut ? whole : cut;
            if (removesFirst) {
                said(removes, removal, "remover");
            }
            pass(wires, Duration.ofSeconds(1));
            said(writes, weight, "writer");
            said(writes, state, "writer");
            pass(wires, Duration.ofSeconds(1));
            if (!removesFirst) {
                said(removes, removal, "remover");
            }
            pass(wires, Departures.STEAD);
            cut.cut.set(false);
            members(wires);
            gossip(wires);
            pass(wires, Losses.HOLD);
            for (Wire wire : wires) {
                assertThat(wire.bench.events("override-lost"))
                        .extracting(event -> event.details().get("field") + " "
                                + event.details().get("lost") + " by "
                                + event.details().get("lostBy") + ": "
                                + event.details().get("holds") + " by "
                                + event.details().get("by"))
                        .containsExactlyInAnyOrder(
                                "weight 7 by writer: removed by remover",
                                "state {\"state\":\"draining\"} by writer: removed by remover");
            }
            wires.forEach(wire -> KIT.stop(wire.bench.registry));
        });
    }

    private static void said(Wire at, Change change, String by) {
        at.bench.registry.tell(new BackendRegistry.Apply(change, Precondition.NONE, by, "", at.bench.replies()));
        quiet(at.all);
    }

    @Test
    void anAnsweredChangeIsInTheTablesOfAllWhoAreNotNamed() {
        Cases.each(8, random -> {
            List<Wire> wires = nodes();
            Wire cut = wires.get(random.nextInt(NODES));
            cut.cut.set(true);
            members(wires);
            Wire asked = wires.get(random.nextInt(NODES));
            int weight = random.nextInt(2, 1000);
            asked.bench.ask(Change.PatchBackend.of("web", "a").weight(weight));
            quiet(wires);
            var done = (ChangeReply.Done) asked.bench.answer();
            for (Wire wire : wires) {
                boolean acts = specs(wire).getFirst().weight() == weight;
                assertThat(acts).isEqualTo(!done.unconfirmed().contains(wire.self.name()));
                assertThat(acts).isEqualTo(asked.reaches(wire));
            }
            wires.forEach(wire -> KIT.stop(wire.bench.registry));
        });
    }
}
