package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.BlackHole;
import io.weir.kit.FakeBackend;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.kit.Transport;
import io.weir.kit.WeirCluster;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What some nodes find out all of them know in time, and what a killed one knew nobody misses. */
class KnownToAllIT {
    private static final int NODES = 3;
    private static final int BACKENDS = 10;
    private static final int THROUGH = 40;
    private static final Duration SILENT = Duration.ofSeconds(3);
    private static final Duration GONE = Duration.ofSeconds(20);
    /** interval, then two more checks at the fast interval, each with a tenth of jitter, and a second. */
    private static final Duration KNOWN = Duration.ofMillis(1100 + 2 * 330 + 1000);
    /** As long again as three checks wait for an answer. */
    private static final Duration SILENCE_KNOWN = KNOWN.plusMillis(3 * 500);

    private List<FakeBackend> backends;
    private BlackHole hole;
    private WeirCluster cluster;

    @BeforeEach
    void start() {
        backends = IntStream.range(0, BACKENDS)
                .mapToObj(i -> FakeBackend.start(StormLoad.ANSWER_AND_CLOSE))
                .toList();
        hole = BlackHole.dormant("hole");
        cluster = WeirCluster.start(NODES, Transport.NATIVE, this::furnish);
    }

    @AfterEach
    void end() {
        cluster.close();
        hole.close();
        backends.forEach(FakeBackend::close);
    }

    private void furnish(WeirFile file, int node) {
        String[] addresses = backends.stream().map(FakeBackend::hostPort).toArray(String[]::new);
        file.service("few", addresses)
                .add("weir.pools.few.health-check { type = tcp, interval = 1s, fast-interval = 300ms, owners = 1 }\n")
                .service("all", addresses[0])
                .add("weir.pools.all.health-check { type = tcp, interval = 1s, fast-interval = 300ms }\n")
                .service("hole", hole.hostPort())
                .add(
                        "weir.pools.hole.health-check { type = tcp, interval = 1s, fast-interval = 300ms, timeout = 500ms }\n");
    }

    /** One that refuses, and at the same time one that answers nothing any more, which takes as long as its checks wait. */
    @Test
    @Tag("contract-5")
    void aDeadBackendIsDownOnAllNodesInTheTimeItsCheckAllows() {
        Instant died = Instant.now();
        backends.getFirst().stopListening();
        Instant silent = Instant.now();
        hole.fallSilent();
        for (WeirProcess node : cluster.alive()) {
            assertDown(node, "all", died, KNOWN);
            assertDown(node, "hole", silent, SILENCE_KNOWN);
        }
    }

    private static void assertDown(WeirProcess node, String pool, Instant since, Duration known) {
        Patience.until("the backend of pool " + pool + " to be down", 15).until(() -> down(node, pool) != null);
        assertThat(Duration.between(since, down(node, pool)))
                .as(node.err().text())
                .isLessThanOrEqualTo(known);
    }

    /** When a node said that the backend is down, by what it wrote; null before. */
    private static Instant down(WeirProcess node, String pool) {
        return node.err().lines().stream()
                .filter(line -> line.contains("backend-health") && line.contains("pool=" + pool))
                .filter(line -> line.contains("to=down"))
                .map(line -> Instant.parse(line.substring(0, line.indexOf(' '))))
                .findFirst()
                .orElse(null);
    }

    @Test
    @Tag("contract-7")
    void whatAKilledNodeCheckedIsTakenOverAndWhatItHeldIsForgotten() throws Exception {
        List<Peer> through = new ArrayList<>();
        for (int i = 0; i < THROUGH; i++) {
            through.add(StormLoad.idle(cluster.node(2).listener("few")));
        }
        List<WeirProcess> left = List.of(cluster.node(0), cluster.node(1));
        for (WeirProcess node : left) {
            Patience.until("its counts to be known").until(() -> counted(node) == THROUGH);
        }
        long killed = System.nanoTime();
        cluster.node(2).kill();
        for (WeirProcess node : left) {
            Awaitility.await("its counts to be gone")
                    .pollInterval(Duration.ofMillis(100))
                    .atMost(GONE.minusNanos(System.nanoTime() - killed))
                    .until(() -> counted(node) == 0);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - killed)).isGreaterThan(SILENT);
        int[] before = backends.stream().mapToInt(FakeBackend::accepted).toArray();
        for (int i = 0; i < BACKENDS; i++) {
            int each = i;
            Patience.until("a check of backend " + i + ", once a second")
                    .until(() -> backends.get(each).accepted() > before[each] + 1);
        }
        for (Peer peer : through) {
            peer.close();
        }
    }

    private static int counted(WeirProcess node) {
        return (int) node.metrics().sum("weir_backend_cluster_connections", "pool", "few");
    }
}
