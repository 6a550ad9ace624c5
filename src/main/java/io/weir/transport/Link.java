package io.weir.transport;

/**
 * What a joined pair of sockets reports to whoever had them joined. All calls come on the loop's thread, from
 * inside a stage: they must be short. What one throws ends its connection and no other.
 */
public interface Link {
    /** Payload bytes were read from a side. */
    void received(Side from, long bytes);

    /** Payload bytes were written to a side. */
    void sent(Side to, long bytes);

    /** A side has sent its end of stream; what it receives goes on. Once a side. */
    void ended(Side side);

    /** A side's connection was reset, or its peer is gone. Once a side. */
    void failed(Side side, Failure failure);

    /** How long, in nanoseconds, a peer may take to receive what was written before its connection is reset in its turn. */
    long patience();

    /** A fault of Weir's own ended the connection. */
    void fault(Throwable fault);

    /** A side is over, and everything leased was given back. Once a side. */
    void closed(Side side);

    /**
     * A side's descriptor is the system's again: with {@link #closed}, or as much later as its socket was seen to its end.
     * Once a side; with {@code closed} of both sides the last calls.
     */
    void freed(Side side);

    /** How a side failed. */
    enum Failure {
        /** The peer reset it. */
        RESET,
        /** The peer no longer answers. */
        LOST
    }
}
