package io.weir.registry;

import static io.weir.registry.FakePeers.node;
import static io.weir.registry.FakePeers.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.balance.Lease;
import io.weir.model.AdminState;
import io.weir.model.BackendKey;
import io.weir.model.BackendSpec;
import io.weir.model.Health;
import io.weir.model.HostPort;
import io.weir.model.Off;
import io.weir.probe.HandTime;
import io.weir.registry.overrides.Entry;
import io.weir.registry.overrides.Field;
import io.weir.registry.peer.NameAnswer;
import io.weir.registry.peer.NameAsk;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.Push;
import io.weir.registry.peer.PushAck;
import io.weir.routing.Choice;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Whoever is not sure that his request got through repeats it, and changes nothing by that. */
class RepeatedPutTest {
    private static final ActorTestKit KIT = ActorTestKit.create(HandTime.config());
    private static final HandTime TIME = HandTime.of(KIT.system());

    private static final BackendSpec A = Given.backend("a", 1001);
    private static final HostPort PLACE = new HostPort("127.0.0.1", 1003);
    private static final Change PUT = new Change.PutBackend("web", "c", PLACE, 3, Off.COUNT, false);
    private static final Change POOL = new Change.PutPool("late", "{}");
    private static final NodeId TWO = node(2);

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private static RegistryBench bench() {
        RegistryBench bench = new RegistryBench(KIT, TIME).subscribed();
        bench.tell(new BackendRegistry.Restore(List.of()));
        return bench.configured(Given.checked("web", A));
    }

    private static ChangeReply.Done done(ChangeReply reply) {
        assertThat(reply).isInstanceOf(ChangeReply.Done.class);
        return (ChangeReply.Done) reply;
    }

    @Test
    void anIdenticalPutIsNoChange() {
        RegistryBench bench = bench();
        assertThat(done(bench.change(PUT)).created()).isTrue();
        assertThat(done(bench.change(POOL)).created()).isTrue();
        String etag = bench.backend("web", "c").etag();
        int written = bench.disk.fresh.size();
        int events = bench.journal.own(0, 1000).size();
        for (Change again : List.of(PUT, POOL)) {
            ChangeReply.Done done = done(bench.change(again));
            assertThat(done.created()).isFalse();
            assertThat(done.durable()).isTrue();
        }
        assertThat(bench.backend("web", "c").etag()).isEqualTo(etag);
        assertThat(bench.disk.fresh).hasSize(written);
        assertThat(bench.journal.own(0, 1000)).hasSize(events);
        assertThat(bench.closed).isEmpty();
    }

    /** Somebody may have missed the first one; that he has it now must be true where it is answered. */
    @Test
    void theOthersAreToldTheSameAgainAndTheirWordIsWaitedFor() {
        RegistryBench bench = bench().members(view(2, TWO));
        bench.ask(PUT);
        noOtherFileNamesIt(bench);
        bench.pass(Replication.PATIENCE.plus(BackendRegistry.BEAT));
        assertThat(done(bench.answer()).unconfirmed()).containsExactly("node-2");
        List<Entry> first = bench.peers.last(TWO, Push.class).entries();
        bench.ask(PUT);
        noOtherFileNamesIt(bench);
        bench.unanswered();
        Push second = bench.peers.last(TWO, Push.class);
        assertThat(second.entries()).isEqualTo(first);
        bench.from(TWO, new PushAck(second.id()));
        assertThat(done(bench.answer()).unconfirmed()).isEmpty();
    }

    private static void noOtherFileNamesIt(RegistryBench bench) {
        bench.from(TWO, new NameAnswer(bench.peers.last(TWO, NameAsk.class).id(), false, List.of()));
    }

    /** Over something that was said meanwhile it is a change, also where the definition is the same. */
    @Test
    void whatWasSaidOverItIsTakenBack() {
        RegistryBench bench = bench();
        bench.change(PUT);
        String etag = bench.backend("web", "c").etag();
        bench.change(Change.PatchBackend.of("web", "c").weight(9));
        assertThat(done(bench.change(PUT)).backend().spec().weight()).isEqualTo(3);
        assertThat(bench.backend("web", "c").etag()).isNotEqualTo(etag);
    }

    /** Another node may be about to write that it is gone for good; its definition must be written after that. */
    @Test
    void whatIsGoingComesBackByAWriteOfItsOwn() {
        RegistryBench bench = bench();
        bench.change(PUT);
        bench.tell(new BackendRegistry.ProbeChanged(Given.report(Given.key("web", A), 1, Health.DOWN)));
        bench.tell(new BackendRegistry.ProbeChanged(Given.report(new BackendKey("web", "c", PLACE), 1, Health.UP)));
        bench.pass(BackendRegistry.GATHER);
        Lease lease = ((Choice.Leased)
                        bench.table.current().pool("web").choose(1, List.of(), new SplittableRandom(1), 0))
                .lease();
        assertThat(lease.backend().key().id()).as("the only one that is up").isEqualTo("c");
        assertThat(bench.change(new Change.DeleteBackend("web", "c", null, false)))
                .isEqualTo(new ChangeReply.Gone(true, true, List.of()));
        assertThat(done(bench.change(PUT)).backend().state()).isEqualTo(AdminState.READY);
        assertThat(bench.disk.fresh.stream().toList().getLast())
                .extracting(entry -> entry.field().name())
                .contains(Field.PRESENT);
        lease.close();
        bench.pass(Duration.ofSeconds(2));
        assertThat(bench.backend("web", "c")).isNotNull();
    }
}
