package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.AccessLog;
import io.weir.kit.Ending;
import io.weir.kit.FakeBackend;
import io.weir.kit.Manners;
import io.weir.kit.Pace;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.kit.Transport;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How a node ends: in the order the contract says, early where nothing is left, at once where asked twice. On both transports
 * where sockets are closed in it.
 */
class StopIT {
    private static final int CLIENTS = 24;

    private FakeBackend backend;

    @BeforeEach
    void startBackend() {
        backend = FakeBackend.start(Manners.echo());
    }

    @AfterEach
    void stopBackend() {
        backend.close();
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @Tag("contract-10")
    @Tag("peers-49")
    void announcesStillAcceptingThenClosesTheListenerThenDrainsThenCloses(Transport transport) throws IOException {
        try (WeirProcess weir = start(transport, "announce = 3s, drain = 3s, close-over = 500ms")) {
            InetSocketAddress at = weir.listener("web");
            Patience.until("readiness").until(() -> weir.admin().ready());
            List<Peer> clients = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                clients.add(Peer.dial(at));
                clients.get(i).echo("before");
            }
            long asked = System.nanoTime();
            weir.term();
            Patience.until("not ready").until(() -> !weir.admin().ready());
            clients.add(Peer.dial(at));
            clients.getLast().echo("still accepting while announcing");
            assertThat(weir.admin().get("/alive").status()).isEqualTo(200);
            Patience.until("the listener to be closed").until(() -> refuses(at));
            assertThat(millisSince(asked)).isBetween(2800L, Patience.seconds(15).toMillis());
            for (Peer client : clients) {
                client.echo("nothing is cut while draining");
            }
            clients.removeFirst().close();
            for (Peer client : clients) {
                Ending ending = client.ending();
                assertThat(ending.how()).as("%s", ending).isEqualTo(Ending.How.FIN);
                assertThat(ending.bytes()).isEmpty();
            }
            assertThat(millisSince(asked)).isBetween(5800L, Patience.seconds(25).toMillis());
            assertThat(weir.exitCode()).isZero();
            List<AccessLog.Line> lines = weir.accessLog().lines();
            assertThat(lines.stream().map(AccessLog.Line::reason).filter("node-stopping"::equals))
                    .as("%s", lines)
                    .hasSize(10);
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @Tag("contract-10")
    void fewConnectionsAreEndedOverAllOfTheTimeAndNotInItsFirstMoments(Transport transport) throws IOException {
        List<Long> times = endedOverTwoSeconds(transport);
        // A machine that stands still puts off some of them to others' turn: not three times
        for (int again = 0; again < 2 && !areSpread(times); again++) {
            times = endedOverTwoSeconds(transport);
        }
        assertThat(areSpread(times)).as("ends at %s", times).isTrue();
    }

    /** When each of the ten ended, in milliseconds from the first one on. */
    private List<Long> endedOverTwoSeconds(Transport transport) throws IOException {
        List<Peer> clients = new ArrayList<>();
        try (WeirProcess weir = start(transport, "announce = off, drain = 100ms, close-over = 2s")) {
            for (int i = 0; i < 10; i++) {
                clients.add(Peer.dial(weir.listener("web")));
                clients.get(i).echo("active");
            }
            weir.term();
            for (Peer client : clients) {
                assertThat(client.ending().how()).isEqualTo(Ending.How.FIN);
            }
            assertThat(weir.exitCode()).isZero();
            List<Long> times = weir.accessLog().lines().stream()
                    .filter(line -> line.reason().equals("node-stopping"))
                    .map(line -> line.ended().toEpochMilli())
                    .sorted()
                    .toList();
            assertThat(times).hasSize(10);
            return times.stream().map(time -> time - times.getFirst()).toList();
        } finally {
            for (Peer client : clients) {
                client.close();
            }
        }
    }

    /** One each 200 ms. */
    private static boolean areSpread(List<Long> times) {
        for (int i = 1; i < times.size(); i++) {
            if (times.get(i) - times.get(i - 1) >= 700) {
                return false;
            }
        }
        return times.getLast() >= 1500 && times.getLast() <= 2300;
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @Tag("contract-10")
    void endsAsSoonAsTheLastConnectionIsGone(Transport transport) throws IOException {
        try (WeirProcess weir = start(transport, "announce = 100ms, drain = 20s, close-over = 20s");
                Peer client = Peer.dial(weir.listener("web"))) {
            client.echo("active");
            InetSocketAddress at = weir.listener("web");
            weir.term();
            Patience.until("the listener to be closed").until(() -> refuses(at));
            client.echo("still active");
            client.close();
            long closed = System.nanoTime();
            assertThat(weir.exitCode()).isZero();
            assertThat(millisSince(closed)).isLessThan(Patience.seconds(10).toMillis());
        }
    }

    @Test
    @Tag("contract-10")
    void withoutADrainLimitNothingIsCutAndTheLastConnectionsEndIsTheNodes() throws IOException {
        try (WeirProcess weir = start(Transport.NATIVE, "announce = off, drain = off, close-over = off");
                Peer client = Peer.dial(weir.listener("web"))) {
            client.echo("active");
            InetSocketAddress at = weir.listener("web");
            weir.term();
            Patience.until("the listener to be closed").until(() -> refuses(at));
            for (int i = 0; i < 5; i++) {
                Pace.pause(Duration.ofMillis(200));
                client.echo("not cut " + i);
            }
            assertThat(weir.err().text()).contains("draining until the last one has ended");
            client.close();
            assertThat(weir.exitCode()).isZero();
        }
    }

    @Test
    @Tag("contract-10")
    void aSecondSignalEndsItAtOnce() throws IOException {
        for (String second : List.of("TERM", "INT")) {
            try (WeirProcess weir = start(Transport.NATIVE, "announce = 20s, drain = 20s, close-over = 20s");
                    Peer client = Peer.dial(weir.listener("web"))) {
                client.echo("active");
                weir.term();
                Patience.until("not ready").until(() -> !weir.admin().ready());
                long asked = System.nanoTime();
                weir.signal(second);
                weir.exitCode();
                assertThat(millisSince(asked))
                        .as("at once, and not at the end of the first of the twenty seconds")
                        .isLessThan(Patience.seconds(10).toMillis());
                assertThat(client.ending().how()).isNotEqualTo(Ending.How.OPEN);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @Tag("contract-10")
    void aSecondSignalResetsWhatThereIsAndLeavesALineOfEach(Transport transport) throws IOException {
        List<Peer> clients = new ArrayList<>();
        try (WeirProcess weir = start(transport, "announce = 20s, drain = 20s, close-over = 20s")) {
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(Peer.dial(weir.listener("web")));
                clients.get(i).echo("active");
            }
            weir.term();
            Patience.until("not ready").until(() -> !weir.admin().ready());
            // Their lines may wait to be written when the signal comes
            for (int i = 0; i < CLIENTS / 2; i++) {
                clients.get(i).close();
            }
            weir.term();
            weir.exitCode();
            for (Peer client : clients.subList(CLIENTS / 2, CLIENTS)) {
                assertThat(client.ending().how()).isEqualTo(Ending.How.RESET);
            }
            assertThat(weir.accessLog().lines()).hasSize(CLIENTS);
        } finally {
            for (Peer client : clients) {
                client.close();
            }
        }
    }

    @Test
    @Tag("contract-10")
    void anInterruptStopsItInTheSameOrder() throws IOException {
        try (WeirProcess weir = start(Transport.NATIVE, "announce = 100ms, drain = 300ms, close-over = 100ms");
                Peer client = Peer.dial(weir.listener("web"))) {
            client.echo("active");
            weir.signal("INT");
            assertThat(client.ending().how()).isEqualTo(Ending.How.FIN);
            assertThat(weir.exitCode()).isZero();
        }
    }

    /**
     * Closing one socket of a group resets what waits in its queue and every handshake that is under way. So the queue is emptied
     * first, and where the system offers a way no handshake begins any more. On NIO, which has none, the one client that is caught
     * in the moment between the last look at a loop's queue and its close may be reset.
     */
    @ParameterizedTest
    @EnumSource(Transport.class)
    @Tag("contract-10")
    void noConnectionIsLostWhileTheListenerCloses(Transport transport) throws Exception {
        try (WeirProcess weir = start(transport, "announce = 300ms, drain = 5s, close-over = 100ms")) {
            InetSocketAddress at = weir.listener("web");
            AtomicInteger served = new AtomicInteger();
            Queue<String> lost = new ConcurrentLinkedQueue<>();
            List<Thread> clients = IntStream.range(0, CLIENTS)
                    .mapToObj(each -> Thread.ofVirtual().start(() -> dialUntilRefused(at, served, lost)))
                    .toList();
            Patience.until("all to be at it").until(() -> served.get() >= CLIENTS);
            weir.term();
            for (Thread client : clients) {
                client.join();
            }
            assertThat(lost).hasSizeLessThanOrEqualTo(transport == Transport.NATIVE ? 0 : CLIENTS);
            assertThat(weir.exitCode()).isZero();
        }
    }

    private static void dialUntilRefused(InetSocketAddress at, AtomicInteger served, Queue<String> lost) {
        long start = System.nanoTime();
        while (millisSince(start) < Patience.seconds(60).toMillis()) {
            try (Peer client = Peer.dial(at)) {
                client.echo("hello");
                served.incrementAndGet();
            } catch (ConnectException refused) {
                return;
            } catch (IOException e) {
                lost.add("after " + served + ": " + e);
            }
        }
        lost.add("never refused");
    }

    private WeirProcess start(Transport transport, String shutdown) {
        return WeirProcess.start(WeirFile.with(transport)
                .service("web", backend.hostPort())
                .add("weir.shutdown { " + shutdown + " }\n"));
    }

    private static boolean refuses(InetSocketAddress at) {
        try (Peer client = Peer.dial(at)) {
            return client.closed();
        } catch (ConnectException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static long millisSince(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }
}
