package io.weir.proxy;

import io.weir.balance.Lease;
import io.weir.model.BackendKey;
import io.weir.model.CloseReason;
import io.weir.observe.BackendMeter;
import io.weir.observe.ListenerMeter;
import io.weir.transport.EventLoop;
import io.weir.transport.Joined;
import io.weir.transport.Link;
import io.weir.transport.Side;
import io.weir.transport.Timer;
import io.weir.transport.socket.KeepAlive;
import io.weir.transport.socket.Socket;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection on its loop: dialling first, then joined, then over and recorded. It holds its lease and
 * its places in the caps until it is over, and its one timer serves every limit in turn. While it is joined, moved
 * bytes only note the time; the timer looks at that note when it fires, so traffic never touches the wheel.
 */
final class Connection extends Timer implements Link {
    private static final long NEVER = Long.MAX_VALUE;

    private final LoopProxy proxy;
    private final Listener listener;
    private final ListenerMeter meter;
    private final Socket client;
    private final long id;
    private final long acceptedAt;

    @Nullable
    Dialling dialling;

    @Nullable
    Lease lease;

    private @Nullable BackendMeter backendMeter;
    private @Nullable Joined joined;
    private @Nullable Socket backend;

    @Nullable
    CloseReason reason;

    String pool;
    long bytesIn;
    long bytesOut;
    long lastActivity;
    long ageDeadline = NEVER;
    long departure = NEVER;
    long connectNanos = -1;
    long firstByteNanos = -1;

    @Nullable
    String lastTried;

    private int attempts;
    byte openSides;
    /** Of its two, those that are not closed yet, be it that they are seen to their end when all else is over. */
    private byte openSockets;

    boolean sideEnded;
    boolean orderlyEnd;
    boolean probing;
    boolean finishing;
    private boolean over;
    private boolean left;

    @Nullable
    Connection previous;

    @Nullable
    Connection following;

    Connection(LoopProxy proxy, Listener listener, Socket client) {
        this.proxy = proxy;
        this.listener = listener;
        this.meter = proxy.meters().listener(listener.name());
        this.client = client;
        this.id = proxy.nextId();
        this.acceptedAt = proxy.loop().now();
        this.lastActivity = acceptedAt;
        this.pool = listener.settings.pool();
    }

    /** Takes the accepted socket to this loop and starts to dial. */
    void start() {
        meter.opened();
        Dialling attempt = new Dialling(proxy, this);
        dialling = attempt;
        if (proxy.loop().poller().attach(client, attempt)) {
            attempt.start();
        } else {
            proxy.complaints().local("an accepted connection cannot be watched; see fs.epoll.max_user_watches");
            refuse(CloseReason.LOCAL_RESOURCES);
        }
    }

    long id() {
        return id;
    }

    Listener listener() {
        return listener;
    }

    Socket client() {
        return client;
    }

    long acceptedAt() {
        return acceptedAt;
    }

    /** Notes a dial for the record. */
    void dialled(String backendId) {
        attempts++;
        lastTried = backendId;
    }

    int attempts() {
        return attempts;
    }

    /** The backend took the dial, which took so many nanoseconds; inside the host, the two become one flow. */
    void join(Lease taken, Socket dialled, long took, int clientNews, int backendNews) {
        dialling = null;
        lease = taken;
        backend = dialled;
        connectNanos = took;
        lastActivity = proxy.loop().now();
        backendMeter = proxy.meters().backend(pool, taken.backend().key().id());
        backendMeter.opened();
        ageDeadline = listener.ageDeadline(acceptedAt, proxy.random());
        openSides = 2;
        openSockets = 2;
        joined = proxy.host().join(client, clientNews, dialled, backendNews, this);
        schedule(lastActivity);
    }

    /** Ends a connection that was not joined, as its listener refuses. */
    void refuse(CloseReason why) {
        meter.refused(why);
        switch (listener.settings.refuseWith()) {
            case RST -> client.reset();
            case FIN -> {
                openSockets = 1;
                proxy.host().finishGently(client, () -> freed(Side.CLIENT));
            }
            case DROP -> client.vanish();
        }
        end(why);
    }

    /** The client gave up before a backend was joined. */
    void clientGone() {
        client.close();
        end(CloseReason.CLIENT_GONE);
    }

    /** Ends a joined connection gently: what was read is written, then FIN both ways. One that still dials is refused. */
    void finish(CloseReason why) {
        if (dialling != null) {
            dialling.abandon();
            refuse(why);
            return;
        }
        Joined both = joined;
        if (both != null && !finishing) {
            finishing = true;
            blame(why);
            lastActivity = proxy.loop().now();
            both.finish();
            schedule(lastActivity);
        }
    }

    /** Whether it is joined to this backend. */
    boolean isAt(BackendKey key) {
        return lease != null && lease.backend().key().equals(key);
    }

    /** Ends gently at this time of the loop's clock, as one whose backend is drained, unless it was given one before. */
    void departAt(long time) {
        departure = Math.min(departure, time);
        schedule(proxy.loop().now());
    }

    /** Ends it at once by a reset. */
    void reset(CloseReason why) {
        if (dialling != null) {
            dialling.abandon();
            client.reset();
            end(why);
            return;
        }
        blame(why);
        Joined both = joined;
        if (both != null) {
            both.reset();
        } else if (!over) {
            // The join itself failed
            client.reset();
            if (backend != null) {
                backend.reset();
            }
            openSockets = 0;
            end(reason == null ? why : reason);
        }
    }

