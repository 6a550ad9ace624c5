package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Aftermath;
import io.weir.kit.Ending;
import io.weir.kit.FakeBackend;
import io.weir.kit.Loopback;
import io.weir.kit.Manner;
import io.weir.kit.Manners;
import io.weir.kit.MetricsScrape;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.kit.Transport;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What checks find out and what clients notice of it. */
class HealthIT {
    private static final String PACE =
            "interval = 200ms, fast-interval = 100ms, down-interval = 100ms, timeout = 400ms, rise = 2, fall = 3";
    private static final AtomicInteger CHECKS = new AtomicInteger();
    private static final AtomicInteger FAILING = new AtomicInteger();
    private static FakeBackend checked;
    private static FakeBackend steady;
    private static FakeBackend talker;
    private static FakeBackend denier;
    private static FakeBackend[] hashed;
    private static FakeBackend primary;
    private static FakeBackend backup;
    private static WeirProcess weir;
    private static Aftermath aftermath;

    @BeforeAll
    static void start() {
        checked = FakeBackend.start(HealthIT::answerCheck);
        steady = FakeBackend.start(Manners.greeting("steady"));
        talker = FakeBackend.start(Manners.greeting("+PONG v7 ok\r\n"));
        denier = FakeBackend.start(Manners.greeting("ready\r\n"));
        primary = FakeBackend.lasting(Manners.greeting("primary"));
        backup = FakeBackend.start(Manners.greeting("backup"));
        hashed = new FakeBackend[4];
        WeirFile file = WeirFile.with(Transport.NATIVE);
        StringBuilder four = new StringBuilder();
        for (int i = 0; i < hashed.length; i++) {
            hashed[i] = FakeBackend.lasting(Manners.greeting(Integer.toString(i)));
            four.append("{ address = \"%s\", id = h%d }, ".formatted(hashed[i].hostPort(), i));
        }
        weir = WeirProcess.start(file.listener("thresholds", "")
                .pool("thresholds", "", "{ address = \"" + steady.hostPort() + "\", id = b }")
                // Failures are planted there, and a machine that stands still must not add others
                .add(check(
                        "thresholds",
                        "http, timeout = 2s, port = " + checked.address().getPort() + ", http.path = \"/up\""))
                .listener("primaries", "")
                .pool(
                        "primaries",
                        "",
                        "{ address = \"" + primary.hostPort() + "\", id = p }",
                        "{ address = \"" + backup.hostPort() + "\", id = b, backup = true }")
                .add(check("primaries", "tcp"))
                .listener("talk", "")
                .pool("talk", "", "{ address = \"" + talker.hostPort() + "\", id = t }")
                .add(
                        check(
                                "talk",
                                "send-expect, send-expect { send = \"PING\\r\\n\", expect = \"PONG v[0-9]+ ok\", max-bytes = 64 }"))
                .listener("negated", "")
                .pool("negated", "", "{ address = \"" + denier.hostPort() + "\", id = n }")
                .add(check("negated", "send-expect, send-expect.expect = \"^(?!-LOADING)[^\\r]*\\r\""))
                .listener("hash", "")
                .add("weir.pools.hash { algorithm = source-hash, outlier-detection.ejection = 2s, backends = [ " + four
                        + " ] }\n")
                .add(check("hash", "tcp")));
        aftermath = new Aftermath(weir);
    }

    private static String check(String pool, String type) {
        return "weir.pools.%s.health-check { %s, type = %s }%n".formatted(pool, PACE, type);
    }

