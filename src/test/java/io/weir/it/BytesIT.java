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
import io.weir.kit.Transport;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** Bytes arrive unchanged, in order and without a bound on their number, and a slow reader costs a bounded buffer. */
@OnBothTransports
class BytesIT {
    @Parameter
    Transport transport;

    private static final int MEGABYTE = 1024 * 1024;
    private static FakeBackend backend;
    private static WeirProcess weir;
    private static Aftermath aftermath;
    private final Seed seed = Seed.fresh();

    @BeforeParameterizedClassInvocation
    static void start(Transport transport) {
        backend = FakeBackend.start(Manners.echo());
        weir = WeirProcess.start(WeirFile.with(transport).service("web", backend.hostPort()));
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
    @Tag("peers-1")
    @Tag("contract-1")
    void manyTurnsOnOneConnection() throws IOException {
        backend.behave(Manners.echo());
        RandomGenerator random = seed.random(1);
        try (Peer client = Peer.dial(weir.listener("web"))) {
            for (int turn = 0; turn < 2000; turn++) {
                byte[] request = seed.payload(turn, random.nextInt(1, 3000)).bytes();
                client.send(request);
                assertThat(client.in().readNBytes(request.length))
                        .as("turn %d, %s", turn, seed)
                        .isEqualTo(request);
            }
        }
    }

    @Test
    @Tag("peers-2")
    @Tag("contract-3")
    void theBackendSpeaksFirst() throws IOException {
        backend.behave(Manners.greeting("220 hello\r\n"));
        try (Peer client = Peer.dial(weir.listener("web"))) {
            assertThat(client.receive(11)).isEqualTo("220 hello\r\n");
            client.echo("and back");
        }
    }

    @Test
    @Tag("peers-3")
    @Tag("contract-1")
    void aMegabyteThroughSmallBuffersInOddChunks() throws Exception {
        Payload payload = seed.payload(3, MEGABYTE);
        backend.behave(Manners.echo());
        // With less the system may wait for a timer before each piece of what the node has long handed over to it
        try (Peer client = Peer.dial(weir.listener("web"), 16 * 1024);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> sending = threads.submit(() -> send(client, payload, 1));
            payload.readFrom(client.in(), seed.random(2));
            sending.get();
            assertThat(client.ending().how()).as(seed.toString()).isEqualTo(Ending.How.FIN);
        }
    }

    @Test
    @Tag("peers-3")
    @Tag("contract-1")
    void fiftyMegabytesEachWayAtOnce() throws Exception {
        Payload up = seed.payload(4, 50L * MEGABYTE);
        Payload down = seed.payload(5, 50L * MEGABYTE);
        backend.handOver();
        try (Peer client = Peer.dial(weir.listener("web"));
                Peer served = backend.next();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = List.of(
                    threads.submit(() -> send(client, up, 3)),
                    threads.submit(() -> send(served, down, 4)),
                    threads.submit(() -> receive(client, down, 5)),
                    threads.submit(() -> receive(served, up, 6)));
            for (Future<?> one : all) {
                one.get();
            }
        }
    }

    @Test
    @Tag("peers-50")
    @Tag("contract-1")
    void fiftyConnectionsAtOnceEachGetTheirOwnBytes() throws Exception {
        backend.behave(Manners.echo());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                Payload payload = seed.payload(100 + i, 400_000 + i);
                all.add(threads.submit(() -> {
                    try (Peer client = Peer.dial(weir.listener("web"))) {
                        Future<?> sending = threads.submit(() -> send(client, payload, payload.length()));
                        receive(client, payload, -payload.length());
                        sending.get();
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
    }

    @Test
    @Tag("peers-6")
    @Tag("contract-1")
    void aReaderThatStopsPausesTheSenderCostsABoundedBufferAndLosesNothing() throws Exception {
        int connections = 20;
        Payload payload = seed.payload(6, 40L * MEGABYTE);
        long before = ProcFs.residentBytes(weir.pid());
        AtomicLong taken = new AtomicLong();
        backend.behave(peer -> {
            byte[] chunk = new byte[64 * 1024];
            for (long at = 0; at < payload.length(); at += chunk.length) {
                peer.send(payload.slice(at, chunk.length));
                taken.addAndGet(chunk.length);
            }
        });
        List<Peer> clients = new ArrayList<>();
        try {
            for (int i = 0; i < connections; i++) {
                clients.add(Peer.dial(weir.listener("web"), 16 * 1024));
            }
            long paused = steady(taken);
            assertThat(paused)
                    .as("all was taken from the senders though nobody reads")
                    .isLessThan(connections * payload.length() / 2);
            assertThat(ProcFs.residentBytes(weir.pid()) - before)
                    .as("memory for %d stalled connections", connections)
                    .isLessThan(48L * MEGABYTE);
            for (Peer client : clients.subList(0, 3)) {
                receive(client, payload, 7);
            }
            assertThat(taken.get()).isGreaterThan(paused);
        } finally {
            for (Peer client : clients) {
                client.close();
            }
        }
    }

    private static long steady(AtomicLong count) throws InterruptedException {
        long last = -1;
        int same = 0;
        for (int i = 0; i < 200 && same < 5; i++) {
            Pace.pause(Duration.ofMillis(100));
            same = count.get() == last ? same + 1 : 0;
            last = count.get();
        }
        assertThat(same).as("the senders were never paused").isEqualTo(5);
        return last;
    }

    private Object send(Peer peer, Payload payload, long purpose) throws IOException {
        payload.writeTo(peer.out(), seed.random(purpose));
        peer.finish();
        return payload;
    }

    private Object receive(Peer peer, Payload payload, long purpose) throws IOException {
        peer.readTimeout(Patience.seconds(60));
        payload.readFrom(peer.in(), seed.random(purpose));
        assertThat(peer.ending().toString())
                .as("after the last byte, %s", seed)
                .startsWith("FIN")
                .endsWith("[]");
        return payload;
    }
}
