package io.weir.transport.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.transport.socket.ListenSocket;
import io.weir.transport.socket.TcpOptions;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whether small writes go out at once is what the kernel says of the socket, dialled or accepted. */
@Timeout(60)
class NoDelayTest {
    private static final InetSocketAddress ANYWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final LinuxPoller poller = new LinuxPoller();

    NoDelayTest() throws Exception {}

    @AfterEach
    void close() {
        poller.close();
    }

    @Test
    void aDialledSocketHasIt() throws Exception {
        for (boolean wanted : new boolean[] {true, false}) {
            try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                LinuxSocket socket = (LinuxSocket) poller.dial(
                        (InetSocketAddress) server.getLocalSocketAddress(), null, new TcpOptions(wanted), bits -> {});
                assertThat(socket).isNotNull();
                assertThat(noDelay(socket)).isEqualTo(wanted);
                socket.close();
            }
        }
    }

    @Test
    void anAcceptedSocketHasWhatItsListenerWasToldLast() throws Exception {
        ListenSocket listening = poller.listen(ANYWHERE, false, true, 16, new TcpOptions(true), bits -> {});
        for (boolean wanted : new boolean[] {true, false, true}) {
            listening.options(new TcpOptions(wanted));
            LinuxSocket socket = accepted(listening);
            assertThat(noDelay(socket)).isEqualTo(wanted);
            socket.close();
        }
        listening.close();
    }

    private static LinuxSocket accepted(ListenSocket listening) throws Exception {
        try (Socket client =
                new Socket(InetAddress.getLoopbackAddress(), listening.address().getPort())) {
            assertThat(client.isConnected()).isTrue();
            LinuxSocket socket = (LinuxSocket) listening.accept();
            assertThat(socket).isNotNull();
            return socket;
        }
    }

    private boolean noDelay(LinuxSocket socket) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(ValueLayout.JAVA_INT);
            MemorySegment length = arena.allocate(ValueLayout.JAVA_INT);
            length.set(ValueLayout.JAVA_INT, 0, 4);
            int result = poller.libc.getsockopt(
                    socket.fd(),
                    SocketOptions.IPPROTO_TCP,
                    SocketOptions.TCP_NODELAY,
                    value.address(),
                    length.address());
            assertThat(result).isZero();
            return value.get(ValueLayout.JAVA_INT, 0) != 0;
        }
    }
}
