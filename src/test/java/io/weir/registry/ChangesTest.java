package io.weir.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.balance.Lease;
import io.weir.model.AdminState;
import io.weir.model.BackendKey;
import io.weir.model.BackendSpec;
import io.weir.model.Door;
import io.weir.model.Health;
import io.weir.model.HostPort;
import io.weir.model.Off;
import io.weir.probe.HandTime;
import io.weir.registry.ChangeReply.Kind;
import io.weir.registry.overrides.Entry;
import io.weir.registry.overrides.Field;
import io.weir.registry.overrides.Stamp;
import io.weir.routing.Choice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What changes at run time do on the node that is asked, without other members. */
class ChangesTest {
    private static final ActorTestKit KIT = ActorTestKit.create(HandTime.config());
    private static final HandTime TIME = HandTime.of(KIT.system());

    private static final BackendSpec A = Given.backend("a", 1001);
    private static final BackendSpec B = Given.backend("b", 1002);
    private static final HostPort PLACE = new HostPort("127.0.0.1", 1003);
    private static final BackendKey ADDED = new BackendKey("web", "c", PLACE);

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private static RegistryBench bench() {
        RegistryBench bench = new RegistryBench(KIT, TIME).subscribed().configured(Given.checked("web", A, B));
        bench.tell(new BackendRegistry.ProbeChanged(Given.report(Given.key("web", A), 1, Health.UP)));
        bench.tell(new BackendRegistry.ProbeChanged(Given.report(Given.key("web", B), 1, Health.UP)));
        bench.pass(BackendRegistry.GATHER);
        return bench;
    }

    private static Change put(int weight) {
        return new Change.PutBackend("web", "c", PLACE, weight, Off.COUNT, false);
    }

    private static Change delete(Duration deadline, boolean force) {
        return new Change.DeleteBackend("web", "c", deadline, force);
    }

    private static Change.PatchBackend patch(String id) {
        return Change.PatchBackend.of("web", id);
    }

    private static ChangeReply.Done done(ChangeReply reply) {
        assertThat(reply).isInstanceOf(ChangeReply.Done.class);
        return (ChangeReply.Done) reply;
    }

    private static void refused(ChangeReply reply, Kind kind, String detail) {
        assertThat(reply).isInstanceOfSatisfying(ChangeReply.Refused.class, refused -> {
            assertThat(refused.kind()).isEqualTo(kind);
            assertThat(refused.detail()).contains(detail);
        });
    }

    @Test
    void aWeightIsInTheTableByTheTimeOfTheAnswerAndGoesBackToTheFiles() {
        RegistryBench bench = bench();
        ChangeReply.Done done = done(bench.change(patch("a").weight(7)));
        assertThat(bench.inTable("web", 0).spec().weight()).isEqualTo(7);
        assertThat(done.created()).isFalse();
        assertThat(done.durable()).isTrue();
        assertThat(done.unconfirmed()).isEmpty();
        assertThat(done.backend().overrides())
                .containsOnlyKeys("weight")
                .containsEntry("weight", new Overridden("7", "1", "test", bench.clock.epochMillis()));
        assertThat(bench.disk.written).isNotEmpty();
        done = done(bench.change(patch("a").weight(null)));
        assertThat(bench.inTable("web", 0).spec().weight()).isEqualTo(1);
        assertThat(done.backend().overrides()).isEmpty();
        assertThat(bench.events("override"))
                .extracting(event ->
                        event.details().get("old") + ">" + event.details().get("new"))
                .containsExactly(">7", "7>");
    }

    @Test
    void aReloadThatChangesAnOverriddenFieldKeepsItUnderneath() {
        RegistryBench bench = bench();
        bench.change(patch("a").weight(7));
        BackendSpec heavier = new BackendSpec("a", A.address(), 5, Off.COUNT, false);
        bench.configured(Given.checked("web", heavier, B));
        bench.pass(BackendRegistry.GATHER);
        assertThat(bench.inTable("web", 0).spec().weight()).isEqualTo(7);
        assertThat(bench.backend("web", "a").overrides().get("weight").fileValue())
                .isEqualTo("5");
        bench.change(new Change.ClearOverrides("web", "a"));
        assertThat(bench.inTable("web", 0).spec().weight()).isEqualTo(5);
    }

    @Test
    void aCapCanBeSetAndLifted() {
        RegistryBench bench = bench();
        bench.change(patch("a").maxConnections(10));
        assertThat(bench.inTable("web", 0).spec().maxConnections()).isEqualTo(10);
        bench.change(patch("a").maxConnections(Off.COUNT));
        assertThat(bench.inTable("web", 0).spec().maxConnections()).isEqualTo(Off.COUNT);
        assertThat(bench.backend("web", "a").overrides().get("maxConnections").value())
                .isEqualTo("\"off\"");
    }

