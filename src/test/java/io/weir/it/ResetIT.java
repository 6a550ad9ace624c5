package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Aftermath;
import io.weir.kit.Ending;
import io.weir.kit.FakeBackend;
import io.weir.kit.Manners;
import io.weir.kit.Pace;
import io.weir.kit.Patience;
import io.weir.kit.Payload;
import io.weir.kit.Peer;
import io.weir.kit.ProcFs;
import io.weir.kit.Seed;
import io.weir.kit.SocketTable;
import io.weir.kit.Transport;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** A reset is passed on as a reset, after what was delivered before it, and touches nobody else. */
@OnBothTransports
class ResetIT {
    /** At most a fin-timeout of a second and a sweep. */
    private static final long IN_TIME_MILLIS = 3000;

    @Parameter
    Transport transport;

    private static FakeBackend backend;
    private static WeirProcess weir;
    private static Aftermath aftermath;
    private final Seed seed = Seed.fresh();

    @BeforeParameterizedClassInvocation
    static void start(Transport transport) {
        backend = FakeBackend.start(Manners.echo());
        weir = WeirProcess.start(WeirFile.with(transport)
                .listener("web", "fin-timeout = 1s")
                .listener("patient", "pool = web")
                .pool("web", "", backend.hostPort()));
        aftermath = new Aftermath(weir);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        try (FakeBackend b = backend;
                WeirProcess w = weir) {
            aftermath.check();
        }
    }

    /** A connection whose client is gone may be dialled late, and would be handed to the next test. */
    @AfterEach
    void settle() {
        aftermath.connectionsEnded();
    }

    @RepeatedTest(5)
    @Tag("peers-8")
    @Tag("contract-2")
    void aMegabyteThenAResetGivesAPromptReaderEveryByteThenTheReset() throws Exception {
        backend.handOver();
        Payload payload = seed.payload(1, 1024 * 1024);
        try (Peer client = Peer.dial(weir.listener("web"));
                Peer served = backend.next()) {
            CompletableFuture<Ending> reading = CompletableFuture.supplyAsync(() -> ending(client));
            payload.writeTo(served.out(), seed.random(1));
            SocketTable.awaitDelivered(served);
            served.reset();
            Ending ending = reading.get();
            assertThat(ending.bytes()).as("%s, %s", ending, seed).isEqualTo(payload.bytes());
            assertThat(ending.how()).as("%s, %s", ending, seed).isEqualTo(Ending.How.RESET);
            assertThat(weir.accessLog().of(client).reason()).isEqualTo("backend-reset");
        }
    }

    @Test
    @Tag("peers-8")
    @Tag("contract-2")
    void aReaderTooSlowForWhatCameBeforeAResetIsItselfResetWithinTheFinTimeout() throws Exception {
        backend.handOver();
        assertInTime(this::untilATooSlowReaderIsGivenUp);
    }

    private long untilATooSlowReaderIsGivenUp() throws Exception {
        try (Peer client = Peer.dial(weir.listener("web"), 4 * 1024);
                Peer served = backend.next()) {
            served.send(seed.payload(2, 400_000).bytes());
            Patience.until("the node to have read it all").until(() -> delivered(served) && readUp(served));
            long start = System.nanoTime();
            served.reset();
            Patience.until("the client's side to be given up", 6)
                    .until(() -> SocketTable.find(
                                    client.remote().getPort(), client.local().getPort())
                            .isEmpty());
            long millis = (System.nanoTime() - start) / 1_000_000;
            Ending ending = client.ending();
            assertThat(ending.how()).as("%s", ending).isEqualTo(Ending.How.RESET);
            assertThat(ending.bytes().length).isLessThan(400_000);
            assertThat(weir.accessLog().of(client).reason()).isEqualTo("backend-reset");
            return millis;
        }
    }

    /** A machine that is held up makes it late, but not three times. */
    private static void assertInTime(Callable<Long> untilGivenUp) throws Exception {
        long millis = untilGivenUp.call();
        for (int i = 0; i < 2 && millis >= IN_TIME_MILLIS; i++) {
            millis = untilGivenUp.call();
        }
        assertThat(millis).as("at most fin-timeout, 1 s, and a sweep").isLessThan(IN_TIME_MILLIS);
    }

    @Test
    @Tag("contract-2")
    void aClientsResetReachesTheBackendAsAResetAfterWhatItSent() throws Exception {
        backend.handOver();
        try (Peer client = Peer.dial(weir.listener("web"));
                Peer served = backend.next()) {
            client.send("last words");
            SocketTable.awaitDelivered(client);
            client.reset();
            Ending ending = served.ending();
            assertThat(ending.text()).isEqualTo("last words");
            assertThat(ending.how()).isEqualTo(Ending.How.RESET);
            assertThat(weir.accessLog().of(client).reason()).isEqualTo("client-reset");
        }
    }

    @Test
    @Tag("contract-2")
    void aBackendThatClosesWithUnreadDataResetsTheClient() throws Exception {
        backend.behave(Manners.resetAfter(1));
        try (Peer client = Peer.dial(weir.listener("web"))) {
            client.send("xyz");
            assertThat(client.ending().how()).isEqualTo(Ending.How.RESET);
        }
    }

