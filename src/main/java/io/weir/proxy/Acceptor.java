package io.weir.proxy;

import io.weir.model.LocalError;
import io.weir.transport.Timer;
import io.weir.transport.socket.ListenSocket;
import io.weir.transport.socket.NetException;
import io.weir.transport.socket.Ready;
import io.weir.transport.socket.Socket;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One listening socket of one loop: accepts several connections a wake-up, stops while there is no room and backs
 * off while the system gives no descriptors. A socket that fails otherwise is closed and bound anew. Connections that are not accepted wait in the backlog.
 */
final class Acceptor extends Timer implements Ready {
    private static final int MOST_A_TURN = 64;
    private static final long BACK_OFF_NANOS = 100_000_000L;
    private static final int FAULTS_IN_A_ROW = 3;

    private final LoopProxy proxy;
    private final boolean bothFamilies;
    private final boolean shared;
    private Listener listener;
    private ListenSocket socket;
    private int batch = 1;
    private int faults;
    private boolean broken;
    private boolean closed;

    private Acceptor(
            LoopProxy proxy, Listener listener, InetSocketAddress address, boolean bothFamilies, boolean shared)
            throws NetException {
        this.proxy = proxy;
        this.listener = listener;
        this.bothFamilies = bothFamilies;
        this.shared = shared;
        this.socket = listen(address);
    }

    private ListenSocket listen(InetSocketAddress address) throws NetException {
        ListenSocket bound = BindAddress.bind(
                address,
                bothFamilies,
                (where, v6Only) -> proxy.loop()
                        .poller()
                        .listen(where, shared, v6Only, listener.settings.backlog(), listener.tcp, this));
        if (listener.paused) {
            bound.pause();
        }
        return bound;
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
            faults = 0;
        } catch (Throwable fault) {
            proxy.complaints().fault("listener " + listener.name(), fault);
            broken = ++faults >= FAULTS_IN_A_ROW;
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
            Socket client = accept();
            if (client == null) {
                batch = Math.max(1, i);
                if (socket.failed()) {
                    cannotAccept();
                }
                return false;
            }
            proxy.accepted(client, listener);
        }
        batch = Math.min(MOST_A_TURN, batch * 2);
        return true;
    }

    /** Its places in the caps are given back where nobody is accepted. */
    private @Nullable Socket accept() {
        Socket client = null;
        try {
            client = socket.accept();
        } finally {
            if (client == null) {
                listener.admission.leave();
                proxy.admission().leave();
            }
        }
        return client;
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

    /** What is scarce comes back by itself; a socket that fails otherwise does not. */
    private void cannotAccept() {
        LocalError error = NetErrors.local(socket.error());
        proxy.meters().localError(error);
        broken = error == LocalError.OTHER;
        proxy.complaints()
                .local("listener " + listener.name()
                        + (broken
                                ? " has lost its socket and is bound anew; its connections live on"
                                : " cannot accept: " + error.advice()));
        rest();
    }

    /** On the same address and port; after a while again where that does not go. */
    private void bindAnew() {
        InetSocketAddress address = socket.address();
        socket.close();
        try {
            socket = listen(address);
            broken = false;
            faults = 0;
        } catch (NetException refused) {
            proxy.meters().localError(NetErrors.local(refused.error()));
            proxy.complaints()
                    .local("listener " + listener.name() + " cannot be bound anew and is tried again: "
                            + refused.getMessage());
            rest();
        }
    }

    private void rest() {
        socket.pause();
        proxy.loop().wheel().schedule(this, proxy.loop().now() + BACK_OFF_NANOS);
    }

    @Override
    protected void fire(long now) {
        if (broken && !closed) {
            bindAnew();
        } else {
            resume();
        }
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
