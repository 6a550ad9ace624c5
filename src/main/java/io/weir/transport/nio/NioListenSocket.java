package io.weir.transport.nio;

import io.weir.transport.socket.ListenSocket;
import io.weir.transport.socket.NetError;
import io.weir.transport.socket.Ready;
import io.weir.transport.socket.Socket;
import io.weir.transport.socket.TcpOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A listening channel and its key. */
final class NioListenSocket extends ListenSocket {
    private final ServerSocketChannel channel;
    private final InetSocketAddress address;
    private final SelectionKey key;
    private TcpOptions options;
    private final Ready owner;
    private final NioErrors errors;
    private boolean failed;

    NioListenSocket(
            ServerSocketChannel channel,
            InetSocketAddress address,
            SelectionKey key,
            TcpOptions options,
            Ready owner,
            NioErrors errors) {
        this.channel = channel;
        this.address = address;
        this.key = key;
        this.options = options;
        this.owner = owner;
        this.errors = errors;
    }

    void selected() {
        owner.ready(Ready.READABLE);
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public @Nullable Socket accept() {
        failed = false;
        if (!channel.isOpen()) {
            return null;
        }
        try {
            SocketChannel accepted = channel.accept();
            return accepted == null ? null : prepared(accepted);
        } catch (IOException failure) {
            NetError what = errors.of(failure);
            // A client that gave up while it waited is nobody's failure
            failed = what != NetError.RESET;
            error(what);
            return null;
        }
    }

    private @Nullable Socket prepared(SocketChannel accepted) throws IOException {
        try {
            accepted.configureBlocking(false);
            if (options.noDelay()) {
                accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            return new NioSocket(accepted, (InetSocketAddress) accepted.getRemoteAddress());
        } catch (IOException gone) {
            accepted.close();
            return null;
        }
    }

    @Override
    public boolean failed() {
        return failed;
    }

    @Override
    public void pause() {
        if (key.isValid()) {
            key.interestOps(0);
        }
    }

    @Override
    public void resume() {
        if (key.isValid()) {
            key.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    @Override
    public void options(TcpOptions next) {
        options = next;
    }

    /** The JDK keeps a registered channel's port until a selector has forgotten it, so it is made to forget at once. */
    @Override
    public void close() {
        try {
            if (key.isValid()) {
                key.cancel();
                key.selector().selectNow();
            }
            channel.close();
        } catch (IOException alreadyGone) {
            // A descriptor is free after close, whatever it says
        }
    }
}
