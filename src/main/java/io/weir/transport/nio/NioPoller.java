package io.weir.transport.nio;

import io.weir.transport.socket.ListenSocket;
import io.weir.transport.socket.NetError;
import io.weir.transport.socket.NetException;
import io.weir.transport.socket.PipePool;
import io.weir.transport.socket.Poller;
import io.weir.transport.socket.Ready;
import io.weir.transport.socket.Socket;
import io.weir.transport.socket.TcpOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A selector and the channels registered with it. */
public final class NioPoller implements Poller {
    private final NioErrors errors;
    private final Selector selector;
    private final List<SocketChannel> dying = new ArrayList<>();
    private NetError dialError = NetError.OTHER;

    /**
     * Opens one.
     *
     * @param words tells what a message of the system means, or null where it does not know; called on the loop's thread
     * @throws NetException where the system gives no descriptor
     */
    public NioPoller(Function<String, @Nullable NetError> words) throws NetException {
        errors = new NioErrors(words);
        try {
            selector = Selector.open();
        } catch (IOException failure) {
            throw new NetException(errors.of(failure), "selector: " + failure.getMessage());
        }
    }

    NioErrors errors() {
        return errors;
    }

    /** For channels whose key is cancelled: they are closed when the selector has forgotten them. */
    void closeLater(SocketChannel channel) {
        dying.add(channel);
    }

    @Override
    public void await(int timeoutMillis) {
        try {
            if (timeoutMillis == 0 || !dying.isEmpty()) {
                selector.selectNow();
            } else {
                selector.select(Math.max(0, timeoutMillis));
            }
            closeDying();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void closeDying() {
        for (SocketChannel channel : dying) {
            try {
                channel.close();
            } catch (IOException alreadyGone) {
                // A descriptor is free after close, whatever it says
            }
        }
        dying.clear();
    }

    @Override
    public void tell(Consumer<Throwable> faults) {
        Set<SelectionKey> selected = selector.selectedKeys();
        for (SelectionKey key : selected) {
            try {
                tell(key);
            } catch (Throwable fault) {
                faults.accept(fault);
            }
        }
        selected.clear();
    }

    private static void tell(SelectionKey key) {
        if (!key.isValid()) {
            return;
        }
        if (key.attachment() instanceof NioSocket socket) {
            socket.selected(key);
        } else if (key.attachment() instanceof NioListenSocket socket) {
            socket.selected();
        }
    }

    @Override
    public void wakeup() {
        selector.wakeup();
    }

    private static NetException noSuchFamily() {
        return new NetException(
                NetError.NO_FAMILY, "this system has no addresses of that family (IPv6 may be switched off)");
    }

    /** A socket of the address's own family: IPv6 sockets for IPv4 addresses cost more a connection. */
    private static ProtocolFamily family(InetAddress address) {
        return address instanceof Inet6Address ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
    }

    @Override
    public ListenSocket listen(
            InetSocketAddress address, boolean shared, boolean v6Only, int backlog, TcpOptions options, Ready ready)
            throws NetException {
        // The JDK always binds IPv6 wildcards to both families; IPv4 clients are then shown as IPv4
        try (OnFailure opened = new OnFailure(ServerSocketChannel.open(family(address.getAddress())))) {
            ServerSocketChannel channel = opened.channel;
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            if (shared) {
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            channel.bind(address, backlog);
            int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
            SelectionKey key = channel.register(selector, SelectionKey.OP_ACCEPT);
            NioListenSocket socket = new NioListenSocket(
                    channel, new InetSocketAddress(address.getAddress(), port), key, options, ready, errors);
            key.attach(socket);
            opened.keep();
            return socket;
        } catch (UnsupportedOperationException missing) {
            throw noSuchFamily();
        } catch (IOException failure) {
            throw new NetException(errors.of(failure), "bind: " + failure.getMessage());
        }
    }

    @Override
    public void tryOut(InetSocketAddress address, boolean shared, boolean v6Only, TcpOptions options)
            throws NetException {
        // What dials can be bound as well, and does not listen
        try (SocketChannel channel = SocketChannel.open(family(address.getAddress()))) {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            if (shared) {
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            channel.bind(address);
        } catch (UnsupportedOperationException missing) {
            throw noSuchFamily();
        } catch (IOException failure) {
            throw new NetException(errors.of(failure), "bind: " + failure.getMessage());
        }
    }

    /** Closes a channel that did not come through its set-up. */
    private static final class OnFailure implements AutoCloseable {
        private final ServerSocketChannel channel;
        private boolean kept;

        OnFailure(ServerSocketChannel channel) {
            this.channel = channel;
        }

        void keep() {
            kept = true;
        }

        @Override
        public void close() throws IOException {
            if (!kept) {
                channel.close();
            }
        }
    }

    @Override
    public @Nullable Socket dial(InetSocketAddress to, @Nullable InetAddress from, TcpOptions options, Ready owner) {
        SocketChannel channel = null;
        try {
            channel = SocketChannel.open(family(to.getAddress()));
            channel.configureBlocking(false);
            if (options.noDelay()) {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            if (from != null) {
                channel.bind(new InetSocketAddress(from, 0));
            }
            NioSocket socket = new NioSocket(channel, to);
            socket.owner(owner);
            channel.connect(to);
            // Also for a dial that succeeded at once: the owner is told in the next turn either way
            SelectionKey key = channel.register(
                    selector, channel.isConnected() ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT, socket);
            socket.attached(key, this);
            return socket;
        } catch (UnsupportedOperationException noSuchFamily) {
            dialError = NetError.NO_FAMILY;
            return null;
        } catch (IOException failure) {
            dialError = errors.of(failure);
            if (channel != null) {
                new NioSocket(channel, to).close();
            }
            return null;
        }
    }

    @Override
    public NetError dialError() {
        return dialError;
    }

    @Override
    public boolean attach(Socket socket, Ready owner) {
        NioSocket its = (NioSocket) socket;
        its.owner(owner);
        try {
            its.attached(its.channel().register(selector, SelectionKey.OP_READ, its), this);
            return true;
        } catch (IOException refused) {
            its.attached(null, this);
            return false;
        }
    }

    @Override
    public PipePool.@Nullable Source pipes() {
        return null;
    }

    @Override
    public String name() {
        return "nio";
    }

    @Override
    public void close() {
        closeDying();
        try {
            selector.close();
        } catch (IOException alreadyGone) {
            // Nothing is left to free
        }
    }
}
