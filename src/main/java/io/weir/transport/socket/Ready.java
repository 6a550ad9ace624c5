package io.weir.transport.socket;

/** Told that a socket may make progress. Called on the loop's thread, at most once a turn for a socket. */
@FunctionalInterface
public interface Ready {
    /** There may be something to read or to accept. */
    int READABLE = 1;

    /** There may be room to write; for a dial: its outcome is known. */
    int WRITABLE = 2;

    /** The peer has sent its FIN. What it sent before may still be unread. */
    int ENDED = 4;

    /** The connection has failed. What arrived before may still be unread. */
    int BROKEN = 8;

    /** Out-of-band data was seen: a short read no longer means that nothing is left. */
    int URGENT = 16;

    /** The turn of a reader that waited for a buffer has come. */
    int SERVED = 256;

    /**
     * Acts on readiness.
     *
     * @param bits a union of the constants above; 0 where the loop only gives another turn
     */
    void ready(int bits);
}
