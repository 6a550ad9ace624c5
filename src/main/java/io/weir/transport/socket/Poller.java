package io.weir.transport.socket;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One loop's view of the system: waits for readiness, opens sockets. */
public interface Poller {
    /**
     * Waits for readiness.
     *
     * @param timeoutMillis 0 not to wait, -1 to wait without limit
     */
    void await(int timeoutMillis);

    /**
     * Tells the owners what the last wait found; apart from it, so that the loop can look at the clock between.
     *
     * @param faults told of what an owner throws; the others are told all the same, as an edge comes once
     */
    void tell(Consumer<Throwable> faults);

    /** Ends a wait from any thread; cheap, may be called at any time until closed. */
    void wakeup();

    /**
     * Binds and listens.
     *
     * @param address where; port 0 for one of the system's choice
     * @param shared whether other loops listen on the same address (SO_REUSEPORT)
     * @param v6Only whether an IPv6 wildcard leaves IPv4 alone
     * @param backlog connections that may wait
     * @param options for accepted sockets
     * @param ready told when connections wait
     * @throws NetException saying what the system refused
     */
    ListenSocket listen(
            InetSocketAddress address, boolean shared, boolean v6Only, int backlog, TcpOptions options, Ready ready)
            throws NetException;

    /**
     * Finds out whether an address could be listened on, without listening: nobody comes in meanwhile.
     *
     * @param address where, as in {@link #listen}, as is the rest
     * @throws NetException saying what the system refused
     */
    void tryOut(InetSocketAddress address, boolean shared, boolean v6Only, TcpOptions options) throws NetException;

    /**
     * Starts a dial. The owner is told {@link Ready#WRITABLE} or {@link Ready#BROKEN} when its outcome is known.
     *
     * @param from the local address to dial from, or null for the system's choice
     * @return the socket, or null where it failed at once: then {@link #dialError()} says how
     */
    @Nullable
    Socket dial(InetSocketAddress to, @Nullable InetAddress from, TcpOptions options, Ready owner);

    /** How the last dial that failed at once failed. */
    NetError dialError();

    /**
     * Attaches an accepted socket to this loop.
     *
     * @return false where the system refused: then it is still the caller's to close or reset
     */
    boolean attach(Socket socket, Ready owner);

    /** Makes kernel pipes, or null where this implementation has none. */
    PipePool.@Nullable Source pipes();

    /** Its name in logs: {@code native} or {@code nio}. */
    String name();

    /** Frees what the poller itself holds; sockets are closed by their owners. */
    void close();
}
