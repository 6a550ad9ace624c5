package io.weir.transport;

import io.weir.transport.socket.Socket;

/**
 * A socket that is to be reset once its peer has what was written to it: a reset at once would throw away what is
 * still in the system's send buffer, and a peer that reads promptly would miss the end of what was sent before.
 */
final class Departing extends Timer {
    /** Where there is no limit, there is one here: the default of fin-timeout. No list shows these sockets any more. */
    private static final long WITHOUT_LIMIT_NANOS = 60_000_000_000L;

    private static final long LOOK_NANOS = 2 * TimerWheel.TICK_NANOS;

    private final EventLoop loop;
    private final Socket socket;
    private final long deadline;
    private final int[] count;
    private final Runnable freed;

    private Departing(EventLoop loop, Socket socket, long deadline, int[] count, Runnable freed) {
        this.loop = loop;
        this.socket = socket;
        this.deadline = deadline;
        this.count = count;
        this.freed = freed;
    }

    /**
     * Resets a socket now, or when all it was given has arrived.
     *
     * @param patience nanoseconds after which it is reset all the same; {@link Long#MAX_VALUE} for a minute
     * @param count the loop's number of sockets that outlive their connections, in its only element
     * @param freed called when the socket is closed, be it at once
     */
    static void take(EventLoop loop, Socket socket, long patience, int[] count, Runnable freed) {
        socket.owner(null);
        if (patience <= 0 || socket.unconfirmed() == 0 || count[0] >= Lingering.MOST) {
            socket.reset();
            freed.run();
            return;
        }
        count[0]++;
        long now = loop.now();
        long deadline = now + (patience == Long.MAX_VALUE ? WITHOUT_LIMIT_NANOS : patience);
        Departing departing = new Departing(loop, socket, deadline, count, freed);
        loop.wheel().schedule(departing, now + LOOK_NANOS);
    }

    @Override
    protected void fire(long now) {
        if (now < deadline && socket.unconfirmed() > 0 && !socket.hasFailed()) {
            loop.wheel().schedule(this, now + LOOK_NANOS);
        } else {
            count[0]--;
            socket.reset();
            freed.run();
        }
    }
}
