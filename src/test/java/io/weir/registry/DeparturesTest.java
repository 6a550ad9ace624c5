package io.weir.registry;

import static io.weir.registry.FakePeers.node;
import static io.weir.registry.FakePeers.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.AdminState;
import io.weir.model.BackendKey;
import io.weir.model.HostPort;
import io.weir.model.Off;
import io.weir.probe.HandTime;
import io.weir.registry.peer.NodeId;
import io.weir.registry.report.Line;
import io.weir.registry.report.ReportWriter;
import io.weir.registry.report.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** When a run-time backend that is deleted goes, with another member about. */
class DeparturesTest {
    private static final ActorTestKit KIT = ActorTestKit.create(HandTime.config());
    private static final HandTime TIME = HandTime.of(KIT.system());

    private static final NodeId TWO = node(2);
    private static final HostPort PLACE = new HostPort("127.0.0.1", 1009);
    private static final BackendKey KEY = new BackendKey("web", "x", PLACE);

    private final RegistryBench bench = new RegistryBench(KIT, TIME).subscribed();
    private final ReportWriter two = new ReportWriter();

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    /** The other member says how many connections it has there. */
    private void reports(int connections) {
        Map<Subject, Line> now = Map.of(Subject.of(KEY), new Line(connections, 0, 0, false, null, 0));
        two.write(now, bench.clock.nanoTime()).forEach(part -> bench.from(TWO, part));
    }

    private ChangeReply changed(Change change) {
        bench.ask(change);
        bench.pass(Naming.PATIENCE);
        bench.pass(Replication.PATIENCE);
        return bench.answer();
    }

    @Test
    void aBackendStaysWhileAnotherMemberHasConnectionsThere() {
        bench.tell(new BackendRegistry.Restore(List.of()));
        bench.configured(Given.checked("web", Given.backend("a", 1001))).members(view(1, TWO));
        changed(new Change.PutBackend("web", "x", PLACE, 1, Off.COUNT, false));
        reports(1);
        assertThat(changed(new Change.DeleteBackend("web", "x", null, false))).isInstanceOf(ChangeReply.Gone.class);
        bench.pass(Departures.HOLD);
        bench.pass(Duration.ofSeconds(1));
        assertThat(bench.backend("web", "x").state()).isEqualTo(AdminState.REMOVING);
        reports(0);
        bench.pass(BackendRegistry.BEAT);
        assertThat(bench.backend("web", "x")).isNull();
    }
}
