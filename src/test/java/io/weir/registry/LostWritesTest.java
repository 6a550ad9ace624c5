package io.weir.registry;

import static io.weir.registry.FakePeers.node;
import static io.weir.registry.FakePeers.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.BackendKey;
import io.weir.model.BackendSpec;
import io.weir.model.HostPort;
import io.weir.model.Off;
import io.weir.probe.HandTime;
import io.weir.registry.overrides.Entry;
import io.weir.registry.overrides.Field;
import io.weir.registry.overrides.Stamp;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerView;
import io.weir.registry.peer.Push;
import io.weir.registry.peer.StateAsk;
import io.weir.registry.peer.StatePart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What one registry tells of writes that do not hold, and what it does not. */
class LostWritesTest {
    private static final ActorTestKit KIT = ActorTestKit.create(HandTime.config());
    private static final HandTime TIME = HandTime.of(KIT.system());

    private static final BackendSpec A = Given.backend("a", 1001);
    private static final Field WEIGHT = Field.of(Given.key("web", A), Field.WEIGHT);
    private static final BackendSpec C = new BackendSpec("c", new HostPort("127.0.0.1", 1003), 1, Off.COUNT, false);
    private static final BackendKey KEY_C = new BackendKey("web", "c", C.address());
    private static final Change ELSEWHERE =
            new Change.PutBackend("web", "c", new HostPort("127.0.0.1", 1004), 1, Off.COUNT, false);
    private static final NodeId TWO = node(2);
    private static final Change HEAVIER = Change.PatchBackend.of("web", "a").weight(7);

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private static RegistryBench bench() {
        RegistryBench bench = new RegistryBench(KIT, TIME).subscribed();
        bench.tell(new BackendRegistry.Restore(List.of()));
        return bench.configured(Given.checked("web", A)).members(view(1, TWO));
    }

    private static Entry said(Field field, long time, long node, @Nullable String value, String by) {
        return new Entry(field, new Stamp(time, node), Stamp.NONE, value, by, time);
    }

    private static Entry ofC(String field, long time, @Nullable String value) {
        return said(Field.of(KEY_C, field), time, 2, value, "other");
    }

    private static Entry defined(long time) {
        return ofC(Field.PRESENT, time, FieldText.definition(C));
    }

    private static void merged(RegistryBench bench, Entry... entries) {
        bench.tell(new BackendRegistry.Merged(List.of(entries)));
    }

    private static int weight(RegistryBench bench) {
        return bench.inTable("web", 0).spec().weight();
    }

    private static List<String> lost(RegistryBench bench) {
        bench.pass(Losses.HOLD);
        return bench.events("override-lost").stream()
                .map(event -> event.details().get("field") + " "
                        + event.details().get("lost") + " to "
                        + event.details().get("holds") + " by "
                        + event.details().get("by"))
                .toList();
    }

    @Test
    void ofTwoConcurrentWritesTheLaterHoldsAndTheOtherIsAnEventOnce() {
        RegistryBench bench = bench();
        bench.ask(HEAVIER);
        long mine =
                bench.peers.last(TWO, Push.class).entries().getFirst().stamp().time();
        Entry later = said(WEIGHT, mine + 1000, 2, "9", "other");
        bench.from(TWO, new Push(1, List.of(later), true));
        merged(bench, later);
        assertThat(weight(bench)).isEqualTo(9);
        assertThat(bench.events("override-lost")).as("before its time").isEmpty();
        Entry earlier = said(WEIGHT, mine - 1, 3, "2", "third");
        merged(bench, earlier);
        merged(bench, earlier);
        assertThat(weight(bench)).isEqualTo(9);
        assertThat(lost(bench)).containsExactly("weight 7 to 9 by other", "weight 2 to 9 by other");
        merged(bench, earlier);
        bench.ask(Change.PatchBackend.of("web", "a").weight(5));
        assertThat(weight(bench))
                .as("made in knowledge of the clock that is ahead")
                .isEqualTo(5);
        assertThat(lost(bench)).hasSize(2);
    }

    @Test
    void whoIsAloneByNowTellsItToo() {
        RegistryBench bench = new RegistryBench(KIT, TIME).subscribed();
        bench.configured(Given.checked("web", A)).ask(HEAVIER);
        bench.pass(Duration.ofSeconds(10));
        merged(bench, said(WEIGHT, 5, 3, "2", "third"));
        assertThat(lost(bench)).containsExactly("weight 2 to 7 by test");
    }

    @Test
    void ofABackendThatTheOtherSideRemovedNoWordHolds() {
        RegistryBench bench = bench();
        merged(bench, defined(5));
        bench.ask(Change.PatchBackend.of("web", "c").weight(7));
        long later = bench.clock.epochMillis() + 1000;
        merged(
                bench,
                said(Field.of(KEY_C, Field.WEIGHT), later, 3, "9", "third"),
                said(Field.of(KEY_C, Field.STATE), later, 2, "{\"state\":\"removing\"}", "remover"),
                said(Field.of(KEY_C, Field.PRESENT), later + 1, 2, null, "remover"));
        assertThat(lost(bench))
                .containsExactlyInAnyOrder("weight 7 to removed by remover", "weight 9 to removed by remover");
    }

