package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.AdminPort;
import io.weir.kit.Ending;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Three real processes as one cluster: what happens to it when one of them dies, stops, leaves or comes back. A cluster that a
 * test leaves as it was serves the next one.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterIT {
    private static final int NODES = 3;
    /** New connections a second that each node must carry, and that each is offered. */
    private static final int RATE = 300;

    private static final int OFFERED = 330;
    /** Long connections through each node. */
    private static final int LONG = 100;

    private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);
    /** A block that takes so long is one that the fault has held up. */
    private static final Duration NOTICED = Patience.seconds(5);

    private final List<StormLoad> loads = new ArrayList<>();
    private StormBackend backend;
    private WeirCluster cluster;
    private boolean asItWas;

    @BeforeAll
    void startBackend() {
        backend = StormBackend.start();
    }

    @AfterAll
    void stop() {
        if (cluster != null) {
            cluster.close();
        }
        backend.close();
    }

    @AfterEach
    void end() {
        loads.forEach(StormLoad::close);
        loads.clear();
        if (!asItWas && cluster != null) {
            cluster.close();
            cluster = null;
        }
        asItWas = false;
    }

    /** Announced for long enough for a front that looks ten times a second, on a machine that stands still in between. */
    private void furnish(WeirFile file, int node) {
        file.service("web", backend.hostPort()).add("weir.shutdown.announce = 2s\n");
    }

    private void three() {
        if (cluster == null) {
            cluster = WeirCluster.start(NODES, Transport.NATIVE, this::furnish);
        }
    }

    /** A node that is killed takes its own connections along, and no other; nor does it cost any that it comes back. */
    @Test
    @Tag("contract-7")
    void aKilledNodeTakesItsOwnConnectionsAndNoOthers() throws Exception {
        three();
        List<InetSocketAddress> left = List.of(listener(0), listener(1));
        LongLoad stay = LongLoad.begin(left, LONG);
        LongLoad go = LongLoad.begin(List.of(listener(2)), LONG);
        StormLoad load = load(left);
        StormLoad lost = load(List.of(listener(2)));
        load.awaitPace();
        lost.awaitPace();
        assertThat(lost.failures()).isEmpty();
        Carried carried = new Carried(load);
        cluster.node(2).kill();
        Patience.until("its connections to end").until(() -> go.living() == 0);
        cluster.awaitOne(30);
        lost.end();
        go.end();
        cluster.launch(2).awaitReady();
        StormLoad back = load(List.of(listener(2)));
        cluster.awaitOne(30);
        back.awaitPace();
        carried.assertEach("killed and back", RATE);
        for (StormLoad each : List.of(load, back)) {
            each.end();
            assertThat(each.failures()).isEmpty();
        }
        stay.endWhole("beside a killed node", NOTICED);
        asItWas = true;
    }

    /** A process that stands still for half a minute is removed, and comes back by itself; what goes through it goes on. */
    @Test
    @Tag("contract-8")
    void aNodeThatStoodStillComesBackWithItsConnections() throws Exception {
        three();
        WeirProcess still = cluster.node(2);
        List<InetSocketAddress> others = List.of(listener(0), listener(1));
        LongLoad through = LongLoad.begin(List.of(listener(2)), LONG);
        LongLoad beside = LongLoad.begin(others, LONG);
        StormLoad load = load(others);
        StormLoad until = load(List.of(listener(2)));
        load.awaitPace();
        until.awaitPace();
        until.end();
        Carried carried = new Carried(load);
        long stopped = System.nanoTime();
        still.signal("STOP");
        Patience.until("the still one to be removed", 30).until(() -> WeirCluster.members(cluster.node(0)) == 2);
        Patience.until("half a minute to be over", 60)
                .until(() -> System.nanoTime() - stopped >= HALF_A_MINUTE.toNanos());
        still.signal("CONT");
        StormLoad again = load(List.of(listener(2)));
        again.awaitPace();
        Carried after = new Carried(again);
        long counted = again.done();
        cluster.awaitOne(30);
        Patience.until("seconds enough to count").until(() -> again.done() > counted + 3 * RATE);
        carried.assertEach("beside a node that stood still", RATE);
        after.assertEach("through the node that stood still", RATE);
        for (StormLoad each : List.of(load, until, again)) {
            each.end();
            assertThat(each.failures()).isEmpty();
        }
        beside.endWhole("beside a node that stood still", NOTICED);
        through.endWhole("through the node that stood still", HALF_A_MINUTE.plus(Patience.seconds(10)));
        assertThat(through.slowest()).as("it did stand still").isGreaterThan(HALF_A_MINUTE.minusSeconds(2));
        assertThat(still.err().text()).contains("control-plane-restarted");
        asItWas = true;
    }

    /**
     * Each node in turn is stopped gently and started again, under one load that goes wherever the nodes say they are ready, as
     * it would behind a front: none of it fails.
     */
    @Test
    @Tag("contract-10")
    void aRollingRestartCostsNothing() throws Exception {
        three();
        try (Front front = new Front()) {
            cluster.alive().forEach(front::watch);
            Patience.until("all to be ready").until(() -> front.ready().size() == NODES);
            List<LongLoad> longs = new ArrayList<>();
            for (InetSocketAddress listener : cluster.listeners("web")) {
                longs.add(LongLoad.begin(List.of(listener), LONG));
            }
            StormLoad load = begun(new StormLoad(front::ready, NODES * OFFERED));
            load.awaitPace();
            Carried carried = new Carried(load);
            for (int node = 0; node < NODES; node++) {
                restart(front, node, longs.get(node));
                longs.set(node, LongLoad.begin(List.of(listener(node)), LONG));
            }
            carried.assertTogether("a rolling restart", NODES * RATE);
            load.end();
            assertThat(load.failures()).isEmpty();
            for (LongLoad each : longs) {
                each.endWhole("a rolling restart", NOTICED);
            }
        }
        for (WeirProcess node : cluster.alive()) {
            assertThat(node.err().text()).doesNotContain("member-unreachable", "control-plane-restarted");
        }
        asItWas = true;
    }

    /**
     * Stops a node and starts it again. Whoever heeds that it is not ready loses nothing; who stays is ended orderly; and the
     * other nodes do not miss the one that leaves.
     */
    private void restart(Front front, int node, LongLoad heeding) throws Exception {
        WeirProcess stopping = cluster.node(node);
        InetSocketAddress at = stopping.listener("web");
        List<Peer> staying = idle(at);
        Map<WeirProcess, Integer> others = new HashMap<>();
        cluster.alive().forEach(each -> others.put(each, each.err().lines().size()));
        others.remove(stopping);
        stopping.term();
        Patience.until("the front to take note").until(() -> !front.ready().contains(at));
        heeding.endWhole("until node " + node + " is not ready", NOTICED);
        assertThat(stopping.exitCode()).isZero();
        for (Peer ended : staying) {
            assertThat(ended.ending().how()).isEqualTo(Ending.How.FIN);
            ended.close();
        }
        others.forEach(ClusterIT::assertNotMissed);
        cluster.awaitOne(5);
        WeirProcess again = cluster.launch(node).awaitReady();
        front.watch(again);
        Patience.until("the front to take note").until(() -> front.ready().contains(again.listener("web")));
        cluster.awaitOne(20);
    }

    private static void assertNotMissed(WeirProcess other, int lines) {
        Patience.until("it to take note", 10)
                .until(() -> other.err().linesAfter(lines).stream().anyMatch(line -> line.contains("member-removed")));
        assertThat(other.err().linesAfter(lines)).noneMatch(line -> line.contains("member-unreachable"));
    }

    /** All stop; the first seed does not come back; the others are one cluster without it, and carry on when it does. */
    @Test
    @Tag("contract-8")
    void aWholeRestartDoesNotNeedTheFirstSeed() throws Exception {
        three();
        say(0, "PATCH", backend.hostPort(), "{\"weight\":7}");
        say(2, "PUT", "late", "{\"address\":\"127.0.0.1:1\",\"weight\":3}");
        cluster.alive().forEach(WeirProcess::kill);
        cluster.launch(1);
        cluster.launch(2);
        cluster.alive().forEach(WeirProcess::awaitReady);
        List<InetSocketAddress> two = List.of(listener(1), listener(2));
        LongLoad longs = LongLoad.begin(two, LONG);
        StormLoad load = load(two);
        load.awaitPace();
        Carried carried = new Carried(load);
        cluster.awaitOne(25);
        cluster.launch(0).awaitReady();
        StormLoad first = load(List.of(listener(0)));
        cluster.awaitOne(15);
        first.awaitPace();
        carried.assertEach("a whole restart without the first seed", RATE);
        for (StormLoad each : List.of(load, first)) {
            each.end();
            assertThat(each.failures()).isEmpty();
        }
        longs.endWhole("a whole restart without the first seed", NOTICED);
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

    private StormLoad load(List<InetSocketAddress> targets) {
        return begun(new StormLoad(targets, targets.size() * OFFERED));
    }

    private StormLoad begun(StormLoad load) {
        loads.add(load);
        return load.begin();
    }

    private static List<Peer> idle(InetSocketAddress at) throws IOException {
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < LONG; i++) {
            peers.add(StormLoad.idle(at));
        }
        return peers;
    }
}