    @Test
    void anOperatorsWordOnHealthCountsMoreThanTheChecks() {
        RegistryBench bench = bench();
        done(bench.change(patch("a").healthOverride(Health.DOWN)));
        assertThat(bench.inTable("web", 0).health()).isEqualTo(Health.DOWN);
        assertThat(bench.backend("web", "a").reason()).isEqualTo("down by test");
        bench.tell(new BackendRegistry.ProbeChanged(Given.report(Given.key("web", B), 2, Health.DOWN)));
        done(bench.change(patch("b").healthOverride(Health.UP)));
        assertThat(bench.inTable("web", 1).health()).isEqualTo(Health.UP);
        bench.change(patch("b").healthOverride(null));
        assertThat(bench.inTable("web", 1).health()).isEqualTo(Health.DOWN);
    }

    @Test
    void aBackendIsAddedReplacedAndRemoved() {
        RegistryBench bench = bench();
        ChangeReply.Done done = done(bench.change(put(3)));
        assertThat(done.created()).isTrue();
        assertThat(done.backend().origin()).isEqualTo(Origin.API);
        assertThat(bench.inTable("web", 2).spec().weight()).isEqualTo(3);
        assertThat(bench.lastWatched()).extracting(target -> target.key()).contains(ADDED);
        bench.change(patch("c").weight(9));
        done = done(bench.change(put(4)));
        assertThat(done.created()).isFalse();
        assertThat(done.backend().spec().weight())
                .as("a replaced one has what it was put with")
                .isEqualTo(4);
        HostPort elsewhere = new HostPort("127.0.0.1", 1004);
        bench.change(new Change.PutBackend("web", "c", elsewhere, 1, 5, true));
        assertThat(bench.table.current().pool("web").backends()).hasSize(3);
        assertThat(bench.inTable("web", 2).spec()).isEqualTo(new BackendSpec("c", elsewhere, 1, 5, true));
        assertThat(bench.change(delete(null, false))).isEqualTo(new ChangeReply.Gone(false, true, List.of()));
        assertThat(bench.table.current().pool("web").backends()).hasSize(2);
        assertThat(bench.events("backend-added")).hasSize(2);
        assertThat(bench.events("backend-removed")).hasSize(2);
        refused(bench.change(delete(null, false)), Kind.NOT_FOUND, "no backend c in pool web; there are a, b");
    }

    @Test
    @Tag("contract-6")
    void aRemovedBackendTakesNoNewConnectionAndGoesWithItsLast() {
        RegistryBench bench = bench();
        bench.change(put(1));
        bench.tell(new BackendRegistry.ProbeChanged(Given.report(ADDED, 1, Health.UP)));
        bench.pass(BackendRegistry.GATHER);
        Lease lease = lease(bench, "c");
        assertThat(bench.change(delete(null, false))).isEqualTo(new ChangeReply.Gone(true, true, List.of()));
        assertThat(bench.backend("web", "c").state()).isEqualTo(AdminState.REMOVING);
        for (int i = 0; i < 50; i++) {
            var choice =
                    (Choice.Leased) bench.table.current().pool("web").choose(i, List.of(), new SplittableRandom(i), 0);
            assertThat(choice.lease().backend().key()).isNotEqualTo(ADDED);
            choice.lease().close();
        }
        bench.pass(Duration.ofMinutes(10));
        assertThat(bench.backend("web", "c"))
                .as("nothing is cut without a deadline")
                .isNotNull();
        assertThat(bench.closed).isEmpty();
        lease.close();
        bench.pass(BackendRegistry.BEAT);
        assertThat(bench.backend("web", "c")).isNull();
    }

    private static Lease lease(RegistryBench bench, String id) {
        var random = new SplittableRandom(1);
        while (true) {
            var choice = (Choice.Leased) bench.table.current().pool("web").choose(1, List.of(), random, 0);
            if (choice.lease().backend().key().id().equals(id)) {
                return choice.lease();
            }
            choice.lease().close();
        }
    }