    /** The first cause stands, unless so far all was in order. */
    private void blame(CloseReason why) {
        if (reason == null || orderlyEnd) {
            reason = why;
            orderlyEnd = false;
        }
    }

    @Override
    protected void fire(long now) {
        try {
            Dialling attempt = dialling;
            if (attempt != null) {
                attempt.timeUp(now);
            } else if (joined != null) {
                check(joined, now);
            }
        } catch (Throwable fault) {
            fault(fault);
            reset(CloseReason.ERROR);
        }
    }

    private void check(Joined both, long now) {
        long limit = Deadlines.limit(this);
        if (proxy.loop().stoodStill()) {
            proxy.loop().wheel().schedule(this, now + EventLoop.STOOD_STILL_NANOS);
        } else if (limit != NEVER && now - lastActivity >= limit) {
            CloseReason why = sideEnded ? CloseReason.FIN_TIMEOUT : CloseReason.IDLE;
            if (finishing || both.blockedSince() != NEVER) {
                // Nobody takes what is left to write, so there is nothing to wait for
                reset(why);
            } else {
                finish(why);
            }
        } else if (!finishing && now >= ageDeadline) {
            finish(CloseReason.MAX_AGE);
        } else if (!finishing && now >= departure) {
            finish(CloseReason.DRAINED);
        } else if (listener.stallNanos != NEVER && both.isBlockedFor(listener.stallNanos, now)) {
            reset(CloseReason.STALLED);
        } else {
            keepAlive(now);
            schedule(now);
        }
    }

    /** Since when it holds a buffer that its peer does not take; {@link Long#MAX_VALUE} for not at all. */
    long holdingSince() {
        return joined == null || finishing ? NEVER : joined.holdingSince();
    }

    /** Probes are switched on when a connection has lived a while: short ones are spared the system calls. */
    private void keepAlive(long now) {
        KeepAlive probes = listener.keepAlive;
        if (probes == null || probing || now - acceptedAt < listener.keepAliveNanos) {
            return;
        }
        probing = true;
        client.keepAlive(probes.spread(proxy.random()));
        if (backend != null) {
            backend.keepAlive(probes.spread(proxy.random()));
        }
    }

    private void schedule(long now) {
        long due = Deadlines.due(this, now);
        if (due == NEVER) {
            proxy.loop().wheel().cancel(this);
        } else {
            proxy.loop().wheel().schedule(this, due);
        }
    }

    @Override
    public void received(Side from, long bytes) {
        lastActivity = proxy.loop().now();
        if (from == Side.CLIENT) {
            bytesIn += bytes;
            meter.received(bytes);
        } else {
            if (firstByteNanos < 0) {
                firstByteNanos = lastActivity - acceptedAt;
            }
            if (backendMeter != null) {
                backendMeter.received(bytes);
            }
        }
    }

    @Override
    public void sent(Side to, long bytes) {
        lastActivity = proxy.loop().now();
        if (to == Side.CLIENT) {
            bytesOut += bytes;
            meter.sent(bytes);
        } else if (backendMeter != null) {
            backendMeter.sent(bytes);
        }
    }

    @Override
    public void ended(Side side) {
        if (reason == null) {
            reason = side == Side.CLIENT ? CloseReason.CLIENT_CLOSED : CloseReason.BACKEND_CLOSED;
            orderlyEnd = true;
        }
        lessTime();
    }

    @Override
    public void failed(Side side, Failure failure) {
        blame(NetErrors.reason(side, failure));
        lessTime();
    }

    /** From here on the fin time-out rules, which may come sooner than what the timer is set to. */
    private void lessTime() {
        if (!sideEnded) {
            sideEnded = true;
            lastActivity = proxy.loop().now();
            schedule(lastActivity);
        }
    }

    @Override
    public long patience() {
        return listener.finNanos;
    }

    @Override
    public void fault(Throwable fault) {
        reason = CloseReason.ERROR;
        orderlyEnd = false;
        proxy.complaints().fault("connection " + proxy.run().id(id), fault);
        if (joined != null) {
            joined.reset();
        }
    }

    @Override
    public void closed(Side side) {
        if (--openSides == 0) {
            joined = null;
            end(reason == null ? CloseReason.NODE_STOPPING : reason);
        }
    }

    @Override
    public void freed(Side side) {
        openSockets--;
        leave();
    }

    /** Its place is two descriptors, so it is given back with the last of them and not with the last byte. */
    private void leave() {
        if (over && openSockets <= 0 && !left) {
            left = true;
            proxy.admission().leave();
        }
    }

    /** Says what happened and gives everything back but its place, if that is still needed; once. */
    private void end(CloseReason why) {
        if (over) {
            return;
        }
        over = true;
        proxy.loop().wheel().cancel(this);
        dialling = null;
        try {
            if (lease != null) {
                lease.close();
            }
            if (backendMeter != null) {
                backendMeter.closed();
            }
            long duration = proxy.loop().now() - acceptedAt;
            meter.closed(pool, why, duration);
            proxy.access().record(Obituary.of(this, why, duration));
        } finally {
            proxy.ended(this);
            leave();
        }
    }
}
