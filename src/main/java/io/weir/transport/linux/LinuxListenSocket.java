package io.weir.transport.linux;

import io.weir.transport.socket.ListenSocket;
import io.weir.transport.socket.Ready;
import io.weir.transport.socket.Socket;
import io.weir.transport.socket.TcpOptions;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A listening socket, level-triggered: what one turn leaves waiting, the next turn is told of. */
final class LinuxListenSocket extends ListenSocket implements LinuxPoller.Registered {
    private final LinuxPoller poller;
    private final InetSocketAddress address;
    private final Ready owner;
    private final int generation;
    private int fd;
    private boolean listening = true;
    private boolean failed;

    LinuxListenSocket(LinuxPoller poller, int fd, InetSocketAddress address, Ready owner, int generation) {
        this.poller = poller;
        this.fd = fd;
        this.address = address;
        this.owner = owner;
        this.generation = generation;
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public int generation() {
        return generation;
    }

    @Override
    public void epollReady(int events) {
        owner.ready(Ready.READABLE);
    }

    @Override
    public @Nullable Socket accept() {
        failed = false;
        if (fd < 0) {
            return null;
        }
        int client = poller.accept(fd);
        if (client >= 0) {
            return poller.accepted(client);
        }
        int errno = -client;
        // A client that gave up while it waited is nobody's failure
        if (errno != Errno.EAGAIN && errno != Errno.ECONNABORTED && errno != Errno.EINTR) {
            failed = true;
            error(Errno.of(errno));
        }
        return null;
    }

    @Override
    public boolean failed() {
        return failed;
    }

    @Override
    public void pause() {
        if (listening && fd >= 0) {
            listening = false;
            poller.change(fd, this, LinuxPoller.NOTHING);
        }
    }

    @Override
    public void resume() {
        if (!listening && fd >= 0) {
            listening = true;
            poller.change(fd, this, LinuxPoller.EPOLLIN);
        }
    }

    @Override
    public boolean quiesce() {
        return fd >= 0 && ClosingFilter.attach(poller.libc, fd) >= 0;
    }

    @Override
    public void options(TcpOptions options) {
        if (fd >= 0) {
            poller.options.forAccepted(fd, options);
        }
    }

    @Override
    public void close() {
        if (fd >= 0) {
            poller.deregister(fd, this);
            poller.libc.close(fd);
            fd = -1;
        }
    }
}
