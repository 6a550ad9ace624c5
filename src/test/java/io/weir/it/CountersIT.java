package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.AccessLog;
import io.weir.kit.FakeBackend;
import io.weir.kit.Manners;
import io.weir.kit.MetricsScrape;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.kit.Seed;
import io.weir.kit.Transport;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** What is counted and logged is what went over the wire, and nothing stays behind. */
@OnBothTransports
class CountersIT {
    @Parameter
    Transport transport;

    private static Counted counted;
    private static FakeBackend backend;
    private static WeirProcess weir;
    private final Seed seed = Seed.fresh();

    @BeforeParameterizedClassInvocation
    static void start(Transport transport) {
        counted = Counted.start((echo, closed) -> WeirFile.with(transport)
                .listener("web", "fin-timeout = 2s")
                .pool("web", "", "{ address = \"" + echo + "\", id = b1 }")
                .service("dead", closed));
        backend = counted.backend();
        weir = counted.weir();
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        counted.close();
    }

    @Test
    @Tag("peers-46")
    @Tag("peers-47")
    void bytesAreCountedAsTheyWentOverTheWire() throws Exception {
        backend.handOver();
        RandomGenerator random = seed.random(1);
        MetricsScrape before = weir.metrics();
        long in = 0;
        long out = 0;
        for (int i = 0; i < 8; i++) {
            int up = random.nextInt(1, 1 << random.nextInt(1, 23));
            int down = random.nextInt(1, 1 << random.nextInt(1, 23));
            Instant start = Instant.now();
            try (Peer client = Peer.dial(weir.listener("web"));
                    Peer served = backend.next();
                    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<?>> all = List.of(
                        threads.submit(() -> transfer(client, up)),
                        threads.submit(() -> transfer(served, down)),
                        threads.submit(
                                () -> assertThat(client.in().readAllBytes()).hasSize(down)),
                        threads.submit(
                                () -> assertThat(served.in().readAllBytes()).hasSize(up)));
                for (Future<?> one : all) {
                    one.get();
                }
                client.close();
                served.close();
                AccessLog.Line line = weir.accessLog().of(client);
                assertThat(line.number("bytesIn")).as("%s %s", seed, line).isEqualTo(up);
                assertThat(line.number("bytesOut")).as("%s %s", seed, line).isEqualTo(down);
                assertComplete(line, client, start);
            }
            in += up;
            out += down;
        }
        MetricsScrape after = weir.metrics();
        for (String metric : List.of("weir_bytes_total", "weir_backend_bytes_total")) {
            assertThat(after.sum(metric, "direction", "in") - before.sum(metric, "direction", "in"))
                    .as("%s in, %s", metric, seed)
                    .isEqualTo((double) in);
            assertThat(after.sum(metric, "direction", "out") - before.sum(metric, "direction", "out"))
                    .as("%s out, %s", metric, seed)
                    .isEqualTo((double) out);
        }
        String connections = "weir_backend_connections_total";
        assertThat(after.sum(connections, "backend", "b1") - before.sum(connections, "backend", "b1"))
                .isEqualTo(8);
    }

    private Object transfer(Peer peer, int count) throws IOException {
        seed.payload(count, count).writeTo(peer.out(), seed.random(count));
        peer.finish();
        return peer;
    }

    private static void assertComplete(AccessLog.Line line, Peer client, Instant start) {
        assertThat(line.client()).isEqualTo("127.0.0.1:" + client.local().getPort());
        assertThat(line.listener()).isEqualTo("web");
        assertThat(line.json().get("pool").asText()).isEqualTo("web");
        assertThat(line.json().get("node").asText()).isEqualTo("it");
        assertThat(line.backend()).isEqualTo("b1");
        assertThat(line.json().get("id").asText()).isNotEmpty();
        assertThat(line.json().get("sni").isNull()).isTrue();
        assertThat(line.number("attempts")).isEqualTo(1);
        assertThat(line.number("queueMillis")).isZero();
        assertThat(line.number("connectMillis")).isBetween(0L, line.number("durationMillis"));
        assertThat(line.number("firstByteMillis")).isBetween(0L, line.number("durationMillis"));
        long elapsed = Duration.between(start, Instant.now()).toMillis();
        assertThat(line.number("durationMillis")).isBetween(0L, elapsed + 1);
        assertThat(Instant.parse(line.json().get("time").asText()))
                .isBetween(start.minusMillis(5), Instant.now().plusMillis(5));
    }