    /** The other side wrote the state twice, so that what the removal's own word lost to has itself been written over. */
    @Test
    void aRemovalThatHoldsLosesNothingToAStateThatDoesNot() {
        RegistryBench bench = bench();
        merged(bench, said(Field.of(KEY_C, Field.PRESENT), 5, 3, FieldText.definition(C), "remover"));
        Field state = Field.of(KEY_C, Field.STATE);
        Entry removing = said(state, 50, 3, "{\"state\":\"removing\"}", "remover");
        Entry first = said(state, 60, 2, "{\"state\":\"draining\"}", "other");
        Entry second = new Entry(state, new Stamp(61, 4), first.stamp(), "{\"state\":\"maintenance\"}", "other", 61);
        merged(bench, removing);
        merged(
                bench,
                new Entry(Field.of(KEY_C, Field.PRESENT), new Stamp(51, 3), removing.stamp(), null, "remover", 51));
        merged(bench, first);
        merged(bench, second);
        assertThat(lost(bench)).containsExactly("state {\"state\":\"maintenance\"} to removed by remover");
    }

    @Test
    void whatIsSaidOfABackendThatIsRemovedAlreadyIsTold() {
        RegistryBench bench = bench();
        merged(bench, defined(5));
        merged(bench, ofC(Field.PRESENT, 50, null));
        merged(
                bench,
                ofC(Field.WEIGHT, 40, "7"),
                ofC(Field.MAX_CONNECTIONS, 60, "8"),
                ofC(Field.HEALTH, 30, "\"down\""));
        merged(bench, said(Field.of(KEY_C, Field.STATE), 51, 3, "{\"state\":\"draining\"}", "third"));
        assertThat(lost(bench))
                .containsExactlyInAnyOrder(
                        "weight 7 to removed by other",
                        "maxConnections 8 to removed by other",
                        "healthOverride \"down\" to removed by other",
                        "state {\"state\":\"draining\"} to removed by other");
        merged(bench, ofC(Field.WEIGHT, 40, "7"));
        assertThat(lost(bench)).as("heard again").hasSize(4);
    }

    /** Whoever gives a backend another address, or removes its pool, leaves its state as it was. */
    @Test
    void aStateIsLostWhereWhoRemovedTheBackendDidNotKnowIt() {
        Entry state = said(Field.of(KEY_C, Field.STATE), 20, 3, "{\"state\":\"draining\"}", "third");
        Field present = Field.of(KEY_C, Field.PRESENT);
        for (boolean known : new boolean[] {false, true}) {
            RegistryBench bench = bench();
            merged(bench, defined(5), state);
            List<Stamp> over = known ? List.of(state.stamp()) : List.of();
            merged(bench, new Entry(present, new Stamp(50, 2), over, null, "remover", 50));
            assertThat(lost(bench)).hasSize(known ? 0 : 1);
        }
    }

    @Test
    void aRemovalTellsWhichStateItKnew() {
        RegistryBench bench = bench();
        Entry state = ofC(Field.STATE, 20, "{\"state\":\"draining\"}");
        merged(bench, defined(5), state);
        bench.ask(ELSEWHERE);
        bench.pass(Replication.PATIENCE);
        assertThat(bench.peers.last(TWO, Push.class).entries())
                .filteredOn(entry -> entry.field().equals(Field.of(KEY_C, Field.PRESENT)))
                .singleElement()
                .satisfies(entry -> assertThat(entry.over()).containsExactly(state.stamp()));
        assertThat(lost(bench)).isEmpty();
    }

    /** One of two writes holds; then somebody who sees it removes the backend before the loss of the other is told. */
    @Test
    void whatSomebodyRemovesInKnowledgeOfItIsNotLost() {
        RegistryBench bench = bench();
        merged(bench, defined(5));
        bench.ask(Change.PatchBackend.of("web", "c").weight(7));
        long later = bench.clock.epochMillis() + 1000;
        merged(bench, said(Field.of(KEY_C, Field.WEIGHT), later, 3, "9", "third"));
        bench.ask(ELSEWHERE);
        bench.pass(Replication.PATIENCE);
        assertThat(bench.backend("web", "c").spec().address().port()).isEqualTo(1004);
        assertThat(lost(bench)).containsExactly("weight 7 to 9 by third");
    }

    @Test
    void aRemovalThatDoesNotHoldIsCalledOne() {
        RegistryBench bench = bench();
        Field pool = Field.ofPool("spare", Field.POOL);
        merged(bench, said(pool, 5, 2, "{}", "other"));
        merged(bench, said(pool, 50, 2, null, "other"));
        merged(bench, said(pool, 60, 3, "{ }", "third"));
        merged(bench, said(pool, 55, 4, null, "fourth"));
        assertThat(lost(bench))
                .containsExactlyInAnyOrder("pool removed to { } by third", "pool removed to { } by third");
        merged(bench, said(pool, 70, 5, null, "fifth"));
        assertThat(lost(bench)).hasSize(3).last().isEqualTo("pool { } to removed by fifth");
    }

