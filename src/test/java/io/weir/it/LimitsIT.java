package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Aftermath;
import io.weir.kit.Ending;
import io.weir.kit.FakeBackend;
import io.weir.kit.Manners;
import io.weir.kit.Pace;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.kit.SocketTable;
import io.weir.kit.Transport;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** How long a connection may be idle, stalled, or live at all. */
@OnBothTransports
class LimitsIT {
    @Parameter
    Transport transport;

    private static FakeBackend backend;
    private static WeirProcess weir;
    private static Aftermath aftermath;

    @BeforeParameterizedClassInvocation
    static void start(Transport transport) {
        backend = FakeBackend.start(Manners.echo());
        weir = WeirProcess.start(WeirFile.with(transport)
                .service("web", backend.hostPort())
                .listener("idle", "pool = web, idle-timeout = 1s, fin-timeout = 500ms")
                .listener("stall", "pool = web, stall-timeout = 500ms, fin-timeout = 500ms")
                .listener("aged", "pool = web, max-age = 600ms, max-age-jitter = 50%"));
        aftermath = new Aftermath(weir);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        try (FakeBackend b = backend;
                WeirProcess w = weir) {
            aftermath.check();
        }
    }

    @Test
    @Tag("peers-39")
    @Tag("contract-10")
    void anIdleConnectionIsEndedOrderlyOnBothSides() throws Exception {
        backend.handOver();
        try (Peer client = Peer.dial(weir.listener("idle"));
                Peer served = backend.next()) {
            long start = System.nanoTime();
            client.send("last");
            assertThat(served.receive(4)).isEqualTo("last");
            Ending ending = client.ending();
            assertThat(ending.how()).as("%s", ending).isEqualTo(Ending.How.FIN);
            assertThat((System.nanoTime() - start) / 1_000_000)
                    .isBetween(900L, Patience.seconds(20).toMillis());
            assertThat(served.ending().how()).isEqualTo(Ending.How.FIN);
            assertThat(weir.accessLog().of(client).reason()).isEqualTo("idle");
        }
    }

    @Test
    @Tag("peers-39")
    void trafficInOneDirectionIsEnoughToStay() throws Exception {
        backend.handOver();
        try (Peer client = Peer.dial(weir.listener("idle"));
                Peer served = backend.next()) {
            for (int i = 0; i < 20; i++) {
                served.send("x");
                assertThat(client.receive(1)).isEqualTo("x");
                Pace.pause(Duration.ofMillis(100));
            }
        }
    }

    @Test
    @Tag("peers-39")
    void idleEndsAConnectionWithUnreadDataToo() throws Exception {
        Peer client = stalledBy("idle");
        Patience.until("the connection to be ended", 6)
                .until(() -> weir.metrics().sum("weir_listener_connections", "listener", "idle") == 0);
        assertThat(weir.accessLog().of(client).reason()).isEqualTo("idle");
        client.close();
    }

    @Test
    void bytesThatCannotBeWrittenEndAConnectionThatIsNotIdle() throws Exception {
        Peer client = stalledBy("stall");
        long start = System.nanoTime();
        while (weir.metrics().sum("weir_listener_connections", "listener", "stall") > 0) {
            try {
                client.send("still talking");
            } catch (IOException ended) {
                break;
            }
            Pace.pause(Duration.ofMillis(20));
            assertThat(System.nanoTime() - start)
                    .isLessThan(Patience.seconds(20).toNanos());
        }
        assertThat(weir.accessLog().of(client).reason()).isEqualTo("stalled");
        client.close();
    }

    @Test
    @Tag("peers-40")
    void busyConnectionsEndAtTheirGreatestAgeSpreadByJitter() throws Exception {
        backend.behave(Manners.echo());
        LongSummaryStatistics ages = ages();
        int connections = 30;
        // A machine that stands still makes all of them older: not three times
        for (int i = 0; i < 2 && ages.getMax() >= 600 + 300 + 700; i++) {
            ages = ages();
            connections += 30;
        }
        assertThat(ages.getMax()).as("ages %s", ages).isLessThan(600 + 300 + 700);
        assertThat(ages.getMax() - ages.getMin()).as("ages %s", ages).isGreaterThan(80);
        int all = connections;
        Patience.until(all + " connections at their greatest age")
                .until(() ->
                        weir.metrics().sum("weir_connections_closed_total", "listener", "aged", "reason", "max-age")
                                == all);
    }

    private static LongSummaryStatistics ages() throws Exception {
        LongSummaryStatistics ages = new LongSummaryStatistics();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> all = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                all.add(threads.submit(LimitsIT::age));
            }
            for (Future<Long> one : all) {
                ages.accept(one.get());
            }
        }
        assertThat(ages.getMin()).as("ages %s", ages).isGreaterThanOrEqualTo(580);
        return ages;
    }

    @Test
    void keepAliveRunsOnBothSides() throws Exception {
        backend.handOver();
        try (Peer client = Peer.dial(weir.listener("web"));
                Peer served = backend.next()) {
            client.send("x");
            served.receive(1);
            Patience.until("the timers of idle = 60s").untilAsserted(() -> {
                for (Peer end : List.of(client, served)) {
                    SocketTable.Row row =
                            SocketTable.of(end.remote().getPort(), end.local().getPort());
                    assertThat(row.keepalive()).as("%s", row).isTrue();
                    assertThat(row.timerMillis()).as("%s", row).isBetween(40_000L, 75_500L);
                }
            });
        }
    }

    @Test
    void keepAliveOfConnectionsMadeTogetherIsSpread() throws Exception {
        backend.handOver();
        List<Peer> ends = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                Peer client = Peer.dial(weir.listener("web"));
                ends.add(client);
                client.send("x");
                ends.add(backend.next());
            }
            Patience.until("the timers of idle = 60s").untilAsserted(() -> {
                LongSummaryStatistics timers = new LongSummaryStatistics();
                for (Peer end : ends) {
                    SocketTable.Row row =
                            SocketTable.of(end.remote().getPort(), end.local().getPort());
                    assertThat(row.keepalive()).as("%s", row).isTrue();
                    timers.accept(row.timerMillis());
                }
                assertThat(timers.getMin()).as("%s", timers).isGreaterThan(40_000);
                assertThat(timers.getMax()).as("%s", timers).isLessThan(75_500);
                assertThat(timers.getMax() - timers.getMin()).as("%s", timers).isGreaterThan(8000);
            });
        } finally {
            for (Peer end : ends) {
                end.close();
            }
        }
    }

    private static Peer stalledBy(String listener) throws Exception {
        backend.behave(peer -> {
            Thread.ofVirtual().start(() -> {
                try {
                    peer.in().transferTo(java.io.OutputStream.nullOutputStream());
                } catch (IOException e) {
                    // It ends as the test wants it to.
                }
            });
            byte[] chunk = new byte[64 * 1024];
            while (!peer.closed()) {
                peer.send(chunk);
            }
        });
        int before = backend.accepted();
        Peer client = Peer.dial(weir.listener(listener), 4 * 1024);
        Patience.until("the connection to reach the backend").until(() -> backend.accepted() > before);
        return client;
    }

    private static long age() throws IOException {
        long start = System.nanoTime();
        try (Peer client = Peer.dial(weir.listener("aged"))) {
            while (true) {
                client.send("busy");
                if (client.in().readNBytes(4).length < 4) {
                    break;
                }
            }
        } catch (java.net.SocketException writtenAfterTheEnd) {
            // Its own last write crossed the FIN.
        }
        return (System.nanoTime() - start) / 1_000_000;
    }
}
