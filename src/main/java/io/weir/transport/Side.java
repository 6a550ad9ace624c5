package io.weir.transport;

/** One of the two sockets of a joined connection. */
public enum Side {
    /** The one that was accepted. */
    CLIENT,
    /** The one that was dialled. */
    BACKEND
}
