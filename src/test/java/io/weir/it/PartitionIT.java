package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.kit.AdminPort;
import io.weir.kit.FakeBackend;
import io.weir.kit.Lans;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.kit.Transport;
import io.weir.kit.WeirCluster;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real processes in network namespaces whose cluster network is cut, while clients and backends notice nothing. */
class PartitionIT {
    private static final int NODES = 3;
    private static final int RATE = 300;
    private static final int IDLE = 100;
    private static final String TOKEN = "let-me-in";
    private static final Duration MINUTE = Duration.ofSeconds(60);

    private Lans lans;
    private FakeBackend backend;
    private WeirCluster cluster;

    @BeforeEach
    void make() {
        assumeTrue(Lans.possible(), "network namespaces need root");
        lans = Lans.make(NODES);
        backend = FakeBackend.start(lans.here(), StormLoad.ANSWER_AND_CLOSE);
        cluster = WeirCluster.prepare(lans, NODES, Transport.NATIVE, this::furnish);
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : Arrays.asList(cluster, backend, lans)) {
            if (each != null) {
                each.close();
            }
        }
    }

    private void furnish(WeirFile file, int node) {
        file.service("web", backend.hostPort())
                .pool("spare", "", "{ address = \"127.0.0.1:1\", id = s1 }", "{ address = \"127.0.0.1:2\", id = s2 }")
                .add("weir { admin.bind = \"%1$s:0\", listeners.web.bind = \"%1$s:0\" }%n"
                        .formatted(lans.clientSide(node)))
                .add("weir.admin.tokens = [{ name = test, role = admin, token = %s }]%n".formatted(TOKEN));
    }

    /** Two against one for a minute: both sides go on, and the one comes back by itself when the cut heals. */
    @Test
    @Tag("contract-8")
    @Tag("peers-52")
    void aMinuteOfTwoAgainstOneCostsNoConnection() throws Exception {
        startAll();
        cluster.awaitOne(30);
        List<Peer> idle = idle();
        StormLoad load = new StormLoad(cluster.listeners("web"), NODES * RATE).begin();
        long cut = System.nanoTime();
        lans.cut(2);
        awaitMembers(0, 2);
        awaitMembers(1, 2);
        awaitMembers(2, 1);
        say(0, "s1", "{\"weight\":5}");
        say(2, "s1", "{\"maxConnections\":50}");
        say(0, "s2", "{\"weight\":3}");
        say(2, "s2", "{\"weight\":7}");
        Patience.until("the minute to be over", 120).until(() -> System.nanoTime() - cut >= MINUTE.toNanos());
        assertThat(load.failures()).isEmpty();
        lans.heal(2);
        awaitOne();
        load.end();
        assertThat(load.failures()).isEmpty();
        assertAlive(idle);
        assertSaid();
        assertThat(cluster.node(2).err().text()).contains("island-merged");
        assertThat(cluster.node(0).err().text()).doesNotContain("control-plane-restarted");
    }

    private void say(int node, String backend, String change) {
        AdminPort.Answer answer =
                cluster.node(node).admin().ask("PATCH", "/api/v1/pools/spare/backends/" + backend, change);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    /** What either side said is known to all; of what both said, the later holds and the other is told. */
    private void assertSaid() {
        for (WeirProcess node : cluster.alive()) {
            Patience.until("both sides' words").until(() -> {
                JsonNode fields = said(node, "s1");
                return fields.at("/weight/value").asInt() == 5
                        && fields.at("/maxConnections/value").asInt() == 50
                        && said(node, "s2").at("/weight/value").asInt() == 7;
            });
        }
        assertThat(cluster.alive())
                .anySatisfy(node -> assertThat(node.err().text()).contains("override-lost"));
    }

    private static JsonNode said(WeirProcess node, String backend) {
        return node.admin()
                .get("/api/v1/pools/spare/backends/" + backend)
                .json()
                .path("overrides");
    }

    /** Three that never met are clusters of their own, and one when they can be. */
    @Test
    @Tag("contract-8")
    void nodesStartedCutOffFromEachOtherBecomeOneCluster() throws Exception {
        for (int i = 0; i < NODES; i++) {
            lans.cut(i);
        }
        startAll();
        for (int i = 0; i < NODES; i++) {
            awaitMembers(i, 1);
        }
        List<Peer> idle = idle();
        StormLoad load = new StormLoad(cluster.listeners("web"), NODES * RATE).begin();
        for (int i = 0; i < NODES; i++) {
            lans.heal(i);
        }
        awaitOne();
        load.end();
        assertThat(load.failures()).isEmpty();
        assertAlive(idle);
    }

    /** What a node wrote is all there is to see why it did not. */
    private void awaitMembers(int node, int count) {
        WeirProcess weir = cluster.node(node);
        try {
            Patience.until("n" + node + " to see " + count + " members", 45)
                    .until(() -> WeirCluster.members(weir) == count);
        } catch (ConditionTimeoutException late) {
            throw new AssertionError(
                    late.getMessage() + " but sees " + WeirCluster.members(weir) + "; it wrote:\n"
                            + weir.err().text(),
                    late);
        }
    }

    private void awaitOne() {
        for (int i = 0; i < NODES; i++) {
            awaitMembers(i, NODES);
        }
        cluster.awaitOne(30);
    }

    private void startAll() {
        for (int i = 0; i < NODES; i++) {
            cluster.launch(i).admin().with(TOKEN);
        }
        cluster.alive().forEach(WeirProcess::awaitReady);
    }

    private List<Peer> idle() throws IOException {
        List<Peer> peers = new ArrayList<>();
        for (InetSocketAddress each : cluster.listeners("web")) {
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
