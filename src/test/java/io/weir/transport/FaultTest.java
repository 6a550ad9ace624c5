package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One connection's misfortune is its own: faults, scarce buffers, reused descriptors and a busy neighbour. */
@Timeout(60)
class FaultTest {
    /** So often a socket is read in one turn, each time into a buffer or a pipe. */
    private static final int READS_A_TURN = 4;

    private static final Executor THREADS = Executors.newVirtualThreadPerTaskExecutor();

    /** Sends everything back. */
    private ServerSocket echo;

    @BeforeEach
    void listen() throws IOException {
        echo = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
        THREADS.execute(() -> {
            try {
                while (true) {
                    Socket socket = echo.accept();
                    THREADS.execute(() -> echo(socket));
                }
            } catch (IOException closed) {
                // The test is over
            }
        });
    }

    private static void echo(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException broken) {
            // Its client is gone
        }
    }

    @AfterEach
    void close() throws IOException {
        echo.close();
    }

    private Relay relay(LoopSettings.Kind kind, int buffers, int pipes, UnaryOperator<Link> links) throws Exception {
        return new Relay(
                kind,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), echo.getLocalPort()),
                buffers,
                pipes,
                links);
    }

    private static Socket connect(Relay relay) throws IOException {
        Socket socket = new Socket();
        socket.connect(relay.address());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static String ask(Socket socket, String word) throws IOException {
        byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
        socket.getOutputStream().write(bytes);
        return new String(socket.getInputStream().readNBytes(bytes.length), StandardCharsets.UTF_8);
    }

    private static void settled(Relay relay) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(relay.onLoop(() -> List.of(
                                relay.loop.buffers().leased(),
                                relay.loop.pipes().leased())))
                        .containsExactly(0, 0));
    }

    /** A link that throws what it is given once a client has sent the word "boom". */
    private static Link faulty(Link link, Throwable fault) {
        return new PassingLink(link) {
            @Override
            public void received(Side from, long bytes) {
                super.received(from, bytes);
                if (bytes == 4) {
                    FaultTest.<RuntimeException>sneak(fault);
                }
            }
        };
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable fault) throws T {
        throw (T) fault;
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "NIO"})
    void aFaultClosesItsOwnConnectionAndIsSaidOnce(LoopSettings.Kind kind) throws Exception {
        List<Throwable> faults =
                List.of(new IllegalStateException("x"), new NoClassDefFoundError("x"), new StackOverflowError("x"));
        for (Throwable fault : faults) {
            try (Relay relay = relay(kind, 64, 16, link -> faulty(link, fault));
                    Socket other = connect(relay);
                    Socket victim = connect(relay)) {
                assertThat(ask(other, "hello")).isEqualTo("hello");
                assertThat(ask(victim, "hello")).isEqualTo("hello");
                victim.getOutputStream().write("boom".getBytes(StandardCharsets.UTF_8));
                int end;
                try {
                    end = victim.getInputStream().read();
                } catch (IOException reset) {
                    end = -1;
                }
                assertThat(end).isEqualTo(-1);
                assertThat(ask(other, "still here")).isEqualTo("still here");
                assertThat(relay.faults).containsExactly(fault);
                Relay.Pair pair = relay.pairs.stream()
                        .filter(each -> each.told.contains("fault"))
                        .findFirst()
                        .orElseThrow();
                pair.over.get(30, TimeUnit.SECONDS);
                settled(relay);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "NIO"})
    void aFaultInATaskDoesNotEndTheLoopNorItsHost(LoopSettings.Kind kind) throws Exception {
        try (Relay relay = relay(kind, 64, 16, link -> link)) {
            relay.loop.execute(() -> FaultTest.<RuntimeException>sneak(new StackOverflowError("task")));
            relay.host.run(() -> FaultTest.<RuntimeException>sneak(new NoClassDefFoundError("host")));
            assertThat(relay.onLoop(() -> "alive")).isEqualTo("alive");
            await().atMost(Duration.ofSeconds(30)).until(() -> relay.faults.size() == 2);
            try (Socket socket = connect(relay)) {
                assertThat(ask(socket, "hello")).isEqualTo("hello");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "NIO"})
    void manyConnectionsShareTwoBuffersAndEachGetsItsBytes(LoopSettings.Kind kind) throws Exception {
        try (Relay relay = relay(kind, 2, 0, link -> link)) {
            List<CompletableFuture<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                long seed = i;
                all.add(CompletableFuture.supplyAsync(() -> roundTrip(relay, seed), THREADS));
            }
            for (CompletableFuture<Boolean> each : all) {
                assertThat(each.get(40, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(relay.onLoop(() -> relay.loop.buffers().made())).isLessThanOrEqualTo(2);
            settled(relay);
            assertThat(relay.faults).isEmpty();
        }
    }

    /** Sends random bytes in a lock step of chunks and compares what comes back. */
    private static boolean roundTrip(Relay relay, long seed) {
        Random random = new Random(seed);
        try (Socket socket = connect(relay)) {
            for (int i = 0; i < 20; i++) {
                byte[] sent = new byte[1 + random.nextInt(30_000)];
                random.nextBytes(sent);
                socket.getOutputStream().write(sent);
                if (!Arrays.equals(socket.getInputStream().readNBytes(sent.length), sent)) {
                    return false;
                }
            }
            return true;
        } catch (IOException broken) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "NIO"})
    void descriptorsThatAreReusedAtOnceNeverMixConnections(LoopSettings.Kind kind) throws Exception {
        try (Relay relay = relay(kind, 64, 16, link -> link)) {
            List<CompletableFuture<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int number = i;
                all.add(CompletableFuture.supplyAsync(() -> churn(relay, number), THREADS));
            }
            for (CompletableFuture<Integer> each : all) {
                assertThat(each.get(40, TimeUnit.SECONDS)).isZero();
            }
            settled(relay);
            await().untilAsserted(() ->
                    assertThat(relay.freed).as("told of every socket once").hasValue(2 * relay.pairs.size()));
            assertThat(relay.faults).isEmpty();
        }
    }

    /** Opens, asks and ends connections in all manners; counts wrong answers. */
    private static int churn(Relay relay, int number) {
        Random random = new Random(number);
        int wrong = 0;
        for (int i = 0; i < 150; i++) {
            String word = "client " + number + " round " + i;
            try (Socket socket = connect(relay)) {
                if (!ask(socket, word).equals(word)) {
                    wrong++;
                }
                if (random.nextBoolean()) {
                    socket.setSoLinger(true, 0);
                }
            } catch (IOException unexpected) {
                wrong++;
            }
        }
        return wrong;
    }

    /** However much there is to read, a turn reads a few buffers or pipes of a socket, and then the others get theirs. */
    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "NIO"})
    void aBusyNeighbourDoesNotStarveAQuietConnection(LoopSettings.Kind kind) throws Exception {
        AtomicReference<Relay> relayed = new AtomicReference<>();
        Appetite appetite = new Appetite(() -> relayed.get().loop.turn());
        try (Relay relay = relay(kind, 64, 16, appetite::measured);
                Socket busy = connect(relay);
                Socket quiet = connect(relay)) {
            relayed.set(relay);
            CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> drain(busy), THREADS);
            CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> flood(busy), THREADS);
            await().until(() -> appetite.total() > 64 * 1024 * 1024);
            long began = System.nanoTime();
            for (int i = 0; i < 50; i++) {
                assertThat(ask(quiet, "ping")).isEqualTo("ping");
            }
            assertThat(System.nanoTime() - began)
                    .as("nanoseconds for 50 questions")
                    .isLessThan(Duration.ofSeconds(20).toNanos());
            busy.close();
            reader.get(30, TimeUnit.SECONDS);
            writer.get(30, TimeUnit.SECONDS);
            assertThat(appetite.most())
                    .as("bytes of one side in one turn")
                    .isLessThanOrEqualTo(READS_A_TURN * Relay.PIPE);
        }
    }

    /** How much is read of one side of one connection in one turn, at most. Written on the loop's thread. */
    private static final class Appetite {
        private final LongSupplier turn;
        private final AtomicLong most = new AtomicLong();
        private final AtomicLong total = new AtomicLong();

        Appetite(LongSupplier turn) {
            this.turn = turn;
        }

        long most() {
            return most.get();
        }

        long total() {
            return total.get();
        }

        Link measured(Link link) {
            long[] lastTurn = new long[2];
            long[] inTurn = new long[2];
            return new PassingLink(link) {
                @Override
                public void received(Side from, long bytes) {
                    super.received(from, bytes);
                    int side = from == Side.CLIENT ? 0 : 1;
                    long now = turn.getAsLong();
                    inTurn[side] = now == lastTurn[side] ? inTurn[side] + bytes : bytes;
                    lastTurn[side] = now;
                    most.accumulateAndGet(inTurn[side], Math::max);
                    total.addAndGet(bytes);
                }
            };
        }
    }

    private static void drain(Socket socket) {
        try {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException closed) {
            // The test is over
        }
    }

    private static void flood(Socket socket) {
        byte[] block = new byte[256 * 1024];
        try {
            while (true) {
                socket.getOutputStream().write(block);
            }
        } catch (IOException closed) {
            // The test is over
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "NIO"})
    void outOfBandBytesNeverStallTheStream(LoopSettings.Kind kind) throws Exception {
        try (Relay relay = relay(kind, 64, 16, link -> link);
                Socket socket = connect(relay)) {
            for (int i = 0; i < 20; i++) {
                socket.getOutputStream().write("abc".getBytes(StandardCharsets.UTF_8));
                socket.sendUrgentData('!');
                socket.getOutputStream().write("def".getBytes(StandardCharsets.UTF_8));
                assertThat(new String(socket.getInputStream().readNBytes(6), StandardCharsets.UTF_8))
                        .isEqualTo("abcdef");
            }
        }
    }

    /** The kernel splices nothing past the mark, at which each round ends. */
    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "NIO"})
    void outOfBandBytesNeverStallABulkTransfer(LoopSettings.Kind kind) throws Exception {
        byte[] block = new byte[128 * 1024];
        try (Relay relay = relay(kind, 64, 16, link -> link);
                Socket socket = connect(relay)) {
            for (int i = 0; i < 30; i++) {
                socket.getOutputStream().write(block);
                socket.sendUrgentData('!');
                assertThat(socket.getInputStream().readNBytes(block.length)).isEqualTo(block);
            }
        }
    }
}
