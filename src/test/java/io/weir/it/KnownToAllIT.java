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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** What some nodes find out all of them know in time, and, in the end, what a killed one knew nobody misses. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KnownToAllIT {
    private static final int NODES = 3;
    private static final int BACKENDS = 10;
    private static final int THROUGH = 40;
    /** A machine that is held up makes it late, but not three times. */
    private static final int TRIES = 3;

    private static final Duration SILENT = Duration.ofSeconds(3);
    private static final Duration GONE = Duration.ofSeconds(20);
    /** interval, then two more checks at the fast interval, each with a tenth of jitter, and a second. */
    private static final Duration KNOWN = Duration.ofMillis(1100 + 2 * 330 + 1000);
    /** As long again as three checks wait for an answer. */
    private static final Duration SILENCE_KNOWN = KNOWN.plusMillis(3 * 500);

    private List<FakeBackend> backends;
    private List<FakeBackend> doomed;
    private List<BlackHole> holes;
    private WeirCluster cluster;

    @BeforeAll
    void start() {
        backends = IntStream.range(0, BACKENDS)
                .mapToObj(i -> FakeBackend.start(StormLoad.ANSWER_AND_CLOSE))
                .toList();
        doomed = IntStream.range(0, TRIES)
                .mapToObj(i -> FakeBackend.start(StormLoad.ANSWER_AND_CLOSE))
                .toList();
        holes = IntStream.range(0, TRIES)
                .mapToObj(i -> BlackHole.dormant("hole"))
                .toList();
        cluster = WeirCluster.start(NODES, Transport.NATIVE, this::furnish);
    }

    @AfterAll
    void end() {
        cluster.close();
        holes.forEach(BlackHole::close);
        doomed.forEach(FakeBackend::close);
        backends.forEach(FakeBackend::close);
    }

    private void furnish(WeirFile file, int node) {
        String[] addresses = backends.stream().map(FakeBackend::hostPort).toArray(String[]::new);
        file.service("few", addresses)
                .add("weir.pools.few.health-check { type = tcp, interval = 1s, fast-interval = 300ms, owners = 1 }\n");
        for (int i = 0; i < TRIES; i++) {
            String check = "health-check { type = tcp, interval = 1s, fast-interval = 300ms, timeout = 500ms }";
            file.service("dead" + i, doomed.get(i).hostPort())
                    .add("weir.pools.dead" + i + "." + check.replace(", timeout = 500ms", "") + "\n")
                    .service("hole" + i, holes.get(i).hostPort())
                    .add("weir.pools.hole" + i + "." + check + "\n");
        }
    }

    /** One that refuses, and at the same time one that answers nothing any more, which takes as long as its checks wait. */
    @Test
    @Order(1)
    @Tag("contract-5")
    void aDeadBackendIsDownOnAllNodesInTheTimeItsCheckAllows() {
        List<String> late = new ArrayList<>();
        for (int i = 0; i < TRIES; i++) {
            List<String> now = late(i);
            if (now.isEmpty()) {
                return;
            }
            late.addAll(now);
        }
        assertThat(late).isEmpty();
    }

    /** Where it was not known in time. */
    private List<String> late(int number) {
        List<String> late = new ArrayList<>();
        Instant died = Instant.now();
        doomed.get(number).stopListening();
        holes.get(number).fallSilent();
        Instant silent = Instant.now();
        for (WeirProcess node : cluster.alive()) {
            awaitDown(node, "dead" + number, died, KNOWN, late);
            awaitDown(node, "hole" + number, silent, SILENCE_KNOWN, late);
        }
        return late;
    }

    private static void awaitDown(WeirProcess node, String pool, Instant since, Duration known, List<String> late) {
        Patience.until("the backend of pool " + pool + " to be down", 15).until(() -> down(node, pool) != null);
        Duration took = Duration.between(since, down(node, pool));
        if (took.compareTo(known) > 0) {
            late.add(pool + " after " + took + ", where " + known + " is allowed:\n"
                    + node.err().text());
        }
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
    @Order(2)
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
