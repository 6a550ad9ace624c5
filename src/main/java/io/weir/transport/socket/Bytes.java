package io.weir.transport.socket;

/**
 * Some bytes on their way from one socket to another: in leased memory or in a leased kernel pipe.
 *
 * <p>A lease has one owner. Whoever receives an instance owns it, and either passes it on or gives it back with
 * {@link #release()}, exactly once. Giving back twice is a fault that would hand one buffer to two connections, so
 * it throws.
 */
public abstract sealed class Bytes permits Memory, Pipe {
    private boolean leased;
    private boolean last;

    /** For the two kinds. */
    Bytes() {}

    /** How many bytes are left to write. */
    public abstract int length();

    /**
     * Reads from a socket into this empty lease.
     *
     * @return bytes read, 0 at the end of the stream, or a negative code of {@link Socket}
     */
    public abstract long readFrom(Socket socket);

    /**
     * Writes as much as the socket takes and remembers what is left.
     *
     * @return bytes written, or a negative code of {@link Socket}
     */
    public abstract long writeTo(Socket socket);

    /** Whether the end of the stream follows these bytes directly, so that both can leave in one segment. */
    public final boolean isLast() {
        return last;
    }

    /** Marks that the end of the stream follows directly. */
    public final void markLast() {
        last = true;
    }

    /** Starts a lease; called by the pool. */
    final void lease() {
        if (leased) {
            throw new IllegalStateException("leased twice");
        }
        leased = true;
        last = false;
    }

    /**
     * Gives the lease back.
     *
     * @throws IllegalStateException when it was given back before
     */
    public final void release() {
        if (!leased) {
            throw new IllegalStateException("given back twice");
        }
        leased = false;
        returned();
    }

    /** Returns the resource to where it came from. */
    abstract void returned();
}
