package io.weir.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server whose manners a test chooses and may change at any time for the connections that come after. Any thread may
 * call it; each connection has a virtual thread of its own.
 */
public final class FakeBackend implements AutoCloseable {
    private static final Manner HAND_OVER = peer -> {};

    private final ServerSocket server;
    private final AtomicInteger accepted = new AtomicInteger();
    private final Set<Peer> open = ConcurrentHashMap.newKeySet();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final LinkedBlockingQueue<Peer> handed = new LinkedBlockingQueue<>();
    private final Map<Integer, CompletableFuture<Void>> marks = new ConcurrentHashMap<>();
    private volatile Manner manner;

    private FakeBackend(ServerSocket server, Manner manner) {
        this.server = server;
        this.manner = manner;
    }

    /**
     * Starts one on a free port of 127.0.0.1.
     *
     * @param manner its first manner
     * @return the running backend
     */
    public static FakeBackend start(Manner manner) {
        return start(Loopback.port(0), manner);
    }

    /**
     * Starts one on a port of 127.0.0.1 that nobody else is given once it is closed, so that another can be started there.
     *
     * @param manner what it does with each connection
     * @return the running backend
     */
    public static FakeBackend lasting(Manner manner) {
        return start(Loopback.port(Loopback.lastingPort()), manner);
    }

    /**
     * Starts one.
     *
     * @param at its address; port 0 for a free one
     * @param manner its first manner
     * @return the running backend
     */
    public static FakeBackend start(InetSocketAddress at, Manner manner) {
        return start(at, 0, manner);
    }

    /**
     * Starts one whose connections have a receive buffer of a fixed size.
     *
     * @param at its address; port 0 for a free one
     * @param receiveBuffer bytes, 0 for the system's choice
     * @param manner its first manner
     * @return the running backend
     */
    public static FakeBackend start(InetSocketAddress at, int receiveBuffer, Manner manner) {
        try {
            ServerSocket server = new ServerSocket();
            if (receiveBuffer > 0) {
                server.setReceiveBufferSize(receiveBuffer);
            }
            server.bind(at, 4096);
            FakeBackend backend = new FakeBackend(server, manner);
            Thread.ofVirtual().name("fake-backend").start(backend::accept);
            return backend;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on " + at, e);
        }
    }

    /**
     * Changes the manner for connections made from now on. Those that already wait to be accepted keep the old one.
     *
     * @param next the manner
     * @return this
     */
    public FakeBackend behave(Manner next) {
        awaitAccepted();
        manner = next;
        return this;
    }

    /** A connection of our own is accepted after all that were made before it. */
    private void awaitAccepted() {
        try (Socket mark = new Socket()) {
            mark.bind(new InetSocketAddress(server.getInetAddress(), 0));
            CompletableFuture<Void> seen = new CompletableFuture<>();
            marks.put(mark.getLocalPort(), seen);
            mark.connect(address(), Math.toIntExact(Patience.seconds(15).toMillis()));
            mark.setSoLinger(true, 0);
            seen.orTimeout(Patience.seconds(15).toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (IOException e) {
            if (!server.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * From now on connections are handed to the test, which takes them with {@link #next}.
     *
     * @return this
     */
    public FakeBackend handOver() {
        return behave(HAND_OVER);
    }

    /**
     * The next connection that was handed over.
     *
     * @return the backend's end of it; the test closes it
     * @throws AssertionError when none comes in 15 stretched seconds
     */
    public Peer next() throws InterruptedException {
        Peer peer = handed.poll(Patience.seconds(15).toMillis(), TimeUnit.MILLISECONDS);
        if (peer == null) {
            throw new AssertionError("no connection reached the backend on " + address());
        }
        return peer;
    }

    /** @return a connection that was handed over is waiting */
    public boolean hasNext() {
        return !handed.isEmpty();
    }

    /** @return where it listens */
    public InetSocketAddress address() {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }

    /** @return where it listens, as configuration files write it */
    public String hostPort() {
        InetAddress host = server.getInetAddress();
        String shown =
                host instanceof java.net.Inet6Address ? "[" + host.getHostAddress() + "]" : host.getHostAddress();
        return shown + ":" + server.getLocalPort();
    }

    /** @return connections accepted so far */
    public int accepted() {
        return accepted.get();
    }

    /** @return connections not yet closed on this side */
    public int open() {
        open.removeIf(Peer::closed);
        return open.size();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                CompletableFuture<Void> mark = marks.remove(socket.getPort());
                if (mark != null) {
                    socket.close();
                    mark.complete(null);
                    continue;
                }
                Peer peer = new Peer(socket);
                peer.readTimeout(java.time.Duration.ofMinutes(10));
                accepted.incrementAndGet();
                open.add(peer);
                Manner chosen = manner;
                if (HAND_OVER.equals(chosen)) {
                    handed.add(peer);
                    continue;
                }
                Thread thread = Thread.ofVirtual().unstarted(() -> serve(peer, chosen));
                threads.add(thread);
                thread.start();
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Peer peer, Manner chosen) {
        try (peer) {
            chosen.serve(peer);
        } catch (IOException e) {
            // The peer's rudeness is what tests are about; it shows on the other side of the connection.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(peer);
            threads.remove(Thread.currentThread());
        }
    }

    /** Stops listening; connections live on. */
    public void stopListening() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stopListening();
        threads.forEach(Thread::interrupt);
        for (Peer peer : open) {
            try {
                peer.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
