package io.weir.registry;

import static io.weir.registry.FakePeers.node;
import static io.weir.registry.FakePeers.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.AdminState;
import io.weir.model.BackendKey;
import io.weir.model.BackendSpec;
import io.weir.model.HostPort;
import io.weir.model.Off;
import io.weir.observe.Inventory;
import io.weir.probe.HandTime;
import io.weir.registry.overrides.Entry;
import io.weir.registry.overrides.Field;
import io.weir.registry.overrides.Stamp;
import io.weir.registry.peer.ClockTell;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerView;
import io.weir.registry.peer.Push;
import io.weir.registry.peer.PushAck;
import io.weir.registry.peer.StateAsk;
import io.weir.registry.peer.StatePart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What one registry tells the others of changes, and does with what they tell. */
class ReplicationTest {
    private static final ActorTestKit KIT = ActorTestKit.create(HandTime.config());
    private static final HandTime TIME = HandTime.of(KIT.system());

    private static final BackendSpec A = Given.backend("a", 1001);
    private static final BackendKey KEY_A = Given.key("web", A);
    private static final Field WEIGHT = Field.of(KEY_A, Field.WEIGHT);
    private static final NodeId TWO = node(2);
    private static final NodeId THREE = node(3);
    private static final Change HEAVIER = Change.PatchBackend.of("web", "a").weight(7);

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private static RegistryBench bench(PeerView members) {
        RegistryBench bench = new RegistryBench(KIT, TIME).subscribed();
        bench.tell(new BackendRegistry.Restore(List.of()));
        return bench.configured(Given.checked("web", A)).members(members);
    }

    private static Entry weight(long time, long node, int weight) {
        return new Entry(WEIGHT, new Stamp(time, node), Stamp.NONE, Integer.toString(weight), "other", time);
    }

    private static void acknowledge(RegistryBench bench, NodeId node) {
        bench.from(node, new PushAck(bench.peers.last(node, Push.class).id()));
    }

    private static int weight(RegistryBench bench) {
        return bench.inTable("web", 0).spec().weight();
    }

    @Test
    void aWriteActsAtOnceAndIsAnsweredWhenAllMembersActOnIt() {
        RegistryBench bench = bench(view(2, TWO, THREE));
        bench.ask(HEAVIER);
        assertThat(weight(bench)).isEqualTo(7);
        acknowledge(bench, TWO);
        bench.unanswered();
        acknowledge(bench, THREE);
        assertThat(bench.answer()).isInstanceOfSatisfying(ChangeReply.Done.class, done -> {
            assertThat(done.unconfirmed()).isEmpty();
            assertThat(done.durable()).isTrue();
        });
        assertThat(bench.peers.replicated.stream().flatMap(List::stream))
                .extracting(Entry::field)
                .containsExactly(WEIGHT);
    }

    @Test
    void aWriteIsNotAnsweredBeforeItIsOnDisk() {
        RegistryBench bench = bench(view(1, TWO));
        bench.disk.slow = true;
        bench.ask(HEAVIER);
        acknowledge(bench, TWO);
        bench.unanswered();
        bench.disk.finish();
        assertThat(bench.answer()).isInstanceOf(ChangeReply.Done.class);
    }

    @Test
    void whoDoesNotAnswerInTimeOrCannotBeReachedIsNamed() {
        RegistryBench bench = bench(view(1, TWO, THREE));
        bench.ask(HEAVIER);
        assertThat(bench.peers.to(THREE, Push.class)).isEmpty();
        bench.pass(Replication.PATIENCE.minus(BackendRegistry.BEAT));
        bench.unanswered();
        bench.pass(BackendRegistry.BEAT.multipliedBy(2));
        assertThat(bench.answer())
                .isInstanceOfSatisfying(
                        ChangeReply.Done.class,
                        done -> assertThat(done.unconfirmed()).containsExactlyInAnyOrder("node-2", "node-3"));
    }

    @Test
    void whoLeavesIsNotWaitedForAndWithoutAControlPlaneNobodyIs() {
        RegistryBench bench = bench(view(2, TWO, THREE));
        bench.ask(HEAVIER);
        acknowledge(bench, TWO);
        bench.tell(new BackendRegistry.PeersChanged(view(1, TWO)));
        assertThat(((ChangeReply.Done) bench.answer()).unconfirmed()).isEmpty();
        bench.ask(HEAVIER);
        bench.tell(new BackendRegistry.PeersStopped());
        assertThat(((ChangeReply.Done) bench.answer()).unconfirmed()).containsExactly("node-2");
        bench.ask(HEAVIER);
        assertThat(((ChangeReply.Done) bench.answer()).unconfirmed()).isEmpty();
    }

