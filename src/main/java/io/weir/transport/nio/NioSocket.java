package io.weir.transport.nio;

import io.weir.transport.socket.KeepAlive;
import io.weir.transport.socket.Memory;
import io.weir.transport.socket.NetError;
import io.weir.transport.socket.Pipe;
import io.weir.transport.socket.Ready;
import io.weir.transport.socket.Socket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/** A socket channel and its key. Selectors tell levels, so interest is dropped while nobody can act. */
final class NioSocket extends Socket {
    private final SocketChannel channel;
    private final InetSocketAddress peer;
    private @Nullable SelectionKey key;
    private @Nullable NioPoller poller;
    private boolean closed;

    NioSocket(SocketChannel channel, InetSocketAddress peer) {
        this.channel = channel;
        this.peer = peer;
    }

    SocketChannel channel() {
        return channel;
    }

    /** Registered with this poller, or refused by the system where there is no key. */
    void attached(@Nullable SelectionKey to, NioPoller by) {
        this.key = to;
        this.poller = by;
    }

    private NioPoller poller() {
        NioPoller its = poller;
        if (its == null) {
            throw new IllegalStateException("not attached to a loop");
        }
        return its;
    }

    void selected(SelectionKey selected) {
        int ops = selected.readyOps();
        int bits = 0;
        if ((ops & SelectionKey.OP_READ) != 0) {
            bits |= Ready.READABLE;
        }
        if ((ops & (SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT)) != 0) {
            bits |= Ready.WRITABLE;
            interest(SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT, false);
        }
        tell(bits);
    }

    private void interest(int op, boolean wanted) {
        SelectionKey its = key;
        if (its != null && its.isValid()) {
            int now = its.interestOps();
            int next = wanted ? now | op : now & ~op;
            if (next != now) {
                its.interestOps(next);
            }
        }
    }

    @Override
    public boolean hasFailed() {
        return false;
    }

    @Override
    public InetAddress peer() {
        return peer.getAddress();
    }

    @Override
    public int peerPort() {
        return peer.getPort();
    }

    @Override
    public long receive(Memory into) {
        try {
            int n = channel.read(into.view().clear());
            return n > 0 ? n : n == 0 ? AGAIN : 0;
        } catch (IOException failure) {
            return failed(poller().errors().of(failure));
        }
    }

    @Override
    public long send(Memory from) {
        try {
            ByteBuffer view = from.view();
            view.limit(from.start() + from.length()).position(from.start());
            int n = channel.write(view);
            return n > 0 ? n : AGAIN;
        } catch (IOException failure) {
            return failed(poller().errors().of(failure));
        }
    }

    @Override
    public long spliceIn(Pipe into) {
        throw new UnsupportedOperationException("no pipes here");
    }

    @Override
    public long spliceOut(Pipe from) {
        throw new UnsupportedOperationException("no pipes here");
    }

    @Override
    public @Nullable NetError dialOutcome(int bits) {
        try {
            if (!channel.finishConnect()) {
                return NetError.OTHER;
            }
            return peer.equals(channel.getLocalAddress()) ? NetError.REFUSED : null;
        } catch (IOException failure) {
            return poller().errors().of(failure);
        }
    }

    @Override
    public void awaitReading() {
        interest(SelectionKey.OP_READ, true);
    }

    @Override
    public void pauseReading() {
        interest(SelectionKey.OP_READ, false);
    }

    @Override
    public void awaitWriting() {
        interest(SelectionKey.OP_WRITE, true);
    }

    @Override
    public int unconfirmed() {
        return 0;
    }

    @Override
    public void finish() {
        try {
            channel.shutdownOutput();
        } catch (IOException alreadyGone) {
            // The reading side learns of it and ends the connection
        }
    }

    /**
     * The JDK asks for the linger time and shuts down a channel that is closed while it is registered: four system calls
     * a connection. So the key goes first, and the channel follows when the selector has forgotten it, in this turn.
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        SelectionKey its = key;
        if (its != null && its.isValid()) {
            its.cancel();
            poller().closeLater(channel);
            return;
        }
        try {
            channel.close();
        } catch (IOException alreadyGone) {
            // A descriptor is free after close, whatever it says
        }
    }

    @Override
    public void reset() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException alreadyGone) {
            // Then there is nobody to reset
        }
        close();
    }

    @Override
    public void vanish() {
        reset();
    }

    @Override
    public void keepAlive(KeepAlive probes) {
        try {
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            channel.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, probes.idleSeconds());
            channel.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, probes.intervalSeconds());
            channel.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, probes.count());
        } catch (IOException | UnsupportedOperationException goneOrUnknown) {
            // Probes are a help, not a condition
        }
    }
}
