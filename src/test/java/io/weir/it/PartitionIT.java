package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
                .add("weir { admin.bind = \"%1$s:0\", listeners.web.bind = \"%1$s:0\" }%n"
                        .formatted(lans.clientSide(node)));
    }

    /** Two against one for a minute: both sides go on, and the one comes back by itself when the cut heals. */
    @Test
    @Tag("contract-8")
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
        Patience.until("the minute to be over", 120).until(() -> System.nanoTime() - cut >= MINUTE.toNanos());
        assertThat(load.failures()).isEmpty();
        lans.heal(2);
        awaitOne();
        load.end();
        assertThat(load.failures()).isEmpty();
        assertAlive(idle);
        assertThat(cluster.node(2).err().text()).contains("island-merged");
        assertThat(cluster.node(0).err().text()).doesNotContain("control-plane-restarted");
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
            cluster.launch(i);
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