    @Test
    void whatAMemberWroteIsInTheTableAndOnDiskWhenItIsAcknowledged() {
        RegistryBench bench = bench(view(1, TWO));
        bench.from(TWO, new Push(5, List.of(weight(10, 2, 9)), true));
        assertThat(bench.peers.last(TWO, PushAck.class)).isEqualTo(new PushAck(5));
        assertThat(weight(bench)).isEqualTo(9);
        assertThat(bench.disk.written.stream().toList().getLast().value(WEIGHT)).isEqualTo("9");
        bench.from(node(9), new Push(6, List.of(weight(20, 9, 1)), true));
        assertThat(weight(bench)).as("a stranger's").isEqualTo(9);
    }

    @Test
    void whatWasOnDiskIsInTheFirstTable() {
        RegistryBench bench = new RegistryBench(KIT, TIME);
        bench.meters.configured(new Inventory(Map.of(), Map.of("web", Set.of("a"))));
        HostPort place = new HostPort("127.0.0.1", 1009);
        BackendKey added = new BackendKey("web", "late", place);
        BackendSpec spec = new BackendSpec("late", place, 3, Off.COUNT, true);
        bench.tell(new BackendRegistry.Restore(List.of(
                weight(10, 2, 9),
                new Entry(
                        Field.of(KEY_A, Field.STATE), new Stamp(11, 2), Stamp.NONE, "{\"state\":\"draining\"}", "x", 1),
                new Entry(
                        Field.of(added, Field.PRESENT),
                        new Stamp(12, 2),
                        Stamp.NONE,
                        FieldText.definition(spec),
                        "x",
                        1))));
        bench.configured(Given.checked("web", A));
        assertThat(bench.table.current().version()).isEqualTo(1);
        assertThat(weight(bench)).isEqualTo(9);
        assertThat(bench.inTable("web", 0).state()).isEqualTo(AdminState.DRAINING);
        assertThat(bench.inTable("web", 1).spec()).isEqualTo(spec);
        assertThat(bench.meters.read().pools().get("web").backends()).containsKeys("a", "late");
        bench.ask(Change.PatchBackend.of("web", "a").weight(4));
        assertThat(weight(bench)).as("a write is later than what was restored").isEqualTo(4);
    }

    @Test
    void aFullDiskIsSaidOnceAndTriedAgain() {
        RegistryBench bench = bench(view(0));
        bench.disk.full = true;
        assertThat(((ChangeReply.Done) bench.change(HEAVIER)).durable()).isFalse();
        assertThat(((ChangeReply.Done) bench.change(HEAVIER)).durable()).isFalse();
        assertThat(bench.events("state-not-saved"))
                .singleElement()
                .satisfies(event -> assertThat(event.details()).containsEntry("reason", "No space left on device"));
        bench.disk.full = false;
        bench.pass(Duration.ofSeconds(6));
        assertThat(bench.events("state-saved")).hasSize(1);
        assertThat(bench.disk.written.stream().toList().getLast().value(WEIGHT)).isEqualTo("7");
        assertThat(((ChangeReply.Done) bench.change(HEAVIER)).durable()).isTrue();
    }

    @Test
    void changesThatComeDuringAWriteShareTheNext() {
        RegistryBench bench = bench(view(0));
        bench.disk.slow = true;
        for (int i = 1; i <= 20; i++) {
            bench.ask(Change.PatchBackend.of("web", "a").weight(i));
        }
        assertThat(bench.disk.written).hasSize(1);
        bench.disk.slow = false;
        bench.disk.finish();
        for (int i = 1; i <= 20; i++) {
            assertThat(((ChangeReply.Done) bench.answer()).durable()).isTrue();
        }
        assertThat(bench.disk.written).hasSize(2);
    }

    @Test
    void theDiskIsToldWhatIsNewOnceAndTheNewestOfAField() {
        RegistryBench bench = bench(view(1, TWO));
        bench.disk.slow = true;
        bench.ask(HEAVIER);
        bench.ask(Change.PatchBackend.of("web", "a").weight(8));
        bench.from(TWO, new Push(1, List.of(weight(bench.clock.epochMillis() + 1000, 2, 9)), true));
        bench.disk.slow = false;
        bench.disk.finish();
        bench.settle();
        assertThat(bench.disk.fresh)
                .extracting(entries -> entries.stream().map(Entry::value).toList())
                .containsExactly(List.of("7"), List.of("9"));
    }

