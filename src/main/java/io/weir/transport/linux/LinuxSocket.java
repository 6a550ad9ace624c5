package io.weir.transport.linux;

import io.weir.transport.socket.KeepAlive;
import io.weir.transport.socket.Memory;
import io.weir.transport.socket.NetError;
import io.weir.transport.socket.Pipe;
import io.weir.transport.socket.Ready;
import io.weir.transport.socket.Socket;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * A socket registered once, for reading by edges; writing joins in at the first short write. So a connection costs
 * one {@code epoll_ctl} a side in its whole life, and a peer's hang-up cannot spin the loop.
 */
final class LinuxSocket extends Socket implements LinuxPoller.Registered {
    private static final int SHUT_WR = 1;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSG_MORE = 0x8000;
    private static final int SPLICE_MOVE_NONBLOCK = 1 | 2;

    private final InetAddress peer;
    private final int peerPort;
    private @Nullable LinuxPoller poller;
    private int fd;
    private int generation;
    private boolean writeArmed;

    LinuxSocket(int fd, InetAddress peer, int peerPort) {
        this.fd = fd;
        this.peer = peer;
        this.peerPort = peerPort;
    }

    void attached(LinuxPoller to, int asGeneration, boolean forWriting) {
        this.poller = to;
        this.generation = asGeneration;
        this.writeArmed = forWriting;
    }

    int fd() {
        return fd;
    }

    private LinuxPoller poller() {
        LinuxPoller its = poller;
        if (its == null) {
            throw new IllegalStateException("not attached to a loop");
        }
        return its;
    }

    @Override
    public int generation() {
        return generation;
    }

    @Override
    public void epollReady(int events) {
        tell(LinuxPoller.bits(events));
    }

    @Override
    public boolean hasFailed() {
        int errno = fd < 0 ? 0 : poller().socketError(fd);
        return errno != 0 && failed(Errno.of(errno)) == FAILED;
    }

    @Override
    public InetAddress peer() {
        return peer;
    }

    @Override
    public int peerPort() {
        return peerPort;
    }

    @Override
    public long receive(Memory into) {
        return outcome(poller().libc.recv(fd, into.segment().address(), into.capacity(), 0));
    }

    @Override
    public long send(Memory from) {
        int flags = from.isLast() ? MSG_NOSIGNAL | MSG_MORE : MSG_NOSIGNAL;
        return outcome(poller().libc.send(fd, from.segment().address() + from.start(), from.length(), flags));
    }

    @Override
    public long spliceIn(Pipe into) {
        return outcome(poller().libc.splice(fd, into.writeEnd(), into.capacity(), SPLICE_MOVE_NONBLOCK));
    }

    @Override
    public long spliceOut(Pipe from) {
        return outcome(poller().libc.splice(from.readEnd(), fd, from.length(), SPLICE_MOVE_NONBLOCK));
    }

    private long outcome(long result) {
        if (result >= 0) {
            return result;
        }
        int errno = (int) -result;
        return errno == Errno.EAGAIN || errno == Errno.EINTR ? AGAIN : failed(Errno.of(errno));
    }

    @Override
    public @Nullable NetError dialOutcome(int bits) {
        int errno = (bits & Ready.BROKEN) == 0 ? 0 : poller().socketError(fd);
        if (errno != 0) {
            return Errno.of(errno);
        }
        boolean itself = ChosenPorts.mayHave(peerPort) && poller().isAt(fd, peer, peerPort);
        return itself ? NetError.REFUSED : null;
    }

    @Override
    public void awaitReading() {}

    @Override
    public void pauseReading() {}

    @Override
    public void awaitWriting() {
        if (!writeArmed) {
            writeArmed = true;
            poller().armForWriting(this);
        }
    }

    @Override
    public int unconfirmed() {
        return fd < 0 ? 0 : poller().unconfirmed(fd);
    }

    @Override
    public void finish() {
        poller().libc.shutdown(fd, SHUT_WR);
    }

    @Override
    public void close() {
        if (fd >= 0) {
            LinuxPoller its = poller;
            if (its != null) {
                its.forget(fd, this);
                its.libc.close(fd);
            } else {
                Libc.closeAnywhere(fd);
            }
            fd = -1;
        }
    }

    @Override
    public void reset() {
        if (fd >= 0) {
            LinuxPoller its = poller;
            if (its != null) {
                its.lingerZero(fd);
            }
            close();
        }
    }

    @Override
    public void vanish() {
        if (fd >= 0 && poller().forgetPeer(fd)) {
            close();
        } else {
            reset();
        }
    }

    @Override
    public void keepAlive(KeepAlive probes) {
        if (fd >= 0) {
            poller().keepAlive(fd, probes);
        }
    }
}
