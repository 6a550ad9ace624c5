package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.AccessLog;
import io.weir.kit.Aftermath;
import io.weir.kit.BlackHole;
import io.weir.kit.ClosedPort;
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
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** What a client sees, and how soon, when a backend refuses or does not answer. */
@OnBothTransports
class DialIT {
    @Parameter
    Transport transport;

    private static final String FIRST = "algorithm = first";
    private static ClosedPort closed;
    private static ClosedPort closedToo;
    private static BlackHole hole;
    private static FakeBackend good;
    private static FakeBackend unreached;
    private static FakeBackend seeing;
    private static FakeBackend seeingSix;
    private static WeirProcess weir;
    private static Aftermath aftermath;

    @BeforeParameterizedClassInvocation
    static void start(Transport transport) {
        closed = ClosedPort.take();
        closedToo = ClosedPort.take();
        hole = BlackHole.dig();
        good = FakeBackend.start(Manners.greeting("good"));
        unreached = FakeBackend.start(Manners.greeting("never"));
        Manner tells = peer -> peer.send(peer.remote().getAddress().getHostAddress());
        seeing = FakeBackend.start(tells);
        seeingSix = FakeBackend.start(Loopback.at("::1", 0), tells);
        weir = WeirProcess.start(WeirFile.with(transport)
                .service("dead", closed.hostPort())
                .listener("fin", "refuse-with = fin")
                .pool("fin", "", closed.hostPort())
                .listener("silent", "refuse-with = drop")
                .pool("silent", "", closed.hostPort())
                .listener("hole", "")
                .pool("hole", "connect { timeout = 400ms, attempts = 1 }", hole.hostPort())
                .listener("longer", "")
                .pool("longer", "connect { timeout = 2s, attempts = 1 }", hole.hostPort())
                .listener("total", "")
                .pool("total", "connect { timeout = 300ms, attempts = 100, total = 900ms }", hole.hostPort())
                .listener("retry", "")
                .pool("retry", FIRST, closed.hostPort(), good.hostPort())
                .listener("late", "")
                .pool("late", FIRST + ", connect.timeout = 400ms", hole.hostPort(), good.hostPort())
                .listener("once", "")
                .pool("once", FIRST + ", connect.attempts = 1", closed.hostPort(), unreached.hostPort())
                .listener("twice", "")
                .pool(
                        "twice",
                        FIRST + ", connect.attempts = 2",
                        closed.hostPort(),
                        closedToo.hostPort(),
                        unreached.hostPort())
                .listener("ejecting", "")
                .pool(
                        "ejecting",
                        FIRST + ", outlier-detection { consecutive-failures = 3, ejection = 1500ms }",
                        closed.hostPort(),
                        good.hostPort())
                .listener("sourced", "")
                .pool("sourced", "connect.source = [\"127.0.0.5\", \"127.0.0.6\"]", seeing.hostPort())
                .listener("six", "")
                .pool("six", "connect.source = [\"127.0.0.5\"]", seeingSix.hostPort())
                .listener("empty", "")
                .pool("empty", "", "{ address = \"" + good.hostPort() + "\", weight = 0 }"));
        aftermath = new Aftermath(weir);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        try (ClosedPort c = closed;
                ClosedPort t = closedToo;
                BlackHole h = hole;
                FakeBackend g = good;
                FakeBackend u = unreached;
                FakeBackend s = seeing;
                FakeBackend x = seeingSix;
                WeirProcess w = weir) {
            aftermath.check();
        }
    }

    @Test
    @Tag("peers-9")
    @Tag("contract-4")
    void withNobodyListeningTheClientIsResetSoon() throws IOException {
        long quickest = quickestOfThree(1500, () -> {
            try (Peer client = Peer.dialRefused(weir.listener("dead"))) {
                Ending ending = client.ending();
                assertThat(ending.how()).as("%s", ending).isEqualTo(Ending.How.RESET);
                AccessLog.Line line = weir.accessLog().of(client);
                assertThat(line.reason()).isEqualTo("connect-failed");
                assertThat(line.number("attempts")).isEqualTo(3);
                return ending.millis();
            }
        });
        assertThat(quickest).isLessThanOrEqualTo(1500);
    }

    @Test
    @Tag("peers-9")
    void refusedWithAFinWhereTheListenerAsksForIt() throws IOException {
        try (Peer client = Peer.dialRefused(weir.listener("fin"))) {
            Ending ending = client.ending();
            assertThat(ending.how()).as("%s", ending).isEqualTo(Ending.How.FIN);
        }
    }