    @Test
    void aClockAnHourAheadIsBorneAndSaid() {
        RegistryBench bench = bench(view(1, TWO));
        long hour = Duration.ofHours(1).toMillis();
        long wall = bench.clock.epochMillis();
        for (int i = 0; i <= Skew.ENOUGH; i++) {
            bench.from(TWO, new ClockTell(wall + hour));
        }
        assertThat(bench.events("clock-skew"))
                .singleElement()
                .satisfies(event -> assertThat(event.details())
                        .containsEntry("member", "node-2")
                        .containsEntry("aheadMillis", Long.toString(hour)));
        assertThat(bench.meters.read().clockSkews()).isEqualTo(Map.of("node-2", 3600.0));
        bench.from(TWO, new Push(1, List.of(weight(wall + hour, 2, 9)), true));
        bench.ask(HEAVIER);
        assertThat(weight(bench)).isEqualTo(7);
        bench.tell(new BackendRegistry.PeersChanged(view(0)));
        assertThat(bench.meters.read().clockSkews()).isEmpty();
    }

    /** Two at once as when a cut heals; only what all of them say is so. */
    @Test
    void messagesThatTookSecondsBlameNobodysClock() {
        RegistryBench bench = bench(view(1, TWO));
        long wall = bench.clock.epochMillis();
        for (long behind : new long[] {2300, 2200, 10, 8600, 3600, 11}) {
            bench.from(TWO, new ClockTell(wall - behind));
        }
        assertThat(bench.events("clock-skew")).isEmpty();
        assertThat(bench.meters.read().clockSkews()).isEqualTo(Map.of("node-2", -0.011));
        for (long behind : new long[] {2400, 2500, 2600}) {
            assertThat(bench.events("clock-skew")).isEmpty();
            bench.from(TWO, new ClockTell(wall - behind));
        }
        assertThat(bench.events("clock-skew"))
                .singleElement()
                .satisfies(event -> assertThat(event.details()).containsEntry("aheadMillis", "-2400"));
    }

    /** Who was stopped for a while reads old messages when it goes on: what they say of clocks is as old as they are. */
    @Test
    void aNodeThatStoodStillBlamesNobodysClock() {
        RegistryBench bench = bench(view(1, TWO));
        bench.pass(BackendRegistry.BEAT);
        long before = bench.clock.epochMillis();
        bench.pass(Duration.ofSeconds(30));
        for (int i = 0; i < Skew.ENOUGH; i++) {
            bench.from(TWO, new ClockTell(before));
        }
        assertThat(bench.events("clock-skew")).isEmpty();
        for (int i = 0; i < 60; i++) {
            bench.pass(BackendRegistry.BEAT);
        }
        for (int i = 0; i < Skew.ENOUGH; i++) {
            bench.from(TWO, new ClockTell(bench.clock.epochMillis() - 30_000));
        }
        assertThat(bench.events("clock-skew")).hasSize(1);
        bench.tell(new BackendRegistry.PeersStopped());
    }

    @Test
    void aStampOfTheYear10000IsRefusedAndSaid() {
        RegistryBench bench = bench(view(1, TWO));
        bench.from(TWO, new Push(1, List.of(weight(Stamp.LATEST + 1, 2, 9)), true));
        assertThat(weight(bench)).isEqualTo(1);
        assertThat(bench.events("override-refused")).hasSize(1);
        bench.ask(HEAVIER);
        assertThat(weight(bench)).isEqualTo(7);
    }

    @Test
    void whoJoinsReadsAllThatAMemberHoldsAndGivesItWhatItLacks() {
        RegistryBench bench = new RegistryBench(KIT, TIME);
        Field mine = Field.of(KEY_A, Field.MAX_CONNECTIONS);
        bench.tell(new BackendRegistry.Restore(
                List.of(new Entry(mine, new Stamp(5, 1), Stamp.NONE, "50", "me", 5), weight(10, 1, 2))));
        bench.configured(Given.checked("web", A)).members(view(2, TWO, THREE));
        StateAsk ask = bench.peers.last(TWO, StateAsk.class);
        assertThat(bench.peers.to(THREE, StateAsk.class)).isEmpty();
        bench.from(TWO, new StatePart(ask.id(), List.of(weight(20, 2, 9)), false));
        assertThat(weight(bench)).as("not before it has all").isEqualTo(2);
        assertThat(bench.exchanges()).as("nor is it ready then").isZero();
        bench.from(TWO, new StatePart(ask.id(), List.of(), true));
        assertThat(weight(bench)).isEqualTo(9);
        assertThat(bench.exchanges()).isEqualTo(1);
        assertThat(bench.peers.last(TWO, StatePart.class).entries())
                .extracting(Entry::field)
                .containsExactly(mine);
        bench.from(THREE, new StateAsk(8));
        assertThat(bench.peers.last(THREE, StatePart.class).entries()).hasSize(2);
    }

