package io.weir.proxy;

import io.weir.balance.Backend;
import io.weir.balance.Lease;
import io.weir.balance.StableHash;
import io.weir.model.Algorithm;
import io.weir.model.CloseReason;
import io.weir.model.ConnectSettings;
import io.weir.model.DialFailure;
import io.weir.model.LocalError;
import io.weir.routing.Choice;
import io.weir.routing.PoolRoute;
import io.weir.transport.socket.NetError;
import io.weir.transport.socket.Ready;
import io.weir.transport.socket.Socket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection's way from accept to join: pick, dial, and on failure pick another after a back-off, within the
 * pool's attempts and total time. It is gone once the connection is joined, so that idle connections do not carry
 * it. As the client socket's owner it collects what the join needs to know and sees a client that gives up.
 */
final class Dialling implements Ready {
    /** So long a connection waits for more of a cap that holds over the cluster: 50 ms, less a tick of the wheel. */
    private static final long LOAN_NANOS = 40_000_000;

    /** It looks again at every tick. */
    private static final long LOOK_NANOS = 5_000_000;

    private final LoopProxy proxy;
    private final Connection connection;
    private List<Backend> tried = List.of();
    private @Nullable PoolRoute route;
    private @Nullable Lease lease;
    private @Nullable Socket socket;
    private long startedAt;
    private long deadline = Long.MAX_VALUE;
    private int clientNews;
    private int backendNews;
    private long loanDeadline = Long.MAX_VALUE;
    private boolean waiting;
    private boolean borrowing;
    private boolean connected;
    private boolean over;
    private boolean localTrouble;

    Dialling(LoopProxy proxy, Connection connection) {
        this.proxy = proxy;
        this.connection = connection;
    }

    void start() {
        next();
    }

    /** News of the client's socket. */
    @Override
    public void ready(int bits) {
        clientNews |= bits;
        try {
            connection.client().pauseReading();
            if ((bits & BROKEN) != 0 && !over && !connected) {
                abandon();
                connection.clientGone();
            }
        } catch (Throwable fault) {
            fault(fault);
        }
    }

    private void next() {
        PoolRoute pool =
                proxy.table().current().pool(connection.listener().settings.pool());
        if (pool == null) {
            over = true;
            connection.refuse(CloseReason.NO_BACKEND);
            return;
        }
        route = pool;
        ConnectSettings connect = pool.settings().connect();
        if (deadline == Long.MAX_VALUE) {
            deadline = connection.acceptedAt() + connect.total().toNanos();
        }
        long now = proxy.loop().now();
        boolean patient = now < Math.min(loanDeadline, deadline);
        switch (pool.choose(clientHash(pool), tried, proxy.random(), now, patient)) {
            case Choice.InNeed need -> await(need, now);
            case Choice.Refused refused -> {
                over = true;
                connection.refuse(
                        tried.isEmpty()
                                ? refused.reason()
                                : localTrouble ? CloseReason.LOCAL_RESOURCES : CloseReason.CONNECT_FAILED);
            }
            case Choice.Leased leased -> {
                foresee(pool, leased.lease().backend());
                dial(leased.lease(), connect, now);
            }
        }
    }

    /** What this node may use of a cap is nearly used up: more is borrowed before a connection has to wait for it. */
    private void foresee(PoolRoute pool, Backend backend) {
        if (backend.calls()) {
            proxy.loans().inNeed(pool.name(), backend.key());
        }
        if (pool.memory().calls()) {
            proxy.loans().inNeed(pool.name(), null);
        }
    }

    /** Others may have what this node lacks: it asks them, and looks again soon. */
    private void await(Choice.InNeed need, long now) {
        if (need.news()) {
            proxy.loans().inNeed(need.pool(), need.backend());
        }
        if (loanDeadline == Long.MAX_VALUE) {
            loanDeadline = now + LOAN_NANOS;
        }
        borrowing = true;
        proxy.loop().wheel().schedule(connection, Math.min(now + LOOK_NANOS, Math.min(loanDeadline, deadline)));
    }

    private long clientHash(PoolRoute pool) {
        return pool.settings().algorithm() == Algorithm.SOURCE_HASH
                ? StableHash.of(connection.client().peer().getAddress())
                : 0;
    }

    private void dial(Lease taken, ConnectSettings connect, long now) {
        Backend backend = taken.backend();
        lease = taken;
        startedAt = now;
        backendNews = 0;
        connection.dialled(backend.key().id());
        Socket dialled = dialFromSomewhere(backend.address(), connect.source());
        if (dialled == null) {
            failed(proxy.loop().poller().dialError(), now);
            return;
        }
        socket = dialled;
        waiting = false;
        proxy.loop()
                .wheel()
                .schedule(connection, Math.min(now + connect.timeout().toNanos(), deadline));
    }