    @Test
    @Tag("contract-6")
    void nothingIsCutBeforeTheDeadlineAndWhatIsLeftIsClosedFromThenOn() {
        RegistryBench bench = bench();
        bench.change(patch("a").state(new Change.Wish(AdminState.DRAINING, Duration.ofMinutes(5))));
        assertThat(bench.backend("web", "a").deadline()).isEqualTo(Duration.ofMinutes(5));
        assertThat(bench.events("override").getFirst().details().get("new"))
                .isEqualTo("{\"state\":\"draining\",\"deadline\":\"5m\"}");
        bench.pass(Duration.ofMinutes(5).minus(BackendRegistry.BEAT));
        assertThat(bench.closed).isEmpty();
        bench.pass(BackendRegistry.BEAT.multipliedBy(2));
        assertThat(bench.closed).containsExactly("drain " + Given.key("web", A));
    }

    @Test
    void aStateSaidAnewForgetsTheDeadline() {
        RegistryBench bench = bench();
        bench.change(patch("a").state(new Change.Wish(AdminState.DRAINING, Duration.ofMinutes(5))));
        bench.state("web", "a", AdminState.READY);
        bench.pass(Duration.ofMinutes(10));
        bench.state("web", "a", AdminState.DRAINING);
        bench.pass(Duration.ofMinutes(10));
        assertThat(bench.closed).isEmpty();
    }

    @Test
    void forceClosesAtOnce() {
        RegistryBench bench = bench();
        bench.change(put(1));
        bench.change(delete(null, true));
        assertThat(bench.closed).containsExactly("reset " + ADDED);
    }

    @Test
    void aDeletionThatHasNothingToWaitForIsOneWriteOfTheDisk() {
        RegistryBench bench = bench();
        done(bench.change(put(1)));
        int before = bench.disk.written.size();
        assertThat(bench.change(delete(null, false)))
                .isInstanceOfSatisfying(
                        ChangeReply.Gone.class,
                        gone -> assertThat(gone.durable()).isTrue());
        assertThat(bench.disk.written).hasSize(before + 1);
        assertThat(bench.disk.written.stream().toList().getLast().value(Field.of(ADDED, Field.PRESENT)))
                .isNull();
    }

    /** The statement that it is gone goes after a month; without it nothing would ever forget the rest. */
    @Test
    void whatIsLeftOfABackendThatWasRemovedLongAgoIsNotReadBack() {
        RegistryBench bench = new RegistryBench(KIT, TIME);
        bench.clock.leap(Duration.ofDays(31));
        bench.pass(BackendRegistry.BEAT);
        bench.tell(new BackendRegistry.Restore(List.of(
                new Entry(Field.of(ADDED, Field.PRESENT), new Stamp(2, 1), Stamp.NONE, null, "x", 2),
                new Entry(
                        Field.of(ADDED, Field.STATE),
                        new Stamp(1, 1),
                        Stamp.NONE,
                        FieldText.state(AdminState.REMOVING, null, false),
                        "x",
                        1))));
        bench.configured(Given.checked("web", A));
        bench.change(patch("a").weight(7));
        assertThat(bench.disk.written.stream().toList().getLast().of(ADDED)).isEmpty();
    }

    @Test
    void aPoolThatAListenerLeadsToIsNotDeleted() {
        RegistryBench bench = bench();
        done(bench.change(new Change.PutPool("late", "{}")));
        bench.doors = List.of(
                new Door("web", List.of(PLACE), "late"),
                new Door("api", List.of(PLACE), "late"),
                new Door("other", List.of(PLACE), "web"));
        refused(
                bench.change(new Change.DeletePool("late")),
                Kind.CONFLICT,
                "pool late is in use by listener web, api: switch it first");
        assertThat(bench.table.current().pool("late")).isNotNull();
        bench.doors = List.of(new Door("web", List.of(PLACE), "web"));
        assertThat(bench.change(new Change.DeletePool("late"))).isInstanceOf(ChangeReply.Gone.class);
    }

    @Test
    void aBackendThatIsTheListenerOfItsPoolIsRefused() {
        RegistryBench bench = bench();
        HostPort wide = new HostPort("0.0.0.0", PLACE.port());
        bench.doors = List.of(new Door("web", List.of(wide), "web"));
        refused(bench.change(put(1)), Kind.CONFLICT, "address 127.0.0.1:1003 is listener web");
        assertThat(bench.table.current().pool("web").backends()).hasSize(2);
        bench.doors = List.of(new Door("web", List.of(wide), "other"));
        assertThat(done(bench.change(put(1))).created()).isTrue();
    }

    @Test
    void whatTheFileNamesCannotBePutOrDeleted() {
        RegistryBench bench = bench();
        refused(
                bench.change(new Change.PutBackend("web", "a", PLACE, 1, Off.COUNT, false)),
                Kind.CONFLICT,
                "use PATCH or maintenance, or edit the file");
        refused(bench.change(new Change.DeleteBackend("web", "a", null, true)), Kind.CONFLICT, "edit the file");
        refused(bench.change(new Change.DeletePool("web")), Kind.CONFLICT, "deleted here: edit the file");
        assertThat(bench.events("override")).isEmpty();
        assertThat(bench.disk.written).isEmpty();
    }