    @Test
    @Tag("contract-2")
    void aResetFoundOnlyByWritingIsPassedOnToo() throws Exception {
        backend.handOver();
        try (Peer client = Peer.dial(weir.listener("web"), 4 * 1024);
                Peer served = backend.next()) {
            CompletableFuture<String> sending = CompletableFuture.supplyAsync(() -> flood(served));
            Patience.until("the sender to be paused").until(() -> !delivered(served));
            client.reset();
            assertThat(sending.get())
                    .as("what a write after a reset, not after a FIN, says")
                    .contains("reset");
            assertThat(weir.accessLog().of(client).reason()).isEqualTo("client-reset");
        }
    }

    /** The JDK's sockets do not see it, and pass it on when the reader reads on. */
    @Test
    @Tag("contract-2")
    void aResetBehindMoreThanTheNodeHoldsIsSeenThoughTheReaderStands() throws Exception {
        backend.handOver();
        assertInTime(this::untilAStandingReaderIsGivenUp);
    }

    /** 0 where nobody is, before it reads on. */
    private long untilAStandingReaderIsGivenUp() throws Exception {
        try (Peer client = Peer.dial(weir.listener("web"), 4 * 1024);
                Peer served = backend.next()) {
            CompletableFuture<String> sending = CompletableFuture.supplyAsync(() -> flood(served));
            Patience.until("the sender to be paused").until(() -> !delivered(served));
            long start = System.nanoTime();
            served.reset();
            sending.get();
            long millis = 0;
            if (transport == Transport.NATIVE) {
                Patience.until("the client's side to be given up", 6)
                        .until(() -> SocketTable.find(
                                        client.remote().getPort(),
                                        client.local().getPort())
                                .isEmpty());
                millis = (System.nanoTime() - start) / 1_000_000;
            }
            assertThat(client.ending().how()).isEqualTo(Ending.How.RESET);
            assertThat(weir.accessLog().of(client).reason()).isEqualTo("backend-reset");
            return millis;
        }
    }

    /** The JDK's sockets do not see a reset of a peer that has ended its direction. */
    @Test
    @Tag("contract-2")
    void aResetAfterAFinReachesTheQuietOtherSideAtOnce() throws Exception {
        backend.handOver();
        try (Peer client = Peer.dial(weir.listener(transport == Transport.NATIVE ? "patient" : "web"));
                Peer served = backend.next()) {
            client.send("hello");
            client.finish();
            assertThat(served.receive(5)).isEqualTo("hello");
            assertThat(served.in().read()).isEqualTo(-1);
            client.reset();
            if (transport == Transport.NATIVE) {
                assertThat(weir.accessLog().of(client).reason()).isEqualTo("client-reset");
                assertThat(flood(served)).containsAnyOf("reset", "Broken");
            } else {
                assertThat(weir.accessLog().of(client).reason()).isEqualTo("fin-timeout");
            }
        }
    }

    /** A system says of a failed socket that it failed for as long as it is asked. */
    @Test
    @Tag("contract-11")
    void resetsThatNobodyReadsKeepNoLoopBusy() throws Exception {
        backend.handOver();
        try (Peer stalled = Peer.dial(weir.listener("patient"), 4 * 1024);
                Peer flooding = backend.next();
                Peer ended = Peer.dial(weir.listener("patient"));
                Peer quiet = backend.next()) {
            CompletableFuture<String> sending = CompletableFuture.supplyAsync(() -> flood(flooding));
            Patience.until("the sender to be paused").until(() -> !delivered(flooding));
            flooding.reset();
            sending.get();
            ended.finish();
            assertThat(quiet.in().read()).isEqualTo(-1);
            ended.reset();
            long cpu = ProcFs.cpuMillis(weir.pid());
            Pace.pause(Duration.ofSeconds(2));
            assertThat(ProcFs.cpuMillis(weir.pid()) - cpu)
                    .as("milliseconds of processor time in 2 s")
                    .isLessThan(500);
        }
    }

    @Test
    @Tag("contract-11")
    void oneConnectionThatIsResetDoesNotTouchTheOthers() throws Exception {
        backend.behave(Manners.echo());
        try (Peer steady = Peer.dial(weir.listener("web"));
                Peer other = Peer.dial(weir.listener("web"))) {
            for (int i = 0; i < 100; i++) {
                steady.echo("still here " + i);
                Peer rude = Peer.dial(weir.listener("web"));
                rude.send("x");
                rude.reset();
                other.echo("me too " + i);
            }
        }
    }

    private static Ending ending(Peer client) {
        try {
            return client.ending();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static boolean delivered(Peer served) {
        return SocketTable.of(served.local().getPort(), served.remote().getPort())
                        .unsent()
                == 0;
    }

    private static boolean readUp(Peer served) {
        return SocketTable.of(served.remote().getPort(), served.local().getPort())
                        .unread()
                == 0;
    }

    /** Sends until it fails and says how it failed. */
    private static String flood(Peer peer) {
        byte[] chunk = new byte[64 * 1024];
        try {
            for (int i = 0; i < 100_000; i++) {
                peer.send(chunk);
            }
        } catch (IOException e) {
            return e.getMessage();
        }
        throw new AssertionError("6 GB were taken though nobody reads");
    }
}
