package io.weir.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.weir.kit.Loopback;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A joined pair keeps TCP's promises: bytes, ends and resets arrive as the peers sent them, and leases come back. */
@Timeout(60)
class JoinTest {
    private static final Executor THREADS = Executors.newVirtualThreadPerTaskExecutor();

    @AutoClose
    private final ServerSocket server = Loopback.listen();

    private Relay relay(LoopSettings.Kind kind) throws Exception {
        return new Relay(kind, Loopback.port(server.getLocalPort()));
    }

    private static Socket connect(Relay relay) throws IOException {
        Socket socket = new Socket();
        socket.connect(relay.address());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private Socket accept() throws IOException {
        Socket socket = server.accept();
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static CompletableFuture<byte[]> readAll(Socket socket) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return socket.getInputStream().readAllBytes();
                    } catch (IOException broken) {
                        throw new IllegalStateException(broken);
                    }
                },
                THREADS);
    }

    private static void settled(Relay relay) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(relay.onLoop(() -> List.of(
                                relay.loop.buffers().leased(),
                                relay.loop.pipes().leased())))
                        .containsExactly(0, 0));
        assertThat(relay.faults).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "NIO"})
    void bytesPassUnchangedBothWaysAtAnyChunking(LoopSettings.Kind kind) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] up = new byte[3_000_000];
        byte[] down = new byte[5_000_000];
        random.nextBytes(up);
        random.nextBytes(down);
        try (Relay relay = relay(kind);
                Socket client = connect(relay);
                Socket backend = accept()) {
            CompletableFuture<byte[]> atBackend = readAll(backend);
            CompletableFuture<byte[]> atClient = readAll(client);
            CompletableFuture<Void> writer =
                    CompletableFuture.runAsync(() -> write(backend, down, new Random(seed + 1)), THREADS);
            write(client, up, random);
            client.shutdownOutput();
            assertThat(Arrays.equals(atBackend.get(30, TimeUnit.SECONDS), up))
                    .as("up, seed %d", seed)
                    .isTrue();
            writer.get(30, TimeUnit.SECONDS);
            backend.shutdownOutput();
            assertThat(Arrays.equals(atClient.get(30, TimeUnit.SECONDS), down))
                    .as("down, seed %d", seed)
                    .isTrue();
            Relay.Pair pair = relay.pairs.remove();
            assertThat(pair.over.get(30, TimeUnit.SECONDS)).containsExactly("ended CLIENT", "ended BACKEND");
            assertThat(pair.in).isEqualTo(up.length);
            assertThat(pair.out).isEqualTo(down.length);
            settled(relay);
        }
    }

    private static void write(Socket to, byte[] bytes, Random random) {
        try {
            int at = 0;
            while (at < bytes.length) {
                int n = Math.min(bytes.length - at, 1 + random.nextInt(random.nextBoolean() ? 10 : 200_000));
                to.getOutputStream().write(bytes, at, n);
                at += n;
            }
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "NIO"})
    void theBackendMaySpeakFirstAndEndFirst(LoopSettings.Kind kind) throws Exception {
        try (Relay relay = relay(kind);
                Socket client = connect(relay);
                Socket backend = accept()) {
            backend.getOutputStream().write("220 ready\r\n".getBytes(UTF_8));
            backend.shutdownOutput();
            assertThat(new String(client.getInputStream().readAllBytes(), UTF_8))
                    .isEqualTo("220 ready\r\n");
            client.getOutputStream().write("late".getBytes(UTF_8));
            client.shutdownOutput();
            assertThat(new String(backend.getInputStream().readAllBytes(), UTF_8))
                    .isEqualTo("late");
            assertThat(relay.pairs.remove().over.get(30, TimeUnit.SECONDS))
                    .containsExactly("ended BACKEND", "ended CLIENT");
            settled(relay);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "NIO"})
    void everyByteSentBeforeAResetArrivesAndThenTheReset(LoopSettings.Kind kind) throws Exception {
        byte[] up = new byte[1_000_000];
        new Random(7).nextBytes(up);
        try (Relay relay = relay(kind);
                Socket client = connect(relay);
                Socket backend = accept()) {
            byte[] got = new byte[up.length];
            CompletableFuture<Integer> reader = CompletableFuture.supplyAsync(
                    () -> {
                        int at = 0;
                        try {
                            InputStream in = backend.getInputStream();
                            while (at < got.length) {
                                int n = in.read(got, at, got.length - at);
                                if (n < 0) {
                                    return at;
                                }
                                at += n;
                            }
                            return at;
                        } catch (IOException reset) {
                            return at;
                        }
                    },
                    THREADS);
            client.getOutputStream().write(up);
            await().atMost(Duration.ofSeconds(30)).until(() -> relay.onLoop(() -> relay.pairs.peek().in) == up.length);
            client.setSoLinger(true, 0);
            client.close();
            assertThat(reader.get(20, TimeUnit.SECONDS)).isEqualTo(up.length);
            assertThat(got).isEqualTo(up);
            assertThatThrownBy(() -> backend.getInputStream().read()).hasMessageContaining("reset");
            assertThat(relay.pairs.remove().over.get(30, TimeUnit.SECONDS)).containsExactly("failed CLIENT RESET");
            settled(relay);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "NIO"})
    void aBackendsResetReachesTheClient(LoopSettings.Kind kind) throws Exception {
        try (Relay relay = relay(kind);
                Socket client = connect(relay);
                Socket backend = accept()) {
            backend.getOutputStream().write(1);
            assertThat(client.getInputStream().read()).isEqualTo(1);
            backend.setSoLinger(true, 0);
            backend.close();
            assertThatThrownBy(() -> client.getInputStream().read()).hasMessageContaining("reset");
            assertThat(relay.pairs.remove().over.get(30, TimeUnit.SECONDS)).containsExactly("failed BACKEND RESET");
            settled(relay);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "NIO"})
    void aReaderThatStopsCostsABoundedBufferAndCanGoOn(LoopSettings.Kind kind) throws Exception {
        byte[] down = new byte[30_000_000];
        new Random(11).nextBytes(down);
        try (Relay relay = relay(kind);
                Socket client = connect(relay);
                Socket backend = accept()) {
            CompletableFuture<Void> writer =
                    CompletableFuture.runAsync(() -> write(backend, down, new Random(12)), THREADS);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> relay.onLoop(() -> relay.pairs.peek().joined != null
                            && relay.pairs.peek().joined.blockedSince() != Long.MAX_VALUE));
            assertThat(relay.onLoop(() ->
                            relay.loop.buffers().leased() + relay.loop.pipes().leased()))
                    .isLessThanOrEqualTo(2);
            CompletableFuture<byte[]> atClient = readAll(client);
            writer.get(30, TimeUnit.SECONDS);
            assertThat(relay.onLoop(() -> relay.loop.pipes().made()) > 0)
                    .as("bulk went through a kernel pipe")
                    .isEqualTo(kind == LoopSettings.Kind.NATIVE);
            backend.close();
            assertThat(Arrays.equals(atClient.get(30, TimeUnit.SECONDS), down)).isTrue();
            client.close();
            relay.pairs.remove().over.get(30, TimeUnit.SECONDS);
            settled(relay);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "NIO"})
    void finishWritesOutWhatWasReadAndEndsBothSides(LoopSettings.Kind kind) throws Exception {
        try (Relay relay = relay(kind);
                Socket client = connect(relay);
                Socket backend = accept()) {
            backend.getOutputStream().write(new byte[100]);
            assertThat(client.getInputStream().readNBytes(100)).hasSize(100);
            Relay.Pair pair = relay.pairs.remove();
            pair.ask(joined -> {
                joined.finish();
                return null;
            });
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            assertThat(backend.getInputStream().read()).isEqualTo(-1);
            pair.over.get(30, TimeUnit.SECONDS);
            settled(relay);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "NIO"})
    void resetResetsBothSides(LoopSettings.Kind kind) throws Exception {
        try (Relay relay = relay(kind);
                Socket client = connect(relay);
                Socket backend = accept()) {
            backend.getOutputStream().write(1);
            assertThat(client.getInputStream().read()).isEqualTo(1);
            Relay.Pair pair = relay.pairs.remove();
            pair.ask(joined -> {
                joined.reset();
                return null;
            });
            assertThatThrownBy(() -> client.getInputStream().read()).hasMessageContaining("reset");
            assertThatThrownBy(() -> backend.getInputStream().read()).hasMessageContaining("reset");
            pair.over.get(30, TimeUnit.SECONDS);
            settled(relay);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "NIO"})
    void connectionsAreIslandsOfOneActor(LoopSettings.Kind kind) throws Exception {
        try (Relay relay = relay(kind)) {
            int before = relay.streamActors();
            List<Socket> sockets = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Socket client = connect(relay);
                Socket backend = accept();
                backend.getOutputStream().write(1);
                assertThat(client.getInputStream().read()).isEqualTo(1);
                sockets.add(client);
                sockets.add(backend);
            }
            assertThat(relay.streamActors()).isEqualTo(before);
            for (Socket socket : sockets) {
                socket.close();
            }
            settled(relay);
        }
    }

    /** NIO cannot know what has arrived. */
    @ParameterizedTest
    @EnumSource(names = "NATIVE")
    void aReaderThatComesLateStillGetsWhatWasWrittenBeforeTheReset(LoopSettings.Kind kind) throws Exception {
        byte[] down = new byte[200_000];
        new Random(3).nextBytes(down);
        try (Relay relay = relay(kind);
                Socket client = new Socket()) {
            client.setReceiveBufferSize(4096);
            client.connect(relay.address());
            client.setSoTimeout(20_000);
            try (Socket backend = accept()) {
                backend.getOutputStream().write(down);
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> relay.onLoop(() -> relay.pairs.peek().out) == down.length);
                backend.setSoLinger(true, 0);
            }
            relay.pairs.remove().over.get(30, TimeUnit.SECONDS);
            assertThat(client.getInputStream().readNBytes(down.length)).isEqualTo(down);
            assertThatThrownBy(() -> client.getInputStream().read()).hasMessageContaining("reset");
            settled(relay);
        }
    }
}
