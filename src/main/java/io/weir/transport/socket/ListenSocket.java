package io.weir.transport.socket;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A listening socket of one loop. */
public abstract class ListenSocket {
    private NetError error = NetError.OTHER;

    /** Where it is bound, with the real port. */
    public abstract InetSocketAddress address();

    /**
     * Accepts one connection, which is not yet attached to any loop.
     *
     * @return the socket, or null: then {@link #failed()} says whether the system failed or nobody waits
     */
    public abstract @Nullable Socket accept();

    /** Whether the last {@link #accept()} failed, as opposed to found nobody waiting. */
    public abstract boolean failed();

    /** Stops being told of waiting connections; they stay in the backlog. */
    public abstract void pause();

    /** Starts being told again. */
    public abstract void resume();

    /**
     * Lets no more handshake begin, while those that have begun go on and can be accepted.
     *
     * @return false where the system offers no way: then a handshake that is under way at the close is reset
     */
    public boolean quiesce() {
        return false;
    }

    /** Sockets accepted from now on get these options. */
    public abstract void options(TcpOptions options);

    /** Closes it; connections still in its backlog are reset by the system. */
    public abstract void close();

    /** How the last accept failed. */
    public final NetError error() {
        return error;
    }

    /** Notes a failure. */
    protected final void error(NetError what) {
        this.error = what;
    }
}
