package io.weir.transport.socket;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * One connected, connecting or just accepted TCP socket, non-blocking.
 *
 * <p>Readiness is told by edges: after {@link #AGAIN} from an operation, and only then, its owner waits for the
 * {@link Ready} call. An owner that is told but cannot act says so with {@link #pauseReading()} and asks again with
 * {@link #awaitReading()}; an implementation that has true edges ignores both.
 */
public abstract class Socket {
    /** Nothing can be done now; a {@link Ready} call will come. */
    public static final long AGAIN = -1;

    /** It failed; {@link #error()} says how. */
    public static final long FAILED = -2;

    private @Nullable Ready owner;
    private NetError error = NetError.OTHER;

    /** Who is told of readiness from now on; null for nobody. */
    public final void owner(@Nullable Ready ready) {
        this.owner = ready;
    }

    /** Tells the owner. */
    protected final void tell(int bits) {
        Ready ready = owner;
        if (ready != null) {
            ready.ready(bits);
        }
    }

    /** How the last failed operation failed. */
    public final NetError error() {
        return error;
    }

    /** Notes a failure and returns {@link #FAILED}. */
    protected final long failed(NetError what) {
        this.error = what;
        return FAILED;
    }

    /**
     * Asks the system whether the connection has failed, of which it tells once; then {@link #error()} says how. Where it
     * cannot be asked the answer is no, and the next operation finds out.
     */
    public abstract boolean hasFailed();

    /** The peer's address; IPv4-mapped ones as IPv4. */
    public abstract InetAddress peer();

    /** The peer's port. */
    public abstract int peerPort();

    /** Reads into an empty buffer; bytes read, 0 at the end of the stream, or a negative code. */
    public abstract long receive(Memory into);

    /** Writes what is left in the buffer; bytes written, or a negative code. */
    public abstract long send(Memory from);

    /** Reads into an empty pipe; as {@link #receive}. Only where the poller has pipes. */
    public abstract long spliceIn(Pipe into);

    /** Writes what is left in the pipe; as {@link #send}. Only where the poller has pipes. */
    public abstract long spliceOut(Pipe from);

    /**
     * The outcome of a dial. A system that chooses the very port for it that is dialled connects it with itself, where
     * nobody listens: that is refused.
     *
     * @param bits what the owner was told; {@link Ready#WRITABLE} or {@link Ready#BROKEN} among them
     * @return null when connected
     */
    public abstract @Nullable NetError dialOutcome(int bits);

    /** Asks to be told when there is something to read. */
    public abstract void awaitReading();

    /** Stops being told that there is something to read. */
    public abstract void pauseReading();

    /** Asks to be told when there is room to write. */
    public abstract void awaitWriting();

    /** Bytes written whose arrival the peer's system has not confirmed; 0 where that cannot be known. */
    public abstract int unconfirmed();

    /** Sends FIN; reading goes on. */
    public abstract void finish();

    /** Closes: a FIN if nothing is unread, else the system may send a reset. Further calls do nothing. */
    public abstract void close();

    /** Closes with a reset. */
    public abstract void reset();

    /** Closes without telling the peer where the system allows it, else with a reset. */
    public abstract void vanish();

    /** Switches keep-alive on; does nothing on a closed socket. */
    public abstract void keepAlive(KeepAlive probes);
}
