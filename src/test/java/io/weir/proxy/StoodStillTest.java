package io.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.FakeBackend;
import io.weir.kit.Manners;
import io.weir.kit.Pace;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.transport.LoopHost;
import io.weir.transport.LoopSettings;
import io.weir.transport.TestLoops;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A loop that stood still, for a stopped process or a collector's pause, first looks at what came meanwhile. */
@Timeout(60)
class StoodStillTest {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final int MUCH = 4 * 1024 * 1024;

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "NIO"})
    @Tag("peers-39")
    void bytesThatCameMeanwhileKeepAConnectionFromBeingIdle(LoopSettings.Kind kind) throws Exception {
        try (FakeBackend backend = FakeBackend.start(Manners.echo());
                TestPlane test = new TestPlane(Blueprint.of(kind).idleTimeout(LIMIT), backend.address());
                Socket client = test.connect(0)) {
            assertThat(TestPlane.echoes(client)).isTrue();
            LoopHost loop = test.plane.proxies.getFirst().host();
            loop.run(() -> {
                Pace.pause(LIMIT);
                write(client);
                Pace.pause(Duration.ofMillis(500));
            });
            assertThat(client.getInputStream().read()).isEqualTo('x');
            assertThat(test.faults).isEmpty();
        }
    }

    /** Also where it is ended gently, which passes on what is there and nothing that comes later. */
    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "NIO"})
    @Tag("peers-39")
    void bytesThatCameMeanwhileKeepAHalfClosedConnection(LoopSettings.Kind kind) throws Exception {
        try (FakeBackend backend = FakeBackend.start(Manners.echo()).handOver();
                TestPlane test = new TestPlane(Blueprint.of(kind).finTimeout(LIMIT), backend.address());
                Socket client = test.connect(0);
                Peer server = backend.next()) {
            client.shutdownOutput();
            assertThat(server.in().read()).isEqualTo(-1);
            LoopHost loop = test.plane.proxies.getFirst().host();
            loop.run(() -> {
                Pace.pause(LIMIT);
                send(server, "x");
                Pace.pause(Duration.ofMillis(500));
            });
            assertThat(client.getInputStream().read()).isEqualTo('x');
            send(server, "y");
            assertThat(client.getInputStream().read()).isEqualTo('y');
            assertThat(test.faults).isEmpty();
        }
    }

    /** Who waits for a buffer gets the one that those let go of who took all of it meanwhile. */
    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "NIO"})
    @Tag("contract-11")
    void roomThatCameMeanwhileKeepsThoseThatHoldAllBuffers(LoopSettings.Kind kind) throws Exception {
        int buffers = 2;
        int each = 16 * 1024 * 1024;
        LoopSettings scarce =
                new LoopSettings(1, kind, TestLoops.BUFFER, (long) buffers * TestLoops.BUFFER, TestLoops.PIPE, 0);
        List<Socket> slow = new ArrayList<>();
        try (FakeBackend backend = FakeBackend.start(Manners.echo());
                TestPlane test =
                        new TestPlane(Blueprint.of(scarce).finTimeout(Duration.ofMinutes(1)), backend.address());
                Socket waiting = test.connect(0)) {
            assertThat(TestPlane.echoes(waiting)).isTrue();
            backend.behave(peer -> peer.send(new byte[each]));
            for (int i = 0; i < buffers; i++) {
                slow.add(test.connect(4 * 1024));
            }
            Patience.until("all buffers to be held")
                    .until(() -> test.loops.loop(0).buffersLeased() == buffers);
            LoopProxy loop = test.plane.proxies.getFirst();
            write(waiting);
            Patience.until("one to wait for a buffer")
                    .until(() -> AllLoops.on(loop, RuntimeException.class, () -> {
                        return loop.loop().buffers().waiting() == 1;
                    }));
            long[] taken = AllLoops.on(loop, RuntimeException.class, () -> {
                Pace.pause(Duration.ofNanos(BufferRelief.HELD_NANOS));
                return slow.stream().mapToLong(StoodStillTest::takeWhatIsThere).toArray();
            });
            for (int i = 0; i < buffers; i++) {
                slow.get(i).setSoTimeout(20_000);
                assertThat(taken[i] + slow.get(i).getInputStream().transferTo(OutputStream.nullOutputStream()))
                        .isEqualTo(each);
            }
            assertThat(waiting.getInputStream().read()).isEqualTo('x');
            assertThat(test.faults).isEmpty();
        } finally {
            for (Socket client : slow) {
                client.close();
            }
        }
    }

    private static long takeWhatIsThere(Socket client) {
        byte[] some = new byte[64 * 1024];
        long taken = 0;
        try {
            client.setSoTimeout(300);
            while (true) {
                taken += Math.max(0, client.getInputStream().read(some));
            }
        } catch (SocketTimeoutException all) {
            return taken;
        } catch (IOException reset) {
            throw new UncheckedIOException(reset);
        }
    }

    /** Without pipes, so that what is stuck is seen by the buffer it holds. */
    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "NIO"})
    @Tag("contract-11")
    void roomThatCameMeanwhileKeepsAConnectionFromBeingStalled(LoopSettings.Kind kind) throws Exception {
        LoopSettings loops = new LoopSettings(1, kind, TestLoops.BUFFER, 64 * TestLoops.BUFFER, TestLoops.PIPE, 0);
        try (FakeBackend backend = FakeBackend.start(StoodStillTest::flood);
                TestPlane test = new TestPlane(Blueprint.of(loops).stallTimeout(LIMIT), backend.address());
                Socket client = test.connect(64 * 1024)) {
            LoopProxy loop = test.plane.proxies.getFirst();
            Patience.until("bytes that the client does not take")
                    .until(() -> AllLoops.on(loop, RuntimeException.class, () -> {
                        Connection connection = loop.youngest();
                        return connection != null
                                && connection.holdingSince() != Long.MAX_VALUE
                                && takesAllAfterAWhile(client);
                    }));
            client.setSoTimeout(20_000);
            assertThat(client.getInputStream().readNBytes(MUCH)).hasSize(MUCH);
            assertThat(test.faults).isEmpty();
        }
    }

    private static void flood(Peer peer) throws IOException {
        byte[] chunk = new byte[64 * 1024];
        while (!peer.closed()) {
            peer.send(chunk);
        }
    }

    /** Until nothing comes any more. */
    private static boolean takesAllAfterAWhile(Socket client) {
        Pace.pause(LIMIT);
        try {
            client.setSoTimeout(300);
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
            return false;
        } catch (SocketTimeoutException all) {
            return true;
        } catch (IOException reset) {
            throw new UncheckedIOException(reset);
        }
    }

    private static void send(Peer peer, String what) {
        try {
            peer.send(what);
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }

    private static void write(Socket client) {
        try {
            client.getOutputStream().write('x');
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }
}
