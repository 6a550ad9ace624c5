package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.FakeBackend;
import io.weir.kit.Manners;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.kit.Transport;
import io.weir.kit.WeirCluster;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client commands in front of three nodes. */
class CommandLineClusterIT {
    @TempDir
    private Path folder;

    private WeirProcess weir(WeirProcess node, String... words) {
        String url = "http://127.0.0.1:" + node.adminAddress().getPort();
        return WeirProcess.command(folder, List.of(), Map.of("WEIR_URL", url), List.of(words));
    }

    private String out(WeirProcess node, String... words) {
        WeirProcess run = weir(node, words);
        assertThat(run.exitCode()).as(run.err().text()).isZero();
        return run.out().text();
    }

    @Test
    void aDrainSaidToOneNodeWaitsForTheConnectionsOfAnother() throws IOException {
        try (FakeBackend backend = FakeBackend.start(Manners.greeting("hello"));
                WeirCluster cluster = WeirCluster.start(
                        3,
                        Transport.NATIVE,
                        (file, number) ->
                                file.service("web", "{ id = only, address = \"" + backend.hostPort() + "\" }"));
                Peer client = Peer.dial(cluster.node(1).listener("web"))) {
            assertThat(client.receive(5)).isEqualTo("hello");
            out(cluster.node(2), "listener", "pause", "web");
            // Whoever does not answer within a second is left out
            Patience.until("all of it")
                    .untilAsserted(() -> assertThat(out(cluster.node(0), "status"))
                            .contains("3 nodes", "n0", "n1", "n2")
                            .containsPattern("(?m)^web +n1 +web +127\\.0\\.0\\.1:\\d+ +open +1 +\\d+ +0 B +5 B$")
                            .containsPattern("(?m)^web +n2 +web +127\\.0\\.0\\.1:\\d+ +paused +0 "));
            out(cluster.node(2), "listener", "resume", "web");
            oneClientIsFollowedThroughTheWholeCluster(cluster);
            WeirProcess drain = weir(cluster.node(0), "backend", "drain", "web", "only", "--wait");
            Patience.until("the other node's connection")
                    .until(() -> drain.out().text().contains("1 connection left (n1 1)"));
            Patience.until("the third node to know")
                    .until(() -> out(cluster.node(2), "backend", "list", "web").contains("draining"));
            assertThat(drain.alive()).isTrue();
            client.close();
            assertThat(drain.exitCode()).as(drain.err().text()).isZero();
            assertThat(drain.out().text().strip()).endsWith("web/only: drained, no connection is left");
            assertThat(out(cluster.node(2), "backend", "ready", "web", "only")).contains("web/only: ready");
        }
    }

    /** Wherever a client went, by its address, through any node, and nobody else's connections. */
    private void oneClientIsFollowedThroughTheWholeCluster(WeirCluster cluster) throws IOException {
        List<Peer> his = new ArrayList<>();
        for (int node = 0; node < 3; node++) {
            Peer peer = Peer.dialFrom("127.0.0.9", cluster.node(node).listener("web"));
            assertThat(peer.receive(5)).isEqualTo("hello");
            his.add(peer);
        }
        String found = Patience.until("all of his connections")
                .until(
                        () -> out(cluster.node(0), "connections", "--client", "127.0.0.9"),
                        lines -> lines.lines().count() == 4);
        for (int node = 0; node < 3; node++) {
            assertThat(found)
                    .containsPattern("(?m)^\\S+ +127\\.0\\.0\\.9:"
                            + his.get(node).local().getPort() + " +n" + node + " +web +web +only ");
        }
        for (Peer each : his) {
            each.close();
        }
        Patience.until("his connections to have ended")
                .until(() -> cluster.alive().stream()
                                .mapToDouble(node -> node.metrics().sum("weir_backend_connections", "pool", "web"))
                                .sum()
                        == 1);
    }
}
