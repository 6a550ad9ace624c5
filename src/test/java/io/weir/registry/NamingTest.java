package io.weir.registry;

import static io.weir.registry.FakePeers.node;
import static io.weir.registry.FakePeers.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.BackendSpec;
import io.weir.model.Door;
import io.weir.model.HostPort;
import io.weir.model.Off;
import io.weir.probe.HandTime;
import io.weir.registry.peer.NameAnswer;
import io.weir.registry.peer.NameAsk;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerView;
import io.weir.registry.peer.Push;
import io.weir.registry.peer.PushAck;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What other members' files and listeners have to say about a change. */
class NamingTest {
    private static final ActorTestKit KIT = ActorTestKit.create(HandTime.config());
    private static final HandTime TIME = HandTime.of(KIT.system());

    private static final BackendSpec A = Given.backend("a", 1001);
    private static final NodeId TWO = node(2);
    private static final NodeId THREE = node(3);

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private static RegistryBench bench(PeerView members) {
        RegistryBench bench = new RegistryBench(KIT, TIME).subscribed();
        bench.tell(new BackendRegistry.Restore(List.of()));
        return bench.configured(Given.checked("web", A)).members(members);
    }

    private static void acknowledge(RegistryBench bench, NodeId node) {
        bench.from(node, new PushAck(bench.peers.last(node, Push.class).id()));
    }

    @Test
    void whatAnotherMembersFileNamesCannotBePut() {
        RegistryBench bench = bench(view(2, TWO, THREE));
        Change put = new Change.PutBackend("web", "x", new HostPort("127.0.0.1", 1009), 1, Off.COUNT, false);
        bench.ask(put);
        NameAsk ask = bench.peers.last(TWO, NameAsk.class);
        bench.from(TWO, new NameAnswer(ask.id(), true, List.of()));
        bench.from(THREE, new NameAnswer(bench.peers.last(THREE, NameAsk.class).id(), false, List.of()));
        assertThat(bench.answer()).isInstanceOfSatisfying(ChangeReply.Refused.class, refused -> {
            assertThat(refused.kind()).isEqualTo(ChangeReply.Kind.CONFLICT);
            assertThat(refused.detail()).contains("node-2");
        });
        assertThat(bench.table.current().pool("web").backends()).hasSize(1);
        bench.ask(put);
        bench.pass(Naming.PATIENCE.plus(BackendRegistry.BEAT));
        assertThat(bench.table.current().pool("web").backends())
                .as("who is silent has no say")
                .hasSize(2);
        bench.from(TWO, new NameAsk(4, "web", "a"));
        assertThat(bench.peers.last(TWO, NameAnswer.class)).isEqualTo(new NameAnswer(4, true, List.of()));
        bench.from(TWO, new NameAsk(5, "web", "x"));
        assertThat(bench.peers.last(TWO, NameAnswer.class)).isEqualTo(new NameAnswer(5, false, List.of()));
    }

    @Test
    void whatOnlyAnotherMembersFileNamesCannotBeDeletedAndIsNotSaidToBeNowhere() {
        RegistryBench bench = bench(view(1, TWO));
        for (Change delete : List.of(
                new Change.DeleteBackend("web", "x", null, false),
                new Change.DeleteBackend("late", "x", null, true),
                new Change.DeletePool("late"))) {
            for (boolean named : new boolean[] {true, false}) {
                bench.ask(delete);
                bench.from(
                        TWO, new NameAnswer(bench.peers.last(TWO, NameAsk.class).id(), named, List.of()));
                assertThat(bench.answer())
                        .as("%s", delete)
                        .isInstanceOfSatisfying(ChangeReply.Refused.class, refused -> {
                            assertThat(refused.kind())
                                    .isEqualTo(named ? ChangeReply.Kind.CONFLICT : ChangeReply.Kind.NOT_FOUND);
                            assertThat(refused.detail())
                                    .contains(named ? "is named by the file of node-2" : "there is");
                        });
            }
        }
        bench.ask(Change.PatchBackend.of("web", "x").weight(1));
        assertThat(bench.answer())
                .as("a change of what is not here is not asked about")
                .isInstanceOfSatisfying(
                        ChangeReply.Refused.class,
                        refused -> assertThat(refused.kind()).isEqualTo(ChangeReply.Kind.NOT_FOUND));
        bench.tell(new BackendRegistry.PeersStopped());
    }

    @Test
    void aPoolThatAnotherMembersFileNamesCannotBePutOrDeleted() {
        RegistryBench bench = bench(view(1, TWO));
        bench.ask(new Change.PutPool("late", "{}"));
        bench.from(TWO, new NameAnswer(bench.peers.last(TWO, NameAsk.class).id(), true, List.of()));
        assertThat(bench.answer()).isInstanceOfSatisfying(ChangeReply.Refused.class, refused -> {
            assertThat(refused.kind()).isEqualTo(ChangeReply.Kind.CONFLICT);
            assertThat(refused.detail()).contains("node-2");
        });
        assertThat(bench.table.current().pool("late")).isNull();
        bench.from(TWO, new NameAsk(4, "web", ""));
        assertThat(bench.peers.last(TWO, NameAnswer.class)).isEqualTo(new NameAnswer(4, true, List.of()));
        bench.from(TWO, new NameAsk(5, "late", ""));
        assertThat(bench.peers.last(TWO, NameAnswer.class)).isEqualTo(new NameAnswer(5, false, List.of()));
        bench.tell(new BackendRegistry.PeersStopped());
    }

    @Test
    void aPoolThatAnotherMembersListenerLeadsToIsNotDeleted() {
        RegistryBench bench = bench(view(1, TWO));
        bench.ask(new Change.PutPool("late", "{}"));
        bench.from(TWO, new NameAnswer(bench.peers.last(TWO, NameAsk.class).id(), false, List.of("web")));
        acknowledge(bench, TWO);
        assertThat(bench.answer()).as("it may be replaced").isInstanceOf(ChangeReply.Done.class);
        bench.ask(new Change.DeletePool("late"));
        bench.from(TWO, new NameAnswer(bench.peers.last(TWO, NameAsk.class).id(), false, List.of("web")));
        assertThat(bench.answer()).isInstanceOfSatisfying(ChangeReply.Refused.class, refused -> {
            assertThat(refused.kind()).isEqualTo(ChangeReply.Kind.CONFLICT);
            assertThat(refused.detail()).contains("listener web of node node-2");
        });
        bench.doors = List.of(new Door("db", List.of(), "late"));
        bench.from(TWO, new NameAsk(4, "late", ""));
        assertThat(bench.peers.last(TWO, NameAnswer.class)).isEqualTo(new NameAnswer(4, false, List.of("db")));
        bench.tell(new BackendRegistry.PeersStopped());
    }
}
