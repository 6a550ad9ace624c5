package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.AdminPort;
import io.weir.kit.Ending;
import io.weir.kit.FakeBackend;
import io.weir.kit.Loopback;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.kit.Transport;
import io.weir.kit.WeirCluster;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three real processes as one cluster: what happens to it when one of them dies, stops, leaves or comes back. */
class ClusterIT {
    private static final int NODES = 3;
    private static final int RATE = 300;
    private static final int IDLE = 100;

    private static FakeBackend backend;
    private WeirCluster cluster;

    @BeforeAll
    static void startBackend() {
        backend = FakeBackend.start(StormLoad.ANSWER_AND_CLOSE);
    }

    @AfterAll
    static void stopBackend() {
        backend.close();
    }

    @AfterEach
    void end() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private static void furnish(WeirFile file, int node) {
        file.service("web", backend.hostPort());
    }

    /** A node that is killed takes its own connections along, and no other. */
    @Test
    @Tag("contract-7")
    void aKilledNodeTakesItsOwnConnectionsAndNoOthers() throws Exception {
        cluster = WeirCluster.start(NODES, Transport.NATIVE, ClusterIT::furnish);
        List<Peer> idle = idle(List.of(listener(0), listener(1)));
        StormLoad load = new StormLoad(List.of(listener(0), listener(1)), 2 * RATE).begin();
        StormLoad lost = new StormLoad(List.of(listener(2)), RATE).begin();
        Patience.until("load on all").until(() -> lost.done() > RATE && load.done() > RATE);
        cluster.node(2).kill();
        cluster.awaitOne(30);
        load.end();
        lost.end();
        assertThat(load.failures()).isEmpty();
        assertAlive(idle);
        cluster.launch(2).awaitReady();
        cluster.awaitOne(30);
    }

    /** A process that stands still for half a minute is removed, and comes back by itself; what goes through it goes on. */
    @Test
    @Tag("contract-8")
    void aNodeThatStoodStillComesBackWithItsConnections() throws Exception {
        cluster = WeirCluster.start(NODES, Transport.NATIVE, ClusterIT::furnish);
        WeirProcess still = cluster.node(2);
        List<Peer> through = idle(List.of(still.listener("web")));
        List<Peer> others = idle(List.of(listener(0), listener(1)));
        StormLoad load = new StormLoad(List.of(listener(0), listener(1)), 2 * RATE);
        run(load, Duration.ofSeconds(30), () -> still.signal("STOP"));
        Patience.until("the still one to be removed", 30).until(() -> WeirCluster.members(cluster.node(0)) == 2);
        still.signal("CONT");
        cluster.awaitOne(30);
        assertThat(load.failures()).isEmpty();
        assertAlive(through);
        assertAlive(others);
        assertThat(still.err().text()).contains("control-plane-restarted");
        StormLoad after = new StormLoad(cluster.listeners("web"), NODES * RATE);
        after.run(Duration.ofSeconds(2), () -> {});
        assertThat(after.failures()).isEmpty();
    }

    @Test
    @Tag("contract-10")
    void whoLeavesIsNotMissed() {
        cluster = WeirCluster.start(NODES, Transport.NATIVE, ClusterIT::furnish);
        cluster.node(0).term();
        assertThat(cluster.node(0).exitCode()).isZero();
        WeirProcess other = cluster.node(1);
        Patience.until("the others to take note", 10)
                .until(() -> other.err().text().contains("member-removed"));
        cluster.awaitOne(5);
        assertThat(other.err().text()).doesNotContain("member-unreachable");
    }