    @Test
    @Tag("peers-47")
    void aConnectionThatReachedNobodyIsLoggedAndCountedTwiceOver() throws IOException {
        MetricsScrape before = weir.metrics();
        Peer client = Peer.dialRefused(weir.listener("dead"));
        client.ending();
        client.close();
        AccessLog.Line line = weir.accessLog().of(client);
        assertThat(line.reason()).isEqualTo("connect-failed");
        assertThat(line.backend())
                .as("the last one tried")
                .isEqualTo(counted.closed().hostPort());
        assertThat(line.json().get("connectMillis").isNull()).as("%s", line).isTrue();
        assertThat(line.json().get("firstByteMillis").isNull()).as("%s", line).isTrue();
        assertThat(line.number("bytesIn")).isZero();
        assertThat(line.number("bytesOut")).isZero();
        MetricsScrape after = weir.metrics();
        for (String metric : List.of("weir_listener_refused_total", "weir_connections_closed_total")) {
            assertThat(after.sum(metric, "listener", "dead", "reason", "connect-failed")
                            - before.sum(metric, "listener", "dead", "reason", "connect-failed"))
                    .as(metric)
                    .isEqualTo(1);
        }
    }

    @Test
    @Tag("peers-50")
    @Tag("contract-11")
    void randomMixesOfOpeningWritingAndEndingLeaveNothingBehind() throws Exception {
        backend.behave(this::whim);
        double opened = weir.metrics().sum("weir_listener_connections_total", "listener", "web");
        int connections = 1500;
        try (ExecutorService threads =
                Executors.newFixedThreadPool(50, Thread.ofVirtual().factory())) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                long purpose = i;
                all.add(threads.submit(() -> clientsWhim(seed.random(purpose))));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        backend.behave(Manners.echo());
        counted.aftermath().atRest();
        assertThat(weir.metrics().sum("weir_listener_connections_total", "listener", "web") - opened)
                .as(seed.toString())
                .isEqualTo(connections);
        Patience.until("the backend's side to be closed").until(() -> backend.open() == 0);
    }

    private void whim(Peer peer) throws IOException {
        RandomGenerator random = seed.random(peer.remote().getPort() + 1_000_000L);
        peer.readTimeout(Duration.ofMillis(random.nextInt(1, 300)));
        act(peer, random);
    }

    private Object clientsWhim(RandomGenerator random) {
        try (Peer client = Peer.dial(weir.listener("web"), random.nextBoolean() ? 0 : 4096)) {
            client.readTimeout(Duration.ofMillis(random.nextInt(1, 300)));
            act(client, random);
        } catch (IOException e) {
            // Any end is as good as another here; what is left behind afterwards is the question.
        }
        return random;
    }

    private void act(Peer peer, RandomGenerator random) throws IOException {
        int acts = random.nextInt(0, 6);
        for (int i = 0; i < acts; i++) {
            switch (random.nextInt(6)) {
                case 0, 1 -> peer.send(new byte[random.nextInt(1, 1 << random.nextInt(1, 18))]);
                case 2, 3 -> peer.in().readNBytes(random.nextInt(1, 1 << random.nextInt(1, 16)));
                case 4 -> peer.finish();
                default -> Thread.onSpinWait();
            }
        }
        if (random.nextInt(4) == 0) {
            peer.reset();
        }
    }
}
