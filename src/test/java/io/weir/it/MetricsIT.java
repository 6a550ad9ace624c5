package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.MetricsScrape;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.kit.Seed;
import io.weir.kit.Transport;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the metrics promise, in each answer and whatever goes on meanwhile. */
class MetricsIT {
    private static final String OPENED = "weir_listener_connections_total";
    private static final String OPEN = "weir_listener_connections";
    private static final String CLOSED = "weir_connections_closed_total";
    private static final String REFUSED = "weir_listener_refused_total";
    private static final List<String> LISTENERS = List.of("web", "dead", "none");
    private static final int CONNECTIONS = 600;
    private static final int BACKENDS = 200;

    private static Counted all;
    private static WeirProcess weir;
    private final Seed seed = Seed.fresh();

    @BeforeAll
    static void start() {
        all = Counted.start((backend, closed) -> WeirFile.with(Transport.NATIVE)
                .service("web", backend)
                .service("dead", closed)
                .service("none", "{ address = \"%s\", weight = 0 }".formatted(backend)));
        weir = all.weir();
    }

    @AfterAll
    static void stop() {
        all.close();
    }

    @Test
    @Tag("contract-11")
    void everyAcceptedConnectionIsOpenOrClosedOnceInEachAnswerAndARefusedOneIsInBoth() throws Exception {
        MetricsScrape before = weir.metrics();
        int scrapes = 0;
        // However slow they are, some come while half of the connections are still to come
        CountDownLatch scraped = new CountDownLatch(4);
        try (ExecutorService threads =
                Executors.newFixedThreadPool(20, Thread.ofVirtual().factory())) {
            List<Future<?>> clients = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                long purpose = i;
                clients.add(threads.submit(() -> {
                    if (purpose >= CONNECTIONS / 2) {
                        scraped.await();
                    }
                    return client(seed.random(purpose));
                }));
            }
            try {
                while (!clients.stream().allMatch(Future::isDone)) {
                    assertSums(weir.metrics());
                    scrapes++;
                    scraped.countDown();
                }
            } finally {
                while (scraped.getCount() > 0) {
                    scraped.countDown();
                }
            }
            for (Future<?> one : clients) {
                one.get();
            }
        }
        assertThat(scrapes).isGreaterThan(3);
        all.aftermath().atRest();
        MetricsScrape after = weir.metrics();
        assertThat(after.sum(OPENED) - before.sum(OPENED)).as(seed.toString()).isEqualTo(CONNECTIONS);
        for (String reason : List.of("connect-failed", "no-backend")) {
            assertThat(after.sum(REFUSED, "reason", reason))
                    .as(reason)
                    .isPositive()
                    .isEqualTo(after.sum(CLOSED, "reason", reason));
        }
        assertThat(after.sum("weir_backend_connections_total") + after.sum(REFUSED))
                .as("each is joined or refused")
                .isEqualTo(after.sum(OPENED));
        assertThat(after.sum("weir_connection_duration_seconds_count")).isEqualTo(after.sum(CLOSED));
    }

    private void assertSums(MetricsScrape page) {
        for (String listener : LISTENERS) {
            assertThat(page.sum(OPENED, "listener", listener))
                    .as("%s, %s", listener, seed)
                    .isEqualTo(page.sum(OPEN, "listener", listener) + page.sum(CLOSED, "listener", listener));
            assertThat(page.sum(OPEN, "listener", listener)).isNotNegative();
        }
    }

    private Object client(RandomGenerator random) throws IOException {
        String listener = LISTENERS.get(random.nextInt(LISTENERS.size()));
        if (!listener.equals("web")) {
            try (Peer client = Peer.dialRefused(weir.listener(listener))) {
                client.ending();
            }
            return listener;
        }
        try (Peer client = Peer.dial(weir.listener(listener))) {
            client.send("x");
            assertThat(client.in().read()).isEqualTo('x');
            if (random.nextBoolean()) {
                client.reset();
            }
        }
        return listener;
    }

    @Test
    void whatComesAndGoesAtRunTimeLeavesNoSeriesBehind() {
        Set<MetricsScrape.Series> before = own(weir.metrics());
        for (int i = 0; i < BACKENDS; i++) {
            write("PUT", i, "{\"address\":\"" + all.closed().hostPort() + "\"}");
        }
        Patience.until("the series to come").until(() -> own(weir.metrics()).size() > before.size() + 10 * BACKENDS);
        for (int i = 0; i < BACKENDS; i++) {
            write("DELETE", i, "");
        }
        Patience.until("the series to go")
                .untilAsserted(() -> assertThat(own(weir.metrics())).isEqualTo(before));
    }

    private static void write(String method, int number, String json) {
        assertThat(weir.admin()
                        .ask(method, "/api/v1/pools/none/backends/run-time-" + number, json)
                        .status())
                .isBetween(200, 204);
    }

    private static Set<MetricsScrape.Series> own(MetricsScrape page) {
        return page.samples().keySet().stream()
                .filter(series -> series.labels().getOrDefault("pool", "").equals("none"))
                .collect(Collectors.toSet());
    }

    /** A node that was not let run, as by a container's quota: its sockets waited. */
    @Test
    void aNodeThatStoodStillSaysHowLongItsSocketsWaited() throws Exception {
        Process still = new ProcessBuilder(
                        "sh", "-c", "kill -STOP $0 && sleep 1.5 && kill -CONT $0", Long.toString(weir.pid()))
                .inheritIO()
                .start();
        assertThat(still.waitFor()).isZero();
        Patience.until("the lag to show")
                .until(() -> weir.metrics().sum("weir_event_loop_lag_seconds", "loop", "0") > 0.9
                        && weir.metrics().sum("weir_event_loop_lag_seconds", "loop", "1") > 0.9);
    }
}