    @Test
    void whatIsOutOfRangeOrNotThereIsRefusedByName() {
        RegistryBench bench = bench();
        refused(bench.change(patch("a").weight(1001)), Kind.RANGE, "weight 1001; allowed: 0 to 1000");
        refused(bench.change(patch("a").weight(-1)), Kind.RANGE, "weight");
        refused(bench.change(patch("a").maxConnections(0)), Kind.RANGE, "maxConnections");
        refused(bench.change(patch("a").state(new Change.Wish(AdminState.REMOVING, null))), Kind.RANGE, "DELETE");
        refused(bench.change(patch("z").weight(1)), Kind.NOT_FOUND, "there are a, b");
        refused(bench.change(Change.PatchBackend.of("db", "a").weight(1)), Kind.NOT_FOUND, "no pool db; there is web");
        HostPort nowhere = new HostPort("h", 0);
        refused(bench.change(new Change.PutBackend("web", "x", nowhere, 1, 1, false)), Kind.RANGE, "address");
        refused(bench.change(new Change.PutBackend("web", "x/y", PLACE, 1, 1, false)), Kind.RANGE, "id");
    }

    @Test
    void thereIsAnEndToWhatMayBeAdded() {
        RegistryBench bench = new RegistryBench(KIT, TIME).subscribed();
        List<Entry> many = new ArrayList<>();
        for (int i = 0; i < Deciding.MOST_BACKENDS; i++) {
            BackendSpec spec = new BackendSpec("r" + i, new HostPort("127.0.0.1", 1), 1, Off.COUNT, false);
            many.add(new Entry(
                    Field.of(new BackendKey("web", spec.id(), spec.address()), Field.PRESENT),
                    new Stamp(1, 1),
                    Stamp.NONE,
                    FieldText.definition(spec),
                    "x",
                    1));
        }
        for (int i = 0; i < Deciding.MOST_POOLS; i++) {
            many.add(new Entry(Field.ofPool("p" + i, Field.POOL), new Stamp(1, 1), Stamp.NONE, "{}", "x", 1));
        }
        bench.tell(new BackendRegistry.Restore(many));
        bench.configured(Given.checked("web", A, B));
        refused(bench.change(put(1)), Kind.CONFLICT, "10000 run-time backends");
        refused(bench.change(new Change.PutPool("late", "{}")), Kind.CONFLICT, "1000 run-time pools");
        bench.change(new Change.DeletePool("p7"));
        done(bench.change(new Change.PutPool("late", "{}")));
    }

    @Test
    void aPoolIsAddedWithItsBackendsAndRemoved() {
        RegistryBench bench = bench();
        ChangeReply.Done done = done(bench.change(new Change.PutPool("late", "{}")));
        assertThat(done.created()).isTrue();
        assertThat(done.pool().origin()).isEqualTo(Origin.API);
        done(bench.change(new Change.PutBackend("late", "c", PLACE, 1, Off.COUNT, false)));
        assertThat(bench.table.current().pool("late").backends()).hasSize(1);
        refused(bench.change(new Change.PutPool("late", "nonsense")), Kind.RANGE, "not understood");
        refused(bench.change(new Change.PutPool("web", "{}")), Kind.CONFLICT, "pool web");
        assertThat(bench.change(new Change.DeletePool("late"))).isInstanceOf(ChangeReply.Gone.class);
        assertThat(bench.table.current().pool("late")).isNull();
        done(bench.change(new Change.PutPool("late", "{}")));
        assertThat(bench.table.current().pool("late").backends())
                .as("they went with it")
                .isEmpty();
    }

    @Test
    void aBackendThatTheFileNamesLaterIsTheFiles() {
        RegistryBench bench = bench();
        bench.change(put(3));
        BackendSpec named = new BackendSpec("c", PLACE, 2, Off.COUNT, false);
        bench.configured(Given.checked("web", A, named));
        bench.pass(BackendRegistry.GATHER);
        assertThat(bench.table.current().pool("web").backends()).hasSize(2);
        assertThat(bench.backend("web", "c").origin()).isEqualTo(Origin.FILE);
        assertThat(bench.inTable("web", 1).spec().weight()).isEqualTo(2);
        bench.configured(Given.checked("web", A));
        bench.pass(BackendRegistry.GATHER);
        assertThat(bench.backend("web", "c").origin()).isEqualTo(Origin.API);
    }
}
