package io.weir.proxy;

/** What the data plane wants people to know; implementations say each kind once a second at most. Any thread. */
public interface Complaints {
    /**
     * This machine, not a peer, kept a connection from being made.
     *
     * @param what failed and what to do about it, in words
     */
    void local(String what);

    /** A fault of Weir's own ended something; said and counted each time. */
    void fault(String where, Throwable fault);
}
