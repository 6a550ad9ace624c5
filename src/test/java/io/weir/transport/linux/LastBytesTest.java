package io.weir.transport.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.transport.socket.BufferPool;
import io.weir.transport.socket.FakeSocket;
import io.weir.transport.socket.Memory;
import io.weir.transport.socket.Ready;
import io.weir.transport.socket.TcpOptions;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bytes that are marked as the last ones wait for the FIN and leave with it. */
@Timeout(60)
class LastBytesTest {
    private static final int TCP_INFO = 11;
    private static final int SEGMENTS_OUT = 136;
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private int news;

    /** The kernel waits a fifth of a second for the FIN: whoever is held up for so long tries again. */
    @Test
    @Tag("contract-2")
    void leaveWithTheirFinInOneSegmentAndOthersInTwo() throws Exception {
        List<Integer> last = new ArrayList<>();
        while (!last.contains(1) && last.size() < 10) {
            last.add(segments(true));
        }
        assertThat(last).contains(1);
        assertThat(segments(false)).isEqualTo(2);
    }

    private int segments(boolean last) throws Exception {
        BufferPool buffers = new BufferPool(4096, 2);
        LinuxPoller poller = new LinuxPoller();
        try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
            news = 0;
            LinuxSocket socket = (LinuxSocket) poller.dial(
                    (InetSocketAddress) server.getLocalSocketAddress(),
                    null,
                    new TcpOptions(true),
                    bits -> news |= bits);
            assertThat(socket).isNotNull();
            try (Socket peer = server.accept()) {
                while ((news & Ready.WRITABLE) == 0) {
                    poller.await(100);
                    poller.tell(fault -> {
                        throw new AssertionError(fault);
                    });
                }
                int before = segmentsOut(poller, socket);
                Memory memory = buffers.take();
                memory.readFrom(new FakeSocket(LOOPBACK, 1).comes(5));
                if (last) {
                    memory.markLast();
                }
                assertThat(memory.writeTo(socket)).isEqualTo(5);
                socket.finish();
                int sent = segmentsOut(poller, socket) - before;
                memory.release();
                assertThat(peer.getInputStream().readAllBytes()).hasSize(5);
                return sent;
            } finally {
                socket.close();
            }
        } finally {
            poller.close();
            buffers.close();
        }
    }

    private static int segmentsOut(LinuxPoller poller, LinuxSocket socket) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(256, 8);
            MemorySegment length = arena.allocate(ValueLayout.JAVA_INT);
            length.set(ValueLayout.JAVA_INT, 0, 256);
            int result = poller.libc.getsockopt(
                    socket.fd(), SocketOptions.IPPROTO_TCP, TCP_INFO, info.address(), length.address());
            assertThat(result).isZero();
            return info.get(ValueLayout.JAVA_INT, SEGMENTS_OUT);
        }
    }
}
