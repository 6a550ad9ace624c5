package io.weir.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TcpCheckTest extends ChecksOverSockets {
    @Test
    void passesWhereAConnectionOpens() throws Exception {
        try (var server = new RudeServer(client -> client.getInputStream().read())) {
            var result = passed(tcp(server.address(), AMPLE));
            assertThat(result.code()).isEqualTo(CheckCode.L4OK);
            assertThat(result.tookNanos()).isPositive().isLessThan(AMPLE.toNanos());
        }
    }

    @Test
    void leavesByAResetSoThatNoSocketLingersInTimeWait() throws Exception {
        try (var server = new RudeServer(client -> client.getInputStream().read())) {
            passed(tcp(server.address(), AMPLE));
            assertThat(server.ends.poll(30, TimeUnit.SECONDS)).isEqualTo("reset");
        }
    }

    @Test
    void aDeadPortFailsWithReasonAndStep() throws Exception {
        InetSocketAddress dead;
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            dead = new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
        }
        var result = failed(tcp(dead, AMPLE));
        assertThat(result.code()).isEqualTo(CheckCode.L4CON);
        assertThat(result.step()).isEqualTo(CheckStep.CONNECT);
        assertThat(result.text()).isEqualTo("connection refused");
    }

    @Test
    void noAnswerToTheConnectIsATimeoutAfterTheWholeTime() throws Exception {
        try (var full = new FullBacklog()) {
            var result = failed(tcp(full.address(), TIMEOUT));
            assertThat(result.code()).isEqualTo(CheckCode.L4TOUT);
            assertThat(result.text()).isEqualTo("no answer within 800ms");
            // The check's own time begins a moment after its deadline is set
            assertThat(Duration.ofNanos(result.tookNanos())).isBetween(TIMEOUT.minusMillis(5), TIMEOUT.plusSeconds(5));
        }
    }

    @Test
    void manyChecksAtOnceAllGetAResult() throws Exception {
        try (var server = new RudeServer(client -> client.getInputStream().read())) {
            var threads = new ArrayList<Thread>();
            List<ProbeResult> results = java.util.Collections.synchronizedList(new ArrayList<>());
            for (int i = 0; i < 40; i++) {
                threads.add(Thread.ofVirtual().start(() -> results.add(tcp(server.address(), AMPLE))));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(results).hasSize(40).allMatch(ProbeResult.Passed.class::isInstance);
        }
    }

    /** A listening socket whose queue is full, so that the system drops further connects without an answer. */
    private static final class FullBacklog implements AutoCloseable {
        private final ServerSocketChannel server;
        private final List<Socket> fill = new ArrayList<>();

        FullBacklog() throws Exception {
            server = ServerSocketChannel.open();
            server.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
            int unanswered = 0;
            for (int i = 0; i < 16; i++) {
                var socket = new Socket();
                fill.add(socket);
                try {
                    socket.connect(address(), 100);
                    unanswered = 0;
                } catch (java.net.SocketTimeoutException full) {
                    unanswered++;
                    if (unanswered == 2) {
                        return;
                    }
                }
            }
            throw new AssertionError("the queue of one never filled");
        }

        InetSocketAddress address() throws java.io.IOException {
            return (InetSocketAddress) server.getLocalAddress();
        }

        @Override
        public void close() throws Exception {
            for (Socket socket : fill) {
                socket.close();
            }
            server.close();
        }
    }
}
