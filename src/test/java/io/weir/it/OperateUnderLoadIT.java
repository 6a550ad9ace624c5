package io.weir.it;

import static io.weir.it.Rewritten.listener;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.kit.Aftermath;
import io.weir.kit.Ending;
import io.weir.kit.FakeBackend;
import io.weir.kit.MetricsScrape;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.kit.WeirProcess;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An operator's day in a few seconds, while hundreds of connections a second come and go: none of them fails. */
class OperateUnderLoadIT {
    private static final int RATE = 300;

    private FakeBackend a;
    private FakeBackend b;
    private FakeBackend c;

    @BeforeEach
    void startBackends() {
        a = FakeBackend.start(StormLoad.ANSWER_AND_CLOSE);
        b = FakeBackend.start(StormLoad.ANSWER_AND_CLOSE);
        c = FakeBackend.start(StormLoad.ANSWER_AND_CLOSE);
    }

    @AfterEach
    void stopBackends() {
        a.close();
        b.close();
        c.close();
    }

    private static String pool(String name, FakeBackend... backends) {
        return Rewritten.pool(
                name,
                "algorithm = power-of-two-choices, health-check { type = tcp, interval = 200ms, fast-interval = 100ms }",
                backends);
    }

    @Test
    @Tag("contract-9")
    @Tag("peers-51")
    void reloadsThatChangeEverythingCostNoConnection() throws Exception {
        String first = listener("web", "web", "") + pool("web", a, b);
        List<String> files = List.of(
                listener("web", "web", "") + pool("web", a, b, c),
                listener("web", "web", "idle-timeout = 5m") + listener("more", "web", "") + pool("web", c),
                listener("web", "next", "max-connections = 500") + pool("next", a, b),
                listener("web", "web", "tcp.no-delay = off, stall-timeout = 10s")
                        + pool("web", b)
                        + pool("next", a)
                        + listener("more", "next", ""),
                first);
        try (WeirProcess weir = WeirProcess.start(Rewritten.file(first))) {
            Aftermath aftermath = new Aftermath(weir);
            List<Peer> idle = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                idle.add(StormLoad.idle(weir.listener("web")));
            }
            double before = weir.metrics().sum("weir_listener_connections_total", "listener", "web");
            StormLoad load = new StormLoad(List.of(weir.listener("web")), RATE).begin();
            Rewritten node = new Rewritten(weir);
            for (int round = 0; round < 3; round++) {
                for (String file : files) {
                    long done = load.done();
                    node.reload(file);
                    Patience.until("connections after a reload").until(() -> load.done() > done + RATE / 10);
                }
            }
            load.end();
            assertThat(load.failures()).isEmpty();
            assertThat(load.done()).isGreaterThan(RATE);
            for (Peer each : idle) {
                StormLoad.assertAlive(each);
                each.close();
            }
            MetricsScrape after = weir.metrics();
            assertThat(after.sum("weir_listener_connections_total", "listener", "web") - before)
                    .isEqualTo((double) load.done());
            assertThat(after.sum("weir_listener_refused_total")).isZero();
            aftermath.check();
        }
    }

    @Test
    @Tag("contract-6")
    @Tag("contract-10")
    @Tag("contract-12")
    void drainingReadyPausingAndLeavingCostNoConnection() throws Exception {
        String file = listener("web", "web", "") + pool("web", a, b)
                + "weir.shutdown { announce = 3s, drain = 10s, close-over = 200ms }\n";
        try (WeirProcess weir = WeirProcess.start(Rewritten.file(file))) {
            InetSocketAddress at = weir.listener("web");
            StormLoad load = new StormLoad(List.of(at), RATE).begin();
            try (Peer kept = StormLoad.idle(at)) {
                Patience.until("ready").until(() -> weir.admin().ready());
                for (int round = 0; round < 3; round++) {
                    phase(weir, "drain", 200, "draining");
                    assertThat(weir.admin().ready()).isFalse();
                    assertThat(weir.admin().get("/ready").body()).contains("not-draining");
                    more(load);
                    phase(weir, "ready", 200, "running");
                    assertThat(weir.admin().ready()).isTrue();
                    patch(weir, "/api/v1/listeners/web", "{\"paused\":true}");
                    patch(weir, "/api/v1/listeners/web", "{\"paused\":false}");
                    more(load);
                    String backend = "/api/v1/pools/web/backends/" + b.hostPort();
                    patch(weir, backend, "{\"state\":\"draining\",\"deadline\":\"30s\"}");
                    more(load);
                    patch(weir, backend, "{\"state\":null}");
                }
                whatIsLeftAtItsDeadlineIsEndedAndNothingElse(weir, load, at(weir, kept, b) ? a : b);
                load.end();
                assertThat(load.failures()).isEmpty();
                assertThat(load.done()).isGreaterThan(RATE);
                StormLoad last = new StormLoad(List.of(at), RATE).begin();
                phase(weir, "leave", 202, "stopping");
                assertThat(weir.admin().ready()).isFalse();
                assertThat(weir.admin().ask("POST", "/api/v1/node/ready", "").status())
                        .isEqualTo(409);
                last.end();
                assertThat(last.failures()).isEmpty();
                StormLoad.assertAlive(kept);
            }
            assertThat(weir.exitCode()).isZero();
        }
    }

    /** The load's own connections are short, so that only those that were held are left at the deadline. */
    private static void whatIsLeftAtItsDeadlineIsEndedAndNothingElse(
            WeirProcess weir, StormLoad load, FakeBackend drained) throws Exception {
        String backend = "/api/v1/pools/web/backends/" + drained.hostPort();
        List<Peer> there = new ArrayList<>();
        List<Peer> elsewhere = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Peer peer = StormLoad.idle(weir.listener("web"));
            (at(weir, peer, drained) ? there : elsewhere).add(peer);
        }
        assertThat(there).isNotEmpty();
        assertThat(elsewhere).isNotEmpty();
        patch(weir, backend, "{\"state\":\"draining\",\"deadline\":\"2s\"}");
        assertThat(there.getFirst().staysOpen(Duration.ofMillis(300)))
                .as("before the deadline")
                .isTrue();
        for (Peer each : there) {
            assertThat(each.ending().how()).isEqualTo(Ending.How.FIN);
            assertThat(weir.accessLog().of(each).reason()).isEqualTo("drained");
            each.close();
        }
        for (Peer each : elsewhere) {
            StormLoad.assertAlive(each);
            each.close();
        }
        more(load);
        assertThat(weir.metrics().sum("weir_connections_closed_total", "reason", "drained"))
                .as("none of the load's")
                .isEqualTo((double) there.size());
        patch(weir, backend, "{\"state\":null}");
        more(load);
    }

    private static boolean at(WeirProcess weir, Peer client, FakeBackend backend) {
        String query = "?client=127.0.0.1:" + client.local().getPort() + "&backend=" + backend.hostPort();
        JsonNode found = Rewritten.good(weir.admin().get("/api/v1/connections" + query));
        return !found.get("connections").isEmpty();
    }

    private static void phase(WeirProcess weir, String act, int status, String phase) {
        var answer = weir.admin().ask("POST", "/api/v1/node/" + act, "");
        assertThat(answer.status()).as("%s", answer).isEqualTo(status);
        assertThat(answer.json().get("phase").asText()).isEqualTo(phase);
    }

    private static void patch(WeirProcess weir, String path, String body) {
        Rewritten.good(weir.admin().ask("PATCH", path, body));
    }

    private static void more(StormLoad load) {
        long done = load.done();
        Patience.until("further connections")
                .until(() -> load.done() > done + RATE / 10 || !load.failures().isEmpty());
    }
}
