package io.weir.transport;

/** Power over a joined pair of sockets; on the loop's thread. Calls after the end do nothing. */
public final class Joined {
    private final SocketLogic client;
    private final SocketLogic backend;

    Joined(SocketLogic client, SocketLogic backend) {
        this.client = client;
        this.backend = backend;
    }

    /** Reads no more, writes out what was read, and ends both sides with FIN. */
    public void finish() {
        client.ready(SocketStage.FINISH);
        backend.ready(SocketStage.FINISH);
    }

    /** Drops what was read and resets both sides. */
    public void reset() {
        // The first to go ends the other as well, which is not to wait then for what it has written to arrive
        client.hurry();
        backend.hurry();
        client.ready(SocketStage.RESET);
        backend.ready(SocketStage.RESET);
    }

    /** Since when bytes wait that neither side takes, in nanoseconds of the loop's time; {@link Long#MAX_VALUE} while none wait. */
    public long blockedSince() {
        return Math.min(client.blockedSince(), backend.blockedSince());
    }

    /** Whether bytes wait that neither side has taken for so many nanoseconds. */
    public boolean isBlockedFor(long nanos, long now) {
        long since = blockedSince();
        return since != Long.MAX_VALUE && now - since >= nanos;
    }

    /** Since when it holds a buffer with bytes that a side does not take, as {@link #blockedSince}. */
    public long holdingSince() {
        return Math.min(client.holdingSince(), backend.holdingSince());
    }
}
