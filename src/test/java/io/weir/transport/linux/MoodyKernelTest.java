package io.weir.transport.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.transport.socket.ListenSocket;
import io.weir.transport.socket.NetError;
import io.weir.transport.socket.NetException;
import io.weir.transport.socket.TcpOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a listening socket where the kernel gives less than it asks for. */
@Timeout(60)
@Tag("contract-11")
class MoodyKernelTest {
    private static final InetSocketAddress ANYWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final TcpOptions OPTIONS = new TcpOptions(true);
    private static final int ADD = 1;

    /** As this system, but with errors of the test's choice. */
    private static final class Moody extends Libc {
        private boolean watchesNoMore;
        private int open;

        @Override
        int epollCtl(int epoll, int operation, int fd, long event) {
            return watchesNoMore && operation == ADD ? -Errno.ENOSPC : super.epollCtl(epoll, operation, fd, event);
        }

        @Override
        int socket(int family, int type) {
            open++;
            return super.socket(family, type);
        }

        @Override
        int close(int fd) {
            open--;
            return super.close(fd);
        }
    }

    private final Moody system = new Moody();
    private final LinuxPoller poller = new LinuxPoller(system);
    private int told;

    MoodyKernelTest() throws Exception {}

    @AfterEach
    void close() {
        poller.close();
    }

    private ListenSocket listen() throws NetException {
        return poller.listen(ANYWHERE, false, true, 16, OPTIONS, bits -> told++);
    }

    private void turn(int millis) {
        poller.await(millis);
        poller.tell(fault -> {
            throw new AssertionError(fault);
        });
    }

    /** Others of its user may have taken all that the system has for watching meanwhile (fs.epoll.max_user_watches). */
    @Test
    void aListenerThatPausedHearsAgainThoughNothingMoreCanBeWatched() throws Exception {
        ListenSocket listening = listen();
        listening.pause();
        system.watchesNoMore = true;
        try (Socket client = new Socket()) {
            client.connect(listening.address());
            turn(0);
            assertThat(told).as("while it pauses").isZero();
            listening.resume();
            for (int i = 0; i < 100 && told == 0; i++) {
                turn(100);
            }
            assertThat(told).as("once it goes on").isPositive();
        }
        listening.close();
    }

    @Test
    void aListenerThatNobodyCanWatchIsNone() {
        system.watchesNoMore = true;
        assertThatThrownBy(this::listen)
                .isInstanceOfSatisfying(
                        NetException.class,
                        refused -> assertThat(refused.error()).isEqualTo(NetError.NO_MEMORY));
        assertThat(system.open).as("descriptors left").isZero();
    }
}