    private @Nullable Socket dialFromSomewhere(InetSocketAddress to, List<InetAddress> sources) {
        if (sources.isEmpty()) {
            return dialFrom(null, to);
        }
        int first = proxy.nextSource();
        for (int i = 0; i < sources.size(); i++) {
            InetAddress from = sources.get(Math.floorMod(first + i, sources.size()));
            boolean sameFamily = from.getClass() == to.getAddress().getClass();
            Socket dialled = dialFrom(sameFamily ? from : null, to);
            if (dialled != null || proxy.loop().poller().dialError() != NetError.NO_PORTS) {
                return dialled;
            }
        }
        return null;
    }

    private @Nullable Socket dialFrom(@Nullable InetAddress from, InetSocketAddress to) {
        return proxy.loop().poller().dial(to, from, connection.listener().tcp, this::backendReady);
    }

    private void backendReady(int bits) {
        backendNews |= bits;
        Socket dialled = socket;
        if (dialled == null || over || connected || (bits & (WRITABLE | BROKEN)) == 0) {
            return;
        }
        try {
            NetError error = dialled.dialOutcome(bits);
            if (error == null) {
                connected(dialled);
            } else {
                // One that met itself would keep the port from the backend that is to listen there
                dialled.reset();
                socket = null;
                failed(error, proxy.loop().now());
            }
        } catch (Throwable fault) {
            fault(fault);
        }
    }

    private void connected(Socket dialled) {
        connected = true;
        long now = proxy.loop().now();
        long took = now - startedAt;
        if (lease != null && route != null) {
            lease.backend().connected(took, now);
            proxy.meters().pool(route.name()).connectTook(took);
        }
        proxy.loop().wheel().cancel(connection);
        proxy.host().run(() -> join(dialled, took));
    }

    private void join(Socket dialled, long took) {
        Lease taken = lease;
        if (over || taken == null) {
            return;
        }
        over = true;
        try {
            connection.join(taken, dialled, took, clientNews, backendNews);
        } catch (Throwable fault) {
            dialled.reset();
            fault(fault);
        }
    }

    /** The time of the attempt, of all attempts, of the back-off or of one look for a loan is up. */
    void timeUp(long now) {
        if (over || connected) {
            return;
        }
        if (borrowing) {
            borrowing = false;
            next();
            return;
        }
        if (waiting) {
            waiting = false;
            if (route != null) {
                proxy.meters().pool(route.name()).retried();
            }
            next();
            return;
        }
        if (socket != null) {
            socket.close();
            socket = null;
        }
        failed(NetError.TIMED_OUT, now);
    }

    private void failed(NetError error, long now) {
        Lease taken = lease;
        PoolRoute pool = route;
        lease = null;
        if (taken == null || pool == null) {
            return;
        }
        Backend backend = taken.backend();
        taken.close();
        if (error.isLocal()) {
            local(NetErrors.local(error), backend);
        } else {
            DialFailure why = NetErrors.dial(error);
            proxy.meters().backend(pool.name(), backend.key().id()).dialFailed(why);
            proxy.reports().failed(backend.key(), why, backend.dialFailed(now));
        }
        ConnectSettings connect = pool.settings().connect();
        long at = now + connect.backoff().toNanos();
        if (connection.attempts() >= connect.attempts() || at >= deadline) {
            over = true;
            connection.refuse(localTrouble ? CloseReason.LOCAL_RESOURCES : CloseReason.CONNECT_FAILED);
            return;
        }
        if (tried.isEmpty()) {
            tried = new ArrayList<>(connect.attempts());
        }
        tried.add(backend);
        waiting = true;
        proxy.loop().wheel().schedule(connection, at);
    }

    private void local(LocalError why, Backend backend) {
        localTrouble = true;
        proxy.meters().localError(why);
        proxy.complaints().local("cannot dial " + backend.key().address() + ": " + why.advice());
    }

    /** Stops whatever is under way; the connection ends for another reason. */
    void abandon() {
        over = true;
        if (socket != null) {
            socket.close();
            socket = null;
        }
        if (lease != null) {
            lease.close();
            lease = null;
        }
    }

    private void fault(Throwable fault) {
        connection.fault(fault);
        connection.reset(CloseReason.ERROR);
    }
}