    @Test
    void whatIsClearedWithTheBackendInAnotherMessageIsNotLost() {
        RegistryBench bench = bench();
        merged(bench, defined(5), ofC(Field.WEIGHT, 20, "7"));
        merged(bench, ofC(Field.PRESENT, 50, null));
        bench.pass(Losses.HOLD.minusMillis(500));
        merged(bench, ofC(Field.WEIGHT, 51, null));
        assertThat(lost(bench)).isEmpty();
    }

    /** The write has come back from the other side before the members that can be reached say that the cut is over. */
    @Test
    void nothingIsToldWhileAMemberMayHaveMoreToSay() {
        RegistryBench bench = bench();
        merged(bench, defined(5));
        bench.ask(new Change.DeleteBackend("web", "c", null, false));
        bench.pass(Replication.PATIENCE);
        bench.tell(new BackendRegistry.PeersChanged(cutOff(view(1, TWO))));
        Entry later = said(
                Field.of(KEY_C, Field.STATE), bench.clock.epochMillis() + 1000, 3, "{\"state\":\"draining\"}", "third");
        merged(bench, later);
        bench.pass(Losses.HOLD);
        bench.pass(Losses.HOLD);
        assertThat(bench.events("override-lost")).isEmpty();
        bench.tell(new BackendRegistry.PeersChanged(view(1, TWO)));
        bench.pass(Losses.HOLD.minusSeconds(1));
        assertThat(bench.events("override-lost")).isEmpty();
        merged(bench, ofC(Field.PRESENT, later.stamp().time() - 1, null));
        bench.pass(Duration.ofSeconds(2));
        assertThat(lost(bench)).containsExactly("state {\"state\":\"draining\"} to removed by other");
    }

    private static PeerView cutOff(PeerView all) {
        return new PeerView(
                all.self(),
                all.members().stream()
                        .map(member ->
                                new PeerView.Member(member.id(), member.id().equals(all.self())))
                        .toList());
    }

    @Test
    void whatBelongsToABackendThatIsBackIsNotLost() {
        RegistryBench bench = bench();
        merged(bench, defined(5));
        merged(bench, ofC(Field.PRESENT, 50, null));
        merged(bench, ofC(Field.WEIGHT, 70, "7"));
        merged(bench, defined(60));
        assertThat(lost(bench)).isEmpty();
        assertThat(bench.backend("web", "c").spec().weight()).isEqualTo(7);
    }

    @Test
    void whoStartsOrJoinsTellsNothingOfWhatWasLostBefore() {
        RegistryBench bench = new RegistryBench(KIT, TIME).subscribed();
        List<Entry> old = List.of(ofC(Field.PRESENT, 50, null), ofC(Field.WEIGHT, 40, "7"));
        bench.tell(new BackendRegistry.Restore(old));
        bench.configured(Given.checked("web", A)).members(view(1, TWO));
        assertThat(lost(bench)).isEmpty();

        RegistryBench joins = bench();
        long id = joins.peers.last(TWO, StateAsk.class).id();
        joins.from(TWO, new StatePart(id, old, true));
        assertThat(lost(joins)).isEmpty();
    }

    @Test
    void aBackendPutIntoAPoolThatTheOtherSideRemovedIsTold() {
        RegistryBench bench = bench();
        Field pool = Field.ofPool("spare", Field.POOL);
        BackendKey key = new BackendKey("spare", "c", C.address());
        Field present = Field.of(key, Field.PRESENT);
        merged(bench, said(pool, 5, 2, "{}", "other"));
        merged(bench, said(present, 70, 3, FieldText.definition(C), "third"));
        merged(bench, said(pool, 50, 2, null, "remover"));
        merged(bench, said(pool, 80, 2, null, "remover"));
        assertThat(lost(bench)).containsExactly("present " + FieldText.definition(C) + " to removed by remover");

        RegistryBench late = bench();
        merged(late, said(pool, 5, 2, "{}", "other"));
        merged(late, said(pool, 80, 2, null, "remover"));
        merged(late, said(present, 70, 3, FieldText.definition(C), "third"));
        assertThat(lost(late)).hasSize(1);
    }

    @Test
    void moreThanMayWaitAreToldOfBeforeTheirTime() {
        RegistryBench bench = bench();
        List<Entry> many = new ArrayList<>();
        for (int i = 0; i < Losses.MOST + 3; i++) {
            BackendKey key = new BackendKey("web", "c" + i, C.address());
            many.add(said(Field.of(key, Field.PRESENT), 5, 2, FieldText.definition(C), "other"));
        }
        bench.tell(new BackendRegistry.Merged(many));
        List<Entry> gone = new ArrayList<>();
        List<Entry> heavier = new ArrayList<>();
        for (Entry entry : many) {
            Field weight = Field.of(entry.field().key(), Field.WEIGHT);
            gone.add(said(entry.field(), 50, 2, null, "other"));
            heavier.add(said(weight, 60, 3, "7", "third"));
        }
        bench.tell(new BackendRegistry.Merged(gone));
        bench.tell(new BackendRegistry.Merged(heavier));
        assertThat(bench.events("override-lost")).hasSize(3);
    }
}
