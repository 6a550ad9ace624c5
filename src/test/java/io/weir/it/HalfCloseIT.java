package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Aftermath;
import io.weir.kit.Ending;
import io.weir.kit.FakeBackend;
import io.weir.kit.Loopback;
import io.weir.kit.Manners;
import io.weir.kit.Pace;
import io.weir.kit.Patience;
import io.weir.kit.Payload;
import io.weir.kit.Peer;
import io.weir.kit.Seed;
import io.weir.kit.Transport;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** A FIN is passed on as a FIN; the other direction stays open, and not for ever. */
@OnBothTransports
class HalfCloseIT {
    @Parameter
    Transport transport;

    private static FakeBackend backend;
    private static FakeBackend slow;
    private static WeirProcess weir;
    private static Aftermath aftermath;
    private final Seed seed = Seed.fresh();

    @BeforeParameterizedClassInvocation
    static void start(Transport transport) {
        backend = FakeBackend.start(Manners.echo());
        slow = FakeBackend.start(Loopback.port(0), 8 * 1024, Manners.echo());
        weir = WeirProcess.start(WeirFile.with(transport)
                .service("web", backend.hostPort())
                .service("slow", slow.hostPort())
                .listener("brief", "fin-timeout = 1200ms")
                .pool("brief", "", backend.hostPort()));
        aftermath = new Aftermath(weir);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        try (FakeBackend b = backend;
                FakeBackend s = slow;
                WeirProcess w = weir) {
            aftermath.check();
        }
    }

    @Test
    @Tag("peers-4")
    @Tag("contract-2")
    void theClientEndsItsDirectionAndStillGetsTheAnswer() throws IOException {
        backend.behave(Manners.counting());
        Payload payload = seed.payload(1, 300_000);
        try (Peer client = Peer.dial(weir.listener("web"))) {
            payload.writeTo(client.out(), seed.random(1));
            client.finish();
            Ending ending = client.ending();
            assertThat(ending.how()).isEqualTo(Ending.How.FIN);
            assertThat(ending.text()).isEqualTo("300000");
            assertThat(weir.accessLog().of(client).reason()).isEqualTo("client-closed");
        }
    }

    @Test
    @Tag("peers-5")
    @Tag("contract-2")
    void theBackendEndsItsDirectionAndStillGetsWhatTheClientSends() throws Exception {
        backend.handOver();
        Payload payload = seed.payload(2, 500_000);
        try (Peer client = Peer.dial(weir.listener("web"));
                Peer served = backend.next()) {
            served.send("bye");
            served.finish();
            assertThat(client.ending().toString()).startsWith("FIN").endsWith("[bye]");
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(client, payload));
            payload.readFrom(served.in(), seed.random(3));
            assertThat(served.ending().how()).isEqualTo(Ending.How.FIN);
            sending.get();
            assertThat(weir.accessLog().of(client).reason()).isEqualTo("backend-closed");
        }
    }

    @Test
    @Tag("peers-7")
    @Tag("contract-2")
    void whatAClientSentBeforeItClosedIsFlushedToASlowBackend() throws Exception {
        slow.handOver();
        Payload payload = seed.payload(4, 1_500_000);
        try (Peer client = Peer.dial(weir.listener("slow"));
                Peer served = slow.next()) {
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(client, payload));
            byte[] buffer = new byte[10_000];
            for (int read = 0; read < payload.length(); ) {
                int count = served.in().read(buffer);
                assertThat(count).as("bytes after %d, %s", read, seed).isPositive();
                payload.check(read, buffer, count);
                read += count;
                if (read < 300_000) {
                    Pace.pause(Duration.ofMillis(10));
                    if (sending.isDone()) {
                        client.close();
                        assertThat(weir.metrics().sum("weir_listener_connections", "listener", "slow"))
                                .as("the connection still being flushed is still counted")
                                .isEqualTo(1);
                    }
                }
            }
            assertThat(served.ending().how()).isEqualTo(Ending.How.FIN);
        }
    }

    @Test
    @Tag("contract-2")
    void aHalfEndedConnectionWithoutTrafficEndsAfterTheFinTimeout() throws Exception {
        backend.handOver();
        try (Peer client = Peer.dial(weir.listener("brief"));
                Peer served = backend.next()) {
            long start = System.nanoTime();
            client.send("question");
            client.finish();
            assertThat(served.receive(8)).isEqualTo("question");
            Ending ending = client.ending();
            assertThat(ending.how()).as("%s", ending).isEqualTo(Ending.How.FIN);
            assertThat((System.nanoTime() - start) / 1_000_000)
                    .isBetween(1100L, Patience.seconds(20).toMillis());
            assertThat(weir.accessLog().of(client).reason()).isEqualTo("fin-timeout");
        }
    }

    @Test
    @Tag("contract-2")
    void aHalfEndedConnectionWithTrafficLivesOn() throws Exception {
        backend.handOver();
        try (Peer client = Peer.dial(weir.listener("brief"));
                Peer served = backend.next()) {
            client.finish();
            for (int i = 0; i < 18; i++) {
                served.send("x");
                assertThat(client.receive(1)).isEqualTo("x");
                Pace.pause(Duration.ofMillis(100));
            }
            served.close();
            assertThat(client.ending().how()).isEqualTo(Ending.How.FIN);
            assertThat(weir.accessLog().of(client).reason()).isEqualTo("client-closed");
        }
    }

    @Test
    @Tag("contract-2")
    void dataAndFinInOneSegmentBothArrive() throws Exception {
        backend.behave(Manners.closeAfter(4));
        for (int i = 0; i < 200; i++) {
            backend.behave(peer -> {
                peer.receive(4);
                peer.send("answer " + peer.remote().getPort());
            });
            try (Peer client = Peer.dial(weir.listener("web"))) {
                client.send("ask!");
                client.finish();
                assertThat(client.ending().toString()).startsWith("FIN").contains("[answer ");
            }
        }
    }

    private void send(Peer client, Payload payload) {
        try {
            payload.writeTo(client.out(), seed.random(9));
            client.finish();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