    /** The JDK's sockets cannot go without a word; there it is a reset. */
    @Test
    void refusedInSilenceWhereTheListenerAsksForIt() throws IOException {
        try (Peer client = Peer.dialRefused(weir.listener("silent"))) {
            assertThat(weir.accessLog().of(client).reason()).isEqualTo("connect-failed");
            client.readTimeout(java.time.Duration.ofMillis(700));
            assertThat(client.ending().how())
                    .isEqualTo(transport == Transport.NATIVE ? Ending.How.OPEN : Ending.How.RESET);
        }
    }

    @Test
    @Tag("peers-10")
    @Tag("contract-4")
    void aDialThatIsNotAnsweredEndsAtTheConnectTimeout() throws IOException {
        long quickest = quickestOfThree(1300, () -> {
            long start = System.nanoTime();
            double before = timeouts();
            try (Peer client = Peer.dial(weir.listener("hole"))) {
                Ending ending = client.ending();
                long millis = (System.nanoTime() - start) / 1_000_000;
                assertThat(ending.how()).isEqualTo(Ending.How.RESET);
                assertThat(millis).as("%s", ending).isGreaterThanOrEqualTo(390L);
                assertThat(weir.accessLog().of(client).reason()).isEqualTo("connect-failed");
                assertThat(timeouts()).isEqualTo(before + 1);
                return millis;
            }
        });
        assertThat(quickest).isLessThanOrEqualTo(1300L);
    }

    private static double timeouts() {
        return weir.metrics().sum("weir_backend_connect_failures_total", "pool", "hole", "reason", "timeout");
    }

    private interface Client {
        long millis() throws IOException;
    }

    /** The second and third time only where the machine may have held the earlier ones up. */
    private static long quickestOfThree(long enough, Client client) throws IOException {
        long quickest = Long.MAX_VALUE;
        for (int i = 0; i < 3 && quickest > enough; i++) {
            quickest = Math.min(quickest, client.millis());
        }
        return quickest;
    }

    @Test
    @Tag("peers-10")
    void allAttemptsTogetherEndAtTheTotal() throws IOException {
        long quickest = quickestOfThree(1800, () -> {
            long start = System.nanoTime();
            try (Peer client = Peer.dial(weir.listener("total"))) {
                Ending ending = client.ending();
                long millis = (System.nanoTime() - start) / 1_000_000;
                assertThat(millis).as("%s", ending).isGreaterThanOrEqualTo(800L);
                AccessLog.Line line = weir.accessLog().of(client);
                assertThat(line.reason()).isEqualTo("connect-failed");
                // A node that stood still over the total has no time left for a second
                assertThat(line.number("attempts")).isBetween(millis <= 1800 ? 2L : 1L, 4L);
                return millis;
            }
        });
        assertThat(quickest).isLessThanOrEqualTo(1800L);
    }

    /** The JDK's sockets cannot see a reset without reading; there the dial runs to its end. */
    @Test
    @Tag("peers-47")
    void aClientThatGivesUpWhileItIsDialledForIsLetGoAtOnce() throws IOException {
        AccessLog.Line line = givesUp();
        // Where the machine was so slow that the dial's time was over before the client gave up
        for (int i = 0; i < 2 && transport == Transport.NATIVE && line.number("durationMillis") >= 1500; i++) {
            line = givesUp();
        }
        if (transport == Transport.NATIVE) {
            assertThat(line.reason()).isEqualTo("client-gone");
            assertThat(line.number("durationMillis")).isLessThan(1500);
        }
        assertThat(line.json().get("connectMillis").isNull()).isTrue();
    }

    private static AccessLog.Line givesUp() throws IOException {
        double opened = weir.metrics().sum("weir_listener_connections_total", "listener", "longer");
        Peer client = Peer.dial(weir.listener("longer"));
        Patience.until("the dial")
                .until(() -> weir.metrics().sum("weir_listener_connections_total", "listener", "longer") > opened);
        client.reset();
        return weir.accessLog().of(client);
    }

    @Test
    @Tag("peers-11")
    @Tag("contract-4")
    void aRefusedDialIsRetriedOnTheNextBackendUnseen() throws IOException {
        MetricsScrape before = weir.metrics();
        try (Peer client = Peer.dial(weir.listener("retry"))) {
            assertThat(client.receive(4)).isEqualTo("good");
            client.echo("unseen");
            client.finish();
            client.ending();
            AccessLog.Line line = weir.accessLog().of(client);
            assertThat(line.number("attempts")).isEqualTo(2);
            assertThat(line.backend()).isEqualTo(good.hostPort());
            assertThat(line.reason()).isEqualTo("client-closed");
        }
        MetricsScrape after = weir.metrics();
        assertThat(after.sum("weir_backend_retries_total", "pool", "retry")
                        - before.sum("weir_backend_retries_total", "pool", "retry"))
                .isEqualTo(1);
        assertThat(after.sum("weir_backend_connect_failures_total", "pool", "retry", "reason", "refused"))
                .isPositive();
    }