    private static void answerCheck(Peer peer) throws IOException {
        CHECKS.incrementAndGet();
        boolean fail = FAILING.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        String request = peer.receive("GET /up HTTP/1.".length());
        assertThat(request).isEqualTo("GET /up HTTP/1.");
        peer.send("HTTP/1.1 " + (fail ? "503 No" : "204 Yes") + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        peer.finish();
        peer.in().readAllBytes();
    }

    @AfterAll
    static void stop() {
        try (FakeBackend c = checked;
                FakeBackend s = steady;
                FakeBackend t = talker;
                FakeBackend d = denier;
                FakeBackend p = primary;
                FakeBackend b = backup;
                WeirProcess w = weir) {
            aftermath.check();
        } finally {
            for (FakeBackend one : hashed) {
                one.close();
            }
        }
    }

    @Test
    @Tag("peers-29")
    void oneFailureLessThanFallKeepsItUpAndFallTakesItDownAndRiseBringsItBack() {
        awaitUp("thresholds", "b", 1);
        double flips = flips("thresholds", "b");
        for (int round = 0; round < 3; round++) {
            fail(2);
            int checks = CHECKS.get();
            Patience.until("two failures and two successes more").until(() -> CHECKS.get() >= checks + 4);
            assertThat(flips("thresholds", "b"))
                    .as("2 failures of 3, round %d", round)
                    .isEqualTo(flips);
            assertThat(up("thresholds", "b")).isEqualTo(1);
        }
        fail(3);
        Patience.until("down").until(() -> flips("thresholds", "b") >= flips + 1);
        Patience.until("up again").until(() -> up("thresholds", "b") == 1);
        assertThat(flips("thresholds", "b")).isEqualTo(flips + 2);
        MetricsScrape metrics = weir.metrics();
        assertThat(metrics.sum("weir_health_flips_total", "pool", "thresholds", "to", "down"))
                .isPositive();
        assertThat(metrics.sum("weir_health_checks_total", "pool", "thresholds"))
                .isGreaterThan(10);
        assertThat(weir.err().lines())
                .anySatisfy(line -> assertThat(line)
                        .contains("thresholds")
                        .containsIgnoringCase("down")
                        .contains("503"));
    }

    @Test
    @Tag("peers-37")
    @Tag("contract-6")
    void connectionsOfABackendThatGoesDownAreKept() throws IOException {
        awaitUp("thresholds", "b", 1);
        try (Peer client = Peer.dial(weir.listener("thresholds"))) {
            assertThat(client.receive(6)).isEqualTo("steady");
            double flips = flips("thresholds", "b");
            fail(6);
            Patience.until("down").until(() -> flips("thresholds", "b") >= flips + 1);
            assertThat(client.staysOpen(Duration.ofMillis(300))).isTrue();
            client.finish();
            assertThat(client.ending().how()).isEqualTo(Ending.How.FIN);
        }
        awaitUp("thresholds", "b", 1);
    }

    @Test
    @Tag("peers-17")
    @Tag("peers-30")
    @Tag("contract-6")
    void theBackupServesOnlyWhileThePrimaryIsDown() throws IOException {
        awaitUp("primaries", "p", 1);
        awaitUp("primaries", "b", 1);
        assertThat(greeting("primaries", 7)).isEqualTo("primary");
        InetSocketAddress at = primary.address();
        primary.close();
        awaitUp("primaries", "p", 0);
        for (int i = 0; i < 10; i++) {
            assertThat(greeting("primaries", 6)).isEqualTo("backup");
        }
        assertThat(weir.err().lines())
                .as("the flip says who, to what and why")
                .anySatisfy(line -> assertThat(line)
                        .contains("primaries")
                        .containsIgnoringCase("down")
                        .contains("L4CON at connect")
                        .contains("step="));
        primary = FakeBackend.start(at, Manners.greeting("primary"));
        awaitUp("primaries", "p", 1);
        int before = backup.accepted();
        assertThat(greeting("primaries", 7)).isEqualTo("primary");
        assertThat(backup.accepted()).isGreaterThanOrEqualTo(before);
    }

    @Test
    @Tag("peers-31")
    void sendExpectJudgesWhatTheBackendSays() throws IOException {
        String good = "+PONG v7 ok\r\n";
        awaitUp("talk", "t", 1);
        assertDown(peer -> peer.send("-ERR no\r\n"), "a wrong banner");
        assertDown(peer -> peer.send("+PONG v"), "half a banner and the end");
        assertDown(Manners.silent(), "nothing in time");
        talker.behave(peer -> {
            assertThat(peer.receive(6)).isEqualTo("PING\r\n");
            for (int i = 0; i < good.length(); i++) {
                peer.send(good.substring(i, i + 1));
            }
            peer.in().readAllBytes();
        });
        awaitUp("talk", "t", 1);
        assertDown(peer -> peer.send("x".repeat(200) + good), "more than max-bytes before it");
        assertThat(flip("talk"))
                .as("the flip says which step failed and why")
                .anySatisfy(line -> assertThat(line).contains("L7RSP at expect"))
                .anySatisfy(line -> assertThat(line).contains("L7TOUT at expect"));
    }

    @Test
    @Tag("peers-31")
    void sendExpectJudgesByWhatMustNotBeThere() throws IOException {
        awaitUp("negated", "n", 1);
        denier.behave(Manners.greeting("-LOADING\r\n"));
        awaitUp("negated", "n", 0);
        denier.behave(Manners.greeting("anything else\r\n"));
        awaitUp("negated", "n", 1);
    }

    private static List<String> flip(String pool) {
        return weir.err().lines().stream()
                .filter(line -> line.contains("backend-health") && line.contains("pool=" + pool))
                .toList();
    }

    private static void assertDown(Manner bad, String why) {
        talker.behave(Manners.greeting("+PONG v7 ok\r\n"));
        awaitUp("talk", "t", 1);
        talker.behave(bad);
        Patience.until("down because of " + why).until(() -> up("talk", "t") == 0);
    }

    @Test
    @Tag("peers-21")
    @Tag("peers-14")
    void whenABackendGoesOnlyItsOwnClientsMoveAndTheyComeBack() throws IOException {
        for (int i = 0; i < 4; i++) {
            awaitUp("hash", "h" + i, 1);
        }
        Map<String, String> before = bySource();
        InetSocketAddress at = hashed[2].address();
        hashed[2].close();
        awaitUp("hash", "h2", 0);
        double failures = weir.metrics().sum("weir_backend_connect_failures_total", "pool", "hash");
        Map<String, String> without = bySource();
        assertThat(without.values()).doesNotContain("2");
        before.forEach((source, name) -> {
            if (!name.equals("2")) {
                assertThat(without.get(source)).as(source).isEqualTo(name);
            }
        });
        assertThat(weir.metrics().sum("weir_backend_connect_failures_total", "pool", "hash"))
                .as("a backend that is down was dialled")
                .isEqualTo(failures);
        hashed[2] = FakeBackend.start(at, Manners.greeting("2"));
        awaitUp("hash", "h2", 1);
        assertThat(bySource()).isEqualTo(before);
    }

    @Test
    @Tag("contract-5")
    void aDialRefusedBeforeTheChecksNoticeIsNotTheClientsTrouble() throws IOException {
        FakeBackend doomed = hashed[3];
        awaitUp("hash", "h3", 1);
        doomed.close();
        for (int i = 1; i <= 40; i++) {
            try (Peer client = Peer.dialFrom("127.0.9." + i, weir.listener("hash"))) {
                assertThat(client.receive(1)).isNotEqualTo("3");
            }
        }
        hashed[3] = FakeBackend.start(Loopback.port(doomed.address().getPort()), Manners.greeting("3"));
        awaitUp("hash", "h3", 1);
        Patience.until("the ejection to end")
                .until(() -> weir.metrics().sum("weir_backend_ejected", "pool", "hash") == 0);
    }

    private static Map<String, String> bySource() throws IOException {
        Map<String, String> names = new TreeMap<>();
        for (int i = 1; i <= 60; i++) {
            String source = "127.0.8." + i;
            try (Peer client = Peer.dialFrom(source, weir.listener("hash"))) {
                names.put(source, client.receive(1));
            }
        }
        return names;
    }

    private static String greeting(String listener, int length) throws IOException {
        try (Peer client = Peer.dial(weir.listener(listener))) {
            String said = client.receive(length);
            client.finish();
            assertThat(client.ending().how()).isEqualTo(Ending.How.FIN);
            return said;
        }
    }

    private static void fail(int times) {
        FAILING.set(times);
    }

    private static void awaitUp(String pool, String backend, int value) {
        Patience.until(backend + " of " + pool + " to be " + (value == 1 ? "up" : "down"))
                .until(() -> up(pool, backend) == value);
    }

    private static double up(String pool, String backend) {
        return weir.metrics().sum("weir_backend_up", "pool", pool, "backend", backend);
    }

    private static double flips(String pool, String backend) {
        return weir.metrics().sum("weir_health_flips_total", "pool", pool, "backend", backend);
    }
}
