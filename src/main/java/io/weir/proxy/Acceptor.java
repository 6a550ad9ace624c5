package io.weir.proxy;

import io.weir.model.LocalError;
import io.weir.transport.Timer;
import io.weir.transport.socket.ListenSocket;
import io.weir.transport.socket.NetException;
import io.weir.transport.socket.Ready;
import io.weir.transport.socket.Socket;
import java.net.InetSocketAddress;

/**
 * One listening socket of one loop: accepts several connections a wake-up, stops while there is no room and backs
 * off while the system gives no descriptors. Connections that are not accepted wait in the backlog.
 */
final class Acceptor extends Timer implements Ready {
    private static final int MOST_A_TURN = 64;
    private static final long BACK_OFF_NANOS = 100_000_000L;

    private final LoopProxy proxy;
    private final ListenSocket socket;
    private Listener listener;
    private int batch = 1;
    private boolean closed;

    private Acceptor(
            LoopProxy proxy, Listener listener, InetSocketAddress address, boolean bothFamilies, boolean shared)
            throws NetException {
        this.proxy = proxy;
        this.listener = listener;
        this.socket = proxy.loop()
                .poller()
                .listen(address, shared, !bothFamilies, listener.settings.backlog(), listener.tcp, this);
        if (listener.paused) {
            socket.pause();
        }
    }

    /** Binds on this loop; on its thread. */
    static Acceptor bind(
            LoopProxy proxy, Listener listener, InetSocketAddress address, boolean bothFamilies, boolean shared)
            throws NetException {
        return new Acceptor(proxy, listener, address, bothFamilies, shared);
    }

    /** Its connections are this listener's from now on. */
    boolean serve(Listener next) {
        listener = next;
        socket.options(next.tcp);
        if (next.paused) {
            socket.pause();
        } else {
            resume();
        }
        return true;
    }

    InetSocketAddress address() {
        return socket.address();
    }

    @Override
    public void ready(int bits) {
        if (closed || listener.paused || isScheduled()) {
            return;
        }
        try {
            acceptBatch();
        } catch (Throwable fault) {
            proxy.complaints().fault("listener " + listener.name(), fault);
            rest();
        }
    }

    /** Whether a whole batch was accepted, so that more may wait. */
    private boolean acceptBatch() {
        for (int i = 0; i < batch; i++) {
            if (!proxy.admission().tryEnter()) {
                await(proxy.admission());
                return false;
            }
            if (!listener.admission.tryEnter()) {
                proxy.admission().leave();
                await(listener.admission);
                return false;
            }
            Socket client = socket.accept();
            if (client == null) {
                listener.admission.leave();
                proxy.admission().leave();
                batch = Math.max(1, i);
                if (socket.failed()) {
                    outOfResources();
                }
                return false;
            }
            proxy.accepted(client, listener);
        }
        batch = Math.min(MOST_A_TURN, batch * 2);
        return true;
    }

    private void await(Admission admission) {
        socket.pause();
        admission.await(() -> proxy.loop().execute(this::resume));
    }

    private void resume() {
        if (!closed && !listener.paused && !isScheduled()) {
            socket.resume();
        }
    }

    private void outOfResources() {
        LocalError error = NetErrors.local(socket.error());
        proxy.meters().localError(error);
        proxy.complaints().local("listener " + listener.name() + " cannot accept: " + error.advice());
        rest();
    }

    private void rest() {
        socket.pause();
        proxy.loop().wheel().schedule(this, proxy.loop().now() + BACK_OFF_NANOS);
    }

    @Override
    protected void fire(long now) {
        resume();
    }

    /** Lets no more handshake begin; those that have begun are accepted as before. False where that cannot be. */
    boolean quiesce() {
        return !closed && socket.quiesce();
    }

    /**
     * Accepts what waits in the backlog, though it is paused, and closes; connections stay. Where there is no room the rest is
     * reset by the system.
     */
    boolean close() {
        if (closed) {
            return false;
        }
        proxy.loop().wheel().cancel(this);
        boolean more;
        do {
            more = acceptBatch();
        } while (more);
        discard();
        return true;
    }

    /** Closes and accepts nothing. */
    void discard() {
        closed = true;
        proxy.loop().wheel().cancel(this);
        socket.close();
    }
}
