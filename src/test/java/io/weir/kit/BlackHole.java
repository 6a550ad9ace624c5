package io.weir.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * A port that does not answer, at once or from a moment on: it listens with the smallest backlog, which this fills and never
 * empties, so that the system drops every further request to connect.
 */
public final class BlackHole implements AutoCloseable {
    private final ServerSocket server;
    private final List<Socket> fillers = new ArrayList<>();
    private Thread accepting = Thread.ofVirtual().unstarted(() -> {});
    private volatile boolean silent;

    private BlackHole(ServerSocket server) {
        this.server = server;
    }

    /** @return a silent port of 127.0.0.1 */
    public static BlackHole dig() {
        try {
            ServerSocket server = new ServerSocket();
            server.bind(Loopback.port(0), 1);
            BlackHole hole = new BlackHole(server);
            hole.fill();
            return hole;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return a port of 127.0.0.1 that greets with a name until it is told to {@link #fallSilent} */
    public static BlackHole dormant(String name) {
        try {
            ServerSocket server = new ServerSocket();
            server.bind(Loopback.port(0), 1);
            BlackHole hole = new BlackHole(server);
            hole.open(name);
            return hole;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From when this returns, and maybe a little before, no request to connect is answered any more. */
    public void fallSilent() {
        silent = true;
        try {
            fillers.add(new Socket(server.getInetAddress(), server.getLocalPort()));
            accepting.join();
            fill();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One that is not answered in time may be so because the machine is busy; two one after the other are not. */
    private void fill() throws IOException {
        int unanswered = 0;
        for (int i = 0; i < 16; i++) {
            Socket filler = new Socket();
            try {
                filler.connect(server.getLocalSocketAddress(), 150);
                fillers.add(filler);
                unanswered = 0;
            } catch (SocketTimeoutException full) {
                filler.close();
                unanswered++;
                if (unanswered == 2) {
                    return;
                }
            }
        }
        throw new IOException("a backlog of 1 took 16 connections");
    }

    /** @return its address */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    /** @return its address, as configuration files write it */
    public String hostPort() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** Starts to accept, and greets with a name: who asked before is served when its system asks again. */
    public void open(String name) {
        accepting = Thread.ofVirtual().start(() -> {
            while (!silent && !server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    socket.getOutputStream().write(name.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
                    socket.close();
                } catch (IOException e) {
                    // A filler that is gone, or the end.
                }
            }
        });
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket filler : fillers) {
                filler.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