    /** Each node in turn is stopped gently and started again, while the others carry load. */
    @Test
    @Tag("contract-10")
    void aRollingRestartCostsNothingThroughTheOthers() throws Exception {
        cluster = WeirCluster.start(NODES, Transport.NATIVE, ClusterIT::furnish);
        List<List<Peer>> idle = new ArrayList<>();
        for (InetSocketAddress listener : cluster.listeners("web")) {
            idle.add(idle(List.of(listener)));
        }
        for (int node = 0; node < NODES; node++) {
            int next = node;
            List<InetSocketAddress> others = new ArrayList<>(cluster.listeners("web"));
            others.remove(next);
            StormLoad load = new StormLoad(others, 2 * RATE);
            run(load, Duration.ofSeconds(5), () -> cluster.node(next).term());
            assertThat(load.failures()).isEmpty();
            assertThat(cluster.node(next).exitCode()).isZero();
            for (int other = 0; other < NODES; other++) {
                for (Peer peer : other == next ? List.<Peer>of() : idle.get(other)) {
                    StormLoad.assertAlive(peer);
                }
            }
            for (Peer ended : idle.get(next)) {
                assertThat(ended.ending().how()).isEqualTo(Ending.How.FIN);
                ended.close();
            }
            cluster.launch(next).awaitReady();
            cluster.awaitOne(20);
            idle.set(next, idle(List.of(listener(next))));
        }
        for (List<Peer> peers : idle) {
            assertAlive(peers);
        }
        for (WeirProcess node : cluster.alive()) {
            assertThat(node.err().text()).doesNotContain("member-unreachable", "control-plane-restarted");
        }
    }

    /** All stop; the first seed does not come back; the others are one cluster without it. */
    @Test
    @Tag("contract-8")
    void aWholeRestartDoesNotNeedTheFirstSeed() {
        cluster = WeirCluster.start(NODES, Transport.NATIVE, ClusterIT::furnish);
        say(0, "PATCH", backend.hostPort(), "{\"weight\":7}");
        say(2, "PUT", "late", "{\"address\":\"127.0.0.1:1\",\"weight\":3}");
        cluster.alive().forEach(WeirProcess::kill);
        cluster.launch(1);
        cluster.launch(2);
        cluster.alive().forEach(WeirProcess::awaitReady);
        cluster.awaitOne(25);
        cluster.launch(0).awaitReady();
        cluster.awaitOne(15);
        for (WeirProcess node : cluster.alive()) {
            assertThat(weight(node, backend.hostPort())).isEqualTo(7);
            assertThat(weight(node, "late")).isEqualTo(3);
        }
    }

    @Test
    @Tag("contract-14")
    void aTakenClusterPortIsRefusedBeforeAnyListenerListens() throws IOException {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(Loopback.port(0));
            WeirFile file = WeirFile.with(Transport.NATIVE)
                    .add("weir.cluster.bind = \"127.0.0.1:%d\"%n".formatted(taken.getLocalPort()))
                    .service("web", backend.hostPort());
            try (WeirProcess weir = WeirProcess.launch(file)) {
                assertThat(weir.exitCode()).as(weir.err().text()).isEqualTo(71);
                assertThat(weir.err().text())
                        .contains("weir.cluster.bind")
                        .contains("pid " + ProcessHandle.current().pid())
                        .doesNotContain("listening listener=");
            }
        }
    }

    private void say(int node, String method, String id, String body) {
        AdminPort.Answer answer = cluster.node(node).admin().ask(method, "/api/v1/pools/web/backends/" + id, body);
        assertThat(answer.status()).as(answer.body()).isBetween(200, 201);
    }

    private static int weight(WeirProcess node, String id) {
        AdminPort.Answer answer = node.admin().get("/api/v1/pools/web/backends/" + id);
        return answer.json().path("weight").asInt();
    }

    private InetSocketAddress listener(int node) {
        return cluster.node(node).listener("web");
    }

    /** Runs a load, and does something once it has gone on for a second. */
    private static void run(StormLoad load, Duration time, Runnable meanwhile) throws InterruptedException {
        int[] seconds = {0};
        load.run(time, () -> {
            if (seconds[0]++ == 1) {
                meanwhile.run();
            }
        });
        assertThat(load.done()).isGreaterThan(0);
    }

    private static List<Peer> idle(List<InetSocketAddress> at) throws IOException {
        List<Peer> peers = new ArrayList<>();
        for (InetSocketAddress each : at) {
            for (int i = 0; i < IDLE; i++) {
                peers.add(StormLoad.idle(each));
            }
        }
        return peers;
    }

    private static void assertAlive(List<Peer> idle) throws IOException {
        for (Peer peer : idle) {
            StormLoad.assertAlive(peer);
            peer.close();
        }
    }
}
