package io.weir.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port that refuses connections for as long as this lives: bound, so that nobody else can take it, but never
 * listening.
 */
public final class ClosedPort implements AutoCloseable {
    private final Socket holder = new Socket();

    private ClosedPort() {}

    /** @return a refusing port of 127.0.0.1 */
    public static ClosedPort take() {
        ClosedPort port = new ClosedPort();
        try {
            port.holder.bind(Loopback.port(0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return port;
    }

    /** @return its address */
    public InetSocketAddress address() {
        return (InetSocketAddress) holder.getLocalSocketAddress();
    }

    /** @return its address, as configuration files write it */
    public String hostPort() {
        return "127.0.0.1:" + holder.getLocalPort();
    }

    @Override
    public void close() {
        try {
            holder.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
