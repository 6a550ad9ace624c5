package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Loopback;
import io.weir.transport.socket.Memory;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Only who still reads stands in line for a buffer: others would be ended to serve who is gone, and the line would only grow. */
@Timeout(60)
class BufferLineTest {
    @AutoClose
    private final ServerSocket server = Loopback.listen();

    /** A client that waits for a buffer, all of which are out. */
    private final class Scarcity implements AutoCloseable {
        final Relay relay;
        final List<Memory> all;
        final Socket client = new Socket();
        final Socket backend;
        final Relay.Pair pair;

        Scarcity(LoopSettings.Kind kind) throws Exception {
            relay = new Relay(kind, Loopback.port(server.getLocalPort()), 2, 0, link -> link);
            client.connect(relay.address());
            backend = server.accept();
            backend.setSoTimeout(20_000);
            all = relay.onLoop(() ->
                    List.of(relay.loop.buffers().take(), relay.loop.buffers().take()));
            client.getOutputStream().write('x');
            awaitWaiting(1);
            pair = relay.pairs.remove();
        }

        void awaitWaiting(int wanted) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(waiting()).isEqualTo(wanted));
        }

        void loseBackend() throws IOException {
            backend.setSoLinger(true, 0);
            backend.close();
        }

        void awaitTold(String wanted) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(pair.<Boolean>ask(joined -> pair.told.contains(wanted)))
                            .isTrue());
        }

        int waiting() throws Exception {
            return relay.onLoop(() -> relay.loop.buffers().waiting());
        }

        void giveBack(int buffer) throws Exception {
            relay.onLoop(() -> {
                all.get(buffer).release();
                return true;
            });
        }

        @Override
        public void close() throws Exception {
            client.close();
            backend.close();
            relay.close();
            assertThat(relay.faults).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "NIO"})
    void whoIsResetLeavesIt(LoopSettings.Kind kind) throws Exception {
        try (Scarcity scarce = new Scarcity(kind)) {
            scarce.pair.ask(joined -> {
                joined.reset();
                return true;
            });
            scarce.pair.over.get(30, TimeUnit.SECONDS);
            assertThat(scarce.waiting()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "NIO"})
    void whoIsFinishedLeavesIt(LoopSettings.Kind kind) throws Exception {
        try (Scarcity scarce = new Scarcity(kind)) {
            scarce.pair.ask(joined -> {
                joined.finish();
                return true;
            });
            scarce.awaitWaiting(0);
        }
    }

    /**
     * The one whose connection is lost waits in its place: what it sent before may still be there to be passed on. By NIO a loss
     * is known only when it is read.
     */
    @Test
    void whoseOtherSideIsLostLeavesIt() throws Exception {
        try (Scarcity scarce = new Scarcity(LoopSettings.Kind.NATIVE)) {
            scarce.loseBackend();
            scarce.awaitTold("failed BACKEND RESET");
            assertThat(scarce.waiting()).isEqualTo(1);
            scarce.giveBack(0);
            scarce.pair.over.get(30, TimeUnit.SECONDS);
            assertThat(scarce.waiting()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "NIO"})
    void whoIsServedLeavesIt(LoopSettings.Kind kind) throws Exception {
        try (Scarcity scarce = new Scarcity(kind)) {
            scarce.giveBack(0);
            assertThat(scarce.backend.getInputStream().read()).isEqualTo('x');
            scarce.awaitWaiting(0);
            scarce.client.getOutputStream().write('y');
            assertThat(scarce.backend.getInputStream().read()).isEqualTo('y');
            assertThat(scarce.waiting()).isZero();
        }
    }
}
