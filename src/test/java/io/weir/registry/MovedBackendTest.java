package io.weir.registry;

import static io.weir.registry.FakePeers.node;
import static io.weir.registry.FakePeers.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.balance.Lease;
import io.weir.model.AdminState;
import io.weir.model.BackendKey;
import io.weir.model.Health;
import io.weir.model.HostPort;
import io.weir.model.Off;
import io.weir.probe.HandTime;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.ReportPart;
import io.weir.registry.report.Heard;
import io.weir.registry.report.Line;
import io.weir.registry.report.ReportReader;
import io.weir.registry.report.ReportWriter;
import io.weir.registry.report.Subject;
import io.weir.routing.Choice;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A run-time backend that is put at another address while it has connections. */
class MovedBackendTest {
    private static final ActorTestKit KIT = ActorTestKit.create(HandTime.config());
    private static final HandTime TIME = HandTime.of(KIT.system());

    private static final NodeId TWO = node(2);
    private static final BackendKey OLD = new BackendKey("web", "x", new HostPort("127.0.0.1", 1009));
    private static final BackendKey NEW = new BackendKey("web", "x", new HostPort("127.0.0.1", 1010));

    private final RegistryBench bench =
            new RegistryBench(KIT, TIME).subscribed().configured(Given.checked("web"));

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private static Change put(BackendKey key) {
        return new Change.PutBackend("web", "x", key.address(), 1, Off.COUNT, false);
    }

    /** One connection at the old address, none at the new one. */
    private Lease moved() {
        bench.change(put(OLD));
        bench.tell(new BackendRegistry.ProbeChanged(Given.report(OLD, 1, Health.UP)));
        bench.pass(BackendRegistry.GATHER);
        Choice choice = bench.table.current().pool("web").choose(1, List.of(), new SplittableRandom(1), 0);
        bench.change(put(NEW));
        assertThat(bench.backend("web", "x").address().getPort()).isEqualTo(1010);
        return ((Choice.Leased) choice).lease();
    }

    @Test
    void whatIsOpenAtTheAddressBeforeIsCounted() {
        Lease lease = moved();
        assertThat(bench.backend("web", "x").connections()).containsExactly(Map.entry("node-1", 1));
        assertThat(bench.inTable("web", 0).backend().connections())
                .as("it is no load of the new address")
                .isZero();
        lease.close();
        assertThat(bench.backend("web", "x").connections()).containsExactly(Map.entry("node-1", 0));
    }

    @Test
    @Tag("contract-6")
    void aRemovalWaitsForItAndItsDeadlineEndsIt() {
        Lease lease = moved();
        bench.change(new Change.DeleteBackend("web", "x", Duration.ofMinutes(1), false));
        bench.pass(Duration.ofSeconds(55));
        assertThat(bench.backend("web", "x").state()).isEqualTo(AdminState.REMOVING);
        assertThat(bench.closed).isEmpty();
        bench.pass(Duration.ofSeconds(6));
        assertThat(bench.closed).contains("drain " + OLD, "drain " + NEW);
        lease.close();
        bench.pass(BackendRegistry.BEAT);
        assertThat(bench.backend("web", "x")).isNull();
    }

    @Test
    void forceResetsIt() {
        Lease lease = moved();
        bench.change(new Change.DeleteBackend("web", "x", null, true));
        assertThat(bench.closed).contains("reset " + OLD, "reset " + NEW);
        lease.close();
    }

    @Test
    void whatAnotherMemberHasThereKeepsItToo() {
        bench.tell(new BackendRegistry.Restore(List.of()));
        bench.members(view(1, TWO));
        ReportWriter two = new ReportWriter();
        say(two, 3);
        changed(put(NEW));
        assertThat(bench.backend("web", "x").connections()).containsEntry("node-2", 3);
        changed(new Change.DeleteBackend("web", "x", null, false));
        bench.pass(Departures.HOLD);
        bench.pass(Duration.ofSeconds(1));
        assertThat(bench.backend("web", "x").state()).isEqualTo(AdminState.REMOVING);
        say(two, 0);
        bench.pass(BackendRegistry.BEAT);
        assertThat(bench.backend("web", "x")).isNull();
    }

    @Test
    void theOtherMembersAreTold() {
        Lease lease = moved();
        bench.tell(new BackendRegistry.Restore(List.of()));
        bench.members(view(1, TWO));
        bench.pass(Duration.ofSeconds(1));
        Heard told = told();
        assertThat(told.former()).isEqualTo(1);
        assertThat(told.connections()).isZero();
        lease.close();
        bench.pass(Duration.ofSeconds(1));
        assertThat(told().former()).isZero();
    }

    /** What the other member knows of the backend by all it was sent. */
    private Heard told() {
        ReportReader reader = new ReportReader(new Deaf(), 0);
        bench.peers.to(TWO, ReportPart.class).forEach(part -> reader.accept(part, 0));
        return Objects.requireNonNull(reader.heard(Subject.of(NEW)));
    }

    /** One that does not listen: what was heard is asked for. */
    private static final class Deaf implements ReportReader.Listener {
        @Override
        public void connections(Subject subject, int before, int now) {}

        @Override
        public void vote(Heard heard) {}

        @Override
        public void other(Subject subject) {}
    }

    private void say(ReportWriter two, int former) {
        Map<Subject, Line> now = Map.of(Subject.of(NEW), new Line(0, former, 0, false, null, 0));
        two.write(now, bench.clock.nanoTime()).forEach(part -> bench.from(TWO, part));
    }

    private void changed(Change change) {
        bench.ask(change);
        bench.pass(Naming.PATIENCE);
        bench.pass(Replication.PATIENCE);
        bench.answer();
    }
}
