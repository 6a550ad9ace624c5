package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Ending;
import io.weir.kit.FakeBackend;
import io.weir.kit.FaultAgent;
import io.weir.kit.Manners;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.kit.PlantedFaults;
import io.weir.kit.Transport;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Faults of Weir's own, planted into a started process from outside. */
class FaultIT {
    private FakeBackend backend;
    private WeirProcess weir;

    @BeforeEach
    void start() {
        backend = FakeBackend.start(Manners.echo());
        WeirFile file = WeirFile.with(Transport.NATIVE)
                .service("web", backend.hostPort())
                .add("weir.event-loops.count = 1\n")
                .add("weir.shutdown { announce = 5m, drain = 5s, close-over = 100ms }\n");
        weir = WeirProcess.launch(
                        file,
                        List.of(),
                        Map.of(
                                "WEIR_JAVA_OPTS",
                                "-Xmx192m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC " + FaultAgent.option()))
                .awaitReady();
    }

    @AfterEach
    void stop() {
        try (FakeBackend b = backend;
                WeirProcess w = weir) {
            backend = null;
        }
    }

    @Test
    @Tag("contract-11")
    void aFaultEndsItsOwnConnectionByAResetIsLoggedAndCountedAndTouchesNoOtherOfItsLoop() throws Exception {
        try (Peer steady = Peer.dial(weir.listener("web"));
                Peer victim = Peer.dial(weir.listener("web"))) {
            steady.echo("before");
            victim.echo("before");
            victim.send(new byte[PlantedFaults.IN_A_STAGE]);
            Ending ending = victim.ending();
            assertThat(ending.how()).as("%s", ending).isEqualTo(Ending.How.RESET);
            assertThat(weir.accessLog().of(victim).reason()).isEqualTo("error");
            steady.echo("after");
        }
        try (Peer next = Peer.dial(weir.listener("web"))) {
            next.echo("as ever");
        }
        Patience.until("it to be counted and said").untilAsserted(() -> {
            assertThat(weir.metrics().sum("weir_faults_total")).isEqualTo(1);
            assertThat(weir.metrics().sum("weir_connections_closed_total", "reason", "error"))
                    .isEqualTo(1);
            assertThat(weir.err().lines())
                    .filteredOn(line -> line.contains("a fault of Weir's own ended connection"))
                    .hasSize(1)
                    .allMatch(line -> line.contains("planted by a test"));
        });
        Patience.until("the backend's side to be gone").until(() -> backend.open() == 0);
    }

    /** Its connections live on, but none could be joined any more: so the node drains and ends, to be started anew. */
    @Test
    void theEndOfALoopsHostEndsTheProcessAsAFaultWithoutAnnouncing() throws IOException {
        try (Peer client = Peer.dial(weir.listener("web"))) {
            client.echo("before");
            client.send(new byte[PlantedFaults.IN_A_HOST]);
            assertThat(client.receive(PlantedFaults.IN_A_HOST)).hasSize(PlantedFaults.IN_A_HOST);
            Patience.until("the listeners to be closed")
                    .until(() -> weir.err().text().contains("stopping: listeners closed, connections=1"));
            client.echo("still served");
            assertThat(client.ending().how()).isEqualTo(Ending.How.FIN);
        }
        assertThat(weir.exitCode()).as(weir.err().text()).isEqualTo(70);
        assertThat(weir.err().text()).contains("an event loop's host ended");
    }

    /** The JVM itself ends, so the number is Java's and not one of Weir's. */
    @Test
    void outOfHeapEndsTheProcessAtOnceWithJavasExitCode() throws IOException {
        try (Peer client = Peer.dial(weir.listener("web"))) {
            client.send(new byte[PlantedFaults.OUT_OF_MEMORY]);
            assertThat(weir.exitCode()).as(weir.err().text()).isEqualTo(3);
        }
    }
}