    @Test
    void whoDoesNotAnswerAJoinerIsPassedOver() {
        RegistryBench bench = bench(view(2, TWO, THREE));
        assertThat(bench.peers.to(TWO, StateAsk.class)).hasSize(1);
        bench.pass(Exchange.ANSWER.plus(BackendRegistry.BEAT));
        assertThat(bench.peers.to(THREE, StateAsk.class)).hasSize(1);
    }

    @Test
    void aNewControlPlaneIsGivenAllInSteps() {
        RegistryBench bench = new RegistryBench(KIT, TIME);
        List<Entry> all = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            BackendKey key = new BackendKey("web", "b" + i % 20, new HostPort("h", i + 1));
            all.add(new Entry(Field.of(key, Field.WEIGHT), new Stamp(1, 1), Stamp.NONE, "1", "me", 1));
        }
        bench.tell(new BackendRegistry.Restore(all));
        bench.configured(Given.checked("web", A)).members(view(0));
        bench.pass(Duration.ofSeconds(10));
        assertThat(bench.peers.replicated.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(all);
        assertThat(bench.peers.replicated)
                .allSatisfy(step -> assertThat(step.stream()
                                .collect(Collectors.groupingBy(
                                        entry -> entry.field().shard(), Collectors.counting())))
                        .allSatisfy((shard, count) -> assertThat(count).isLessThanOrEqualTo(Refill.STEP)));
    }

    @Test
    void withOthersAboutARemovedBackendWaitsForTheirReports() {
        RegistryBench bench = bench(view(1, TWO));
        bench.ask(new Change.PutBackend("web", "x", new HostPort("127.0.0.1", 1009), 1, Off.COUNT, false));
        bench.pass(Naming.PATIENCE);
        bench.pass(Replication.PATIENCE);
        bench.answer();
        bench.ask(new Change.DeleteBackend("web", "x", null, false));
        bench.pass(Naming.PATIENCE);
        bench.pass(Replication.PATIENCE);
        assertThat(bench.answer())
                .isInstanceOfSatisfying(
                        ChangeReply.Gone.class, gone -> assertThat(gone.left()).isTrue());
        assertThat(bench.backend("web", "x").state()).isEqualTo(AdminState.REMOVING);
        bench.pass(Departures.HOLD);
        assertThat(bench.backend("web", "x")).isNull();
        assertThat(bench.peers.last(TWO, Push.class).entries())
                .anySatisfy(entry -> assertThat(entry.field().name()).isEqualTo(Field.PRESENT));
    }

    @Test
    void whatWasClearedIsForgottenAfterThirtyDays() {
        RegistryBench bench = new RegistryBench(KIT, TIME).configured(Given.checked("web", A));
        bench.change(HEAVIER);
        bench.change(Change.PatchBackend.of("web", "a").weight(null));
        bench.clock.leap(Duration.ofDays(29));
        bench.pass(BackendRegistry.BEAT);
        bench.change(Change.PatchBackend.of("web", "a").maxConnections(5));
        assertThat(bench.disk.written.stream().toList().getLast().get(WEIGHT)).isNotNull();
        Entry tombstone = bench.disk.written.stream().toList().getLast().get(WEIGHT);
        bench.clock.leap(Duration.ofDays(2));
        bench.pass(BackendRegistry.BEAT);
        bench.change(Change.PatchBackend.of("web", "a").maxConnections(6));
        assertThat(bench.disk.written.stream().toList().getLast().get(WEIGHT)).isNull();
        bench.tell(new BackendRegistry.Merged(List.of(tombstone)));
        bench.change(Change.PatchBackend.of("web", "a").maxConnections(7));
        assertThat(bench.disk.written.stream().toList().getLast().get(WEIGHT))
                .as("another node's copy of it is not taken again")
                .isNull();
    }
}