    @Test
    @Tag("contract-4")
    void anUnansweredDialIsRetriedOnTheNextBackendUnseen() throws IOException {
        try (Peer client = Peer.dial(weir.listener("late"))) {
            assertThat(client.receive(4)).isEqualTo("good");
        }
    }

    @Test
    @Tag("peers-12")
    void withOneAttemptTheClientIsClosedAfterTheFirstFailure() throws IOException {
        try (Peer client = Peer.dialRefused(weir.listener("once"))) {
            assertThat(client.ending().how()).isEqualTo(Ending.How.RESET);
            assertThat(weir.accessLog().of(client).number("attempts")).isEqualTo(1);
            assertThat(unreached.accepted()).isZero();
        }
    }

    @Test
    @Tag("peers-13")
    void noMoreAttemptsAreMadeThanAllowed() throws IOException {
        try (Peer client = Peer.dialRefused(weir.listener("twice"))) {
            assertThat(client.ending().how()).isEqualTo(Ending.How.RESET);
            assertThat(weir.accessLog().of(client).number("attempts")).isEqualTo(2);
            assertThat(unreached.accepted()).isZero();
        }
    }

    @Test
    @Tag("contract-4")
    void aBackendThatFailsDialAfterDialIsLeftAloneForTheEjectionTime() throws IOException {
        Patience.until("an ejection that outlasts ten connections").until(this::ejectedWhileTenGoElsewhere);
        Patience.until("the ejection's end").until(() -> ejected() == 0);
        double failures = failures("ejecting");
        goodByWayOf("ejecting");
        assertThat(failures("ejecting")).as("it is tried again").isEqualTo(failures + 1);
    }

    /** Not so where the machine is so slow that the ejection ends meanwhile: it says nothing then. */
    private boolean ejectedWhileTenGoElsewhere() throws IOException {
        goodByWayOf("ejecting");
        if (ejected() != 1) {
            return false;
        }
        double failures = failures("ejecting");
        for (int i = 0; i < 10; i++) {
            goodByWayOf("ejecting");
        }
        double after = failures("ejecting");
        if (ejected() != 1) {
            return false;
        }
        assertThat(after).as("an ejected backend was dialled").isEqualTo(failures);
        return true;
    }

    @Test
    @Tag("peers-9")
    void aPoolWithoutAUsableBackendRefusesAtOnce() throws IOException {
        try (Peer client = Peer.dialRefused(weir.listener("empty"))) {
            assertThat(client.ending().how()).isEqualTo(Ending.How.RESET);
            AccessLog.Line line = weir.accessLog().of(client);
            assertThat(line.reason()).isEqualTo("no-backend");
            assertThat(line.number("attempts")).isZero();
            assertThat(weir.metrics().sum("weir_listener_refused_total", "listener", "empty", "reason", "no-backend"))
                    .isPositive();
        }
    }

    /** Each of the two loops takes them in turn, so three connections of one loop come from both. */
    @Test
    void backendsAreDialledFromTheAddressesAskedForInTurn() throws IOException {
        Map<String, Integer> seen = new TreeMap<>();
        for (int i = 0; i < 6; i++) {
            try (Peer client = Peer.dial(weir.listener("sourced"))) {
                seen.merge(client.ending().text(), 1, Integer::sum);
            }
        }
        assertThat(seen).containsOnlyKeys("127.0.0.5", "127.0.0.6");
        assertThat(seen.values()).as("%s", seen).allMatch(count -> count >= 2);
    }

    @Test
    void aBackendOfAnotherFamilyThanTheAddressesAskedForIsDialledFromTheSystemsChoice() throws IOException {
        try (Peer client = Peer.dial(weir.listener("six"))) {
            assertThat(client.ending().text()).isEqualTo("0:0:0:0:0:0:0:1");
        }
    }

    private static void goodByWayOf(String listener) throws IOException {
        try (Peer client = Peer.dial(weir.listener(listener))) {
            assertThat(client.receive(4)).isEqualTo("good");
        }
    }

    private static double failures(String pool) {
        return weir.metrics().sum("weir_backend_connect_failures_total", "pool", pool);
    }

    private static double ejected() {
        return weir.metrics().sum("weir_backend_ejected", "pool", "ejecting", "backend", closed.hostPort());
    }
}
