package io.weir.transport;

import io.weir.transport.socket.Memory;
import io.weir.transport.socket.Ready;
import io.weir.transport.socket.Socket;

/**
 * A socket whose connection is over but whose peer may still be sending: closing it at once would reset it and
 * could take the last bytes from the peer. It is read and ignored until the peer ends or a second has passed.
 */
final class Lingering extends Timer implements Ready {
    /** At most so many a loop; beyond, sockets are closed at once. */
    static final int MOST = 1024;

    private static final long NANOS = 1_000_000_000L;

    private final EventLoop loop;
    private final Socket socket;
    private final int[] count;
    private final Runnable freed;
    private boolean closed;

    private Lingering(EventLoop loop, Socket socket, int[] count, Runnable freed) {
        this.loop = loop;
        this.socket = socket;
        this.count = count;
        this.freed = freed;
    }

    /**
     * Sends FIN and sees the socket to its end.
     *
     * @param count the loop's number of lingering sockets, in its only element
     * @param freed called when the socket is closed, be it at once
     */
    static void take(EventLoop loop, Socket socket, int[] count, Runnable freed) {
        socket.owner(null);
        socket.finish();
        if (count[0] >= MOST) {
            socket.close();
            freed.run();
            return;
        }
        Lingering lingering = new Lingering(loop, socket, count, freed);
        count[0]++;
        loop.wheel().schedule(lingering, loop.now() + NANOS);
        socket.owner(lingering);
        lingering.ready(READABLE);
    }

    @Override
    public void ready(int bits) {
        if (closed) {
            return;
        }
        Memory waste = loop.buffers().take();
        if (waste == null) {
            // Unread it stays: closed now, the peer would be reset
            socket.pauseReading();
            return;
        }
        long n = waste.readFrom(socket);
        waste.release();
        if (n == Socket.AGAIN) {
            socket.awaitReading();
        } else if (n > 0) {
            loop.nextTurn(this);
        } else {
            close();
        }
    }

    @Override
    protected void fire(long now) {
        close();
    }

    private void close() {
        closed = true;
        count[0]--;
        loop.wheel().cancel(this);
        socket.owner(null);
        socket.close();
        freed.run();
    }
}
