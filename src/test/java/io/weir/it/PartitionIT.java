package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.kit.AdminPort;
import io.weir.kit.Lans;
import io.weir.kit.Patience;
import io.weir.kit.Transport;
import io.weir.kit.WeirCluster;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real processes in network namespaces whose cluster network is cut, while clients and backends notice nothing. */
class PartitionIT {
    private static final int NODES = 3;
    /** New connections a second that each node must carry, and that each is offered. */
    private static final int RATE = 300;

    private static final int OFFERED = 330;
    /** Long connections through each node. */
    private static final int LONG = 100;
    /** A block or a new connection that takes so long is one that the cut has held up. */
    private static final Duration NOTICED = Patience.seconds(5);

    private static final Duration HEALED = Patience.seconds(30);
    private static final String TOKEN = "let-me-in";
    private static final Duration MINUTE = Duration.ofSeconds(60);

    private Lans lans;
    private StormBackend backend;
    private WeirCluster cluster;
    private StormLoad load;
    private LongLoad longs;

    @BeforeEach
    void make() {
        assumeTrue(Lans.possible(), "network namespaces need root");
        lans = Lans.make(NODES);
        backend = StormBackend.start(lans.here());
        cluster = WeirCluster.prepare(lans, NODES, Transport.NATIVE, this::furnish);
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : Arrays.asList(load, cluster, backend, lans)) {
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
    @Tag("contract-12")
    @Tag("peers-52")
    void aMinuteOfTwoAgainstOneCostsNoConnection() throws Exception {
        startAll();
        cluster.awaitOne(30);
        try (Front front = new Front()) {
            cluster.alive().forEach(front::watch);
            beginLoad();
            Patience.until("all to be ready").until(() -> front.ready().size() == NODES);
            Carried carried = new Carried(load);
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
            assertThat(longs.failures()).isEmpty();
            long healing = System.nanoTime();
            lans.heal(2);
            awaitOneSince(healing);
            carried.assertEach("two against one for a minute", RATE);
            endLoad("two against one for a minute");
            assertThat(Duration.ofMillis(load.slowestMillis()))
                    .as("the slowest new connection: %s", load.slowest())
                    .isLessThan(NOTICED);
            assertThat(front.lapses()).as("who was ready stays ready").isEmpty();
        }
        assertSaid("s1 weight 5", "s1 maxConnections 50", "s2 weight 7");
        assertLost("s2 weight 3");
        assertThat(cluster.node(2).err().text()).contains("island-merged");
        assertThat(cluster.node(0).err().text()).doesNotContain("control-plane-restarted");
    }

    private void beginLoad() throws IOException {
        longs = LongLoad.begin(cluster.listeners("web"), LONG);
        load = new StormLoad(cluster.listeners("web"), NODES * OFFERED).begin();
        load.awaitPace();
        // Who goes to a process that has just started waits for its compilers, not for a cut
        load.timeAnew();
    }

    /** Nothing failed, no block waited for long, and no process is another one than at the start. */
    private void endLoad(String what) throws InterruptedException {
        load.end();
        assertThat(load.failures()).isEmpty();
        System.out.println(what + ": the slowest new connection in " + load.slowest());
        longs.endWhole(what, NOTICED);
        assertThat(cluster.alive()).hasSize(NODES);
    }

    private void say(int node, String backend, String change) {
        AdminPort.Answer answer =
                cluster.node(node).admin().ask("PATCH", "/api/v1/pools/spare/backends/" + backend, change);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    /** On every node this is in force: a backend, a field and a value each. */
    private void assertSaid(String... words) {
        for (WeirProcess node : cluster.alive()) {
            for (String each : words) {
                String[] word = each.split(" ");
                Patience.until("n" + cluster.alive().indexOf(node) + " to hold " + each)
                        .until(() -> said(node, word[0])
                                .at("/" + word[1] + "/value")
                                .asText()
                                .equals(word[2]));
            }
        }
    }

    /** On every node it is an event that these, and no others, do not hold because of a later word. */
    private void assertLost(String... words) {
        for (WeirProcess node : cluster.alive()) {
            Patience.until("the events of what does not hold")
                    .untilAsserted(() -> assertThat(lost(node)).containsExactlyInAnyOrder(words));
        }
    }

    private static Set<String> lost(WeirProcess node) {
        Set<String> lost = new TreeSet<>();
        for (JsonNode event : node.admin().get("/api/v1/events").json().path("events")) {
            if (event.path("type").asText().equals("override-lost")) {
                JsonNode details = event.path("details");
                lost.add(details.path("backend").asText() + " "
                        + details.path("field").asText() + " "
                        + details.path("lost").asText());
            }
        }
        return lost;
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
        beginLoad();
        Carried carried = new Carried(load);
        say(0, "s1", "{\"weight\":5}");
        say(1, "s1", "{\"maxConnections\":50}");
        say(2, "s1", "{\"state\":\"draining\"}");
        say(0, "s2", "{\"weight\":3}");
        say(1, "s2", "{\"weight\":4}");
        say(2, "s2", "{\"weight\":7}");
        long healing = System.nanoTime();
        for (int i = 0; i < NODES; i++) {
            lans.heal(i);
        }
        awaitOneSince(healing);
        carried.assertEach("three that never met", RATE);
        endLoad("three that never met");
        assertSaid("s1 weight 5", "s1 maxConnections 50", "s1 state draining", "s2 weight 7");
        assertLost("s2 weight 3", "s2 weight 4");
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

    /** All see all at one moment, and it is not half a minute since then. */
    private void awaitOneSince(long healing) {
        for (int i = 0; i < NODES; i++) {
            awaitMembers(i, NODES);
        }
        cluster.awaitOne(30);
        Duration took = Duration.ofNanos(System.nanoTime() - healing);
        System.out.println("one cluster after healing: " + took.toMillis() + " ms");
        assertThat(took).isLessThanOrEqualTo(HEALED);
    }

    private void startAll() {
        for (int i = 0; i < NODES; i++) {
            cluster.launch(i).admin().with(TOKEN);
        }
        cluster.alive().forEach(WeirProcess::awaitReady);
    }
}
