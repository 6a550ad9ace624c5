package io.weir.transport;

import io.weir.transport.socket.Bytes;
import io.weir.transport.socket.Memory;
import io.weir.transport.socket.Ready;
import io.weir.transport.socket.Socket;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.jspecify.annotations.Nullable;

/**
 * The writing half of a socket's stage: one lease at a time, written first and waited for only when the socket takes
 * no more. It also keeps what the poller said until the stream hears it.
 */
abstract class WritingSide extends GraphStageLogic {
    /** Stands for all that the poller has said since it was taken last. */
    static final Integer NEWS = 0;

    private static final int ORDERS = SocketStage.RESET | SocketStage.FINISH | Ready.SERVED;
    private static final long NEVER = Long.MAX_VALUE;

    final EventLoop loop;
    final Side side;
    final Socket socket;
    final Link link;
    final Inlet<Bytes> in;
    private @Nullable WritingSide other;
    /** Given to this side and not yet wholly written. */
    private @Nullable Bytes pending;

    /** Pushed to this side and not yet received: the stream forgets it without a word where this side cancels first. */
    private @Nullable Bytes underWay;

    private long blockedSince = NEVER;
    private int news;
    private boolean newsWaits;

    WritingSide(FlowShape<Bytes, Bytes> shape, HostStage.Logic host, Side side) {
        super(shape);
        this.in = shape.in();
        this.loop = host.loop();
        this.side = side;
        this.socket = host.currentSocket(side);
        this.link = host.currentLink();
    }

    /** Tells it whom it is joined to, before either has begun. */
    final void faces(WritingSide peer) {
        other = peer;
    }

    /** Whether the other side has cancelled, be it told here or not: what is pushed to it now is forgotten without a word. */
    final boolean isIgnored() {
        WritingSide peer = other;
        return peer != null && peer.isClosed(peer.in);
    }

    /** Has the other side look after what is about to be pushed to it, until it receives it. */
    final void entrust(Bytes bytes) {
        WritingSide peer = other;
        if (peer != null) {
            peer.underWay = bytes;
        }
    }

    /** Said once, by Weir itself, and heard by itself. */
    static boolean isOrder(int bits) {
        return (bits & ORDERS) != 0;
    }

    /**
     * Notes what the poller says; whether the stream must be told. A poller that tells levels says the same again each turn
     * until it is heard: each in a message of its own, they would outgrow a busy loop's memory.
     */
    final boolean isFirst(int bits) {
        news |= bits;
        boolean first = !newsWaits;
        newsWaits = true;
        return first;
    }

    final int takeNews() {
        int bits = news;
        news = 0;
        newsWaits = false;
        return bits;
    }

    /** What tells that the descriptor is the system's again; holds on to no more of a connection than it needs. */
    static Runnable freed(Link link, Side side) {
        return () -> link.freed(side);
    }

    /** What is thrown here would end the island that all connections of the loop live on. */
    final void tellEnd(boolean freed) {
        try {
            link.closed(side);
        } catch (Throwable fault) {
            loop.guard().caught("the end of a connection", fault);
        }
        try {
            if (freed) {
                link.freed(side);
            }
        } catch (Throwable fault) {
            loop.guard().caught("the end of a connection", fault);
        }
    }

    /** All that was given is written and given back. */
    abstract void wrote();

    /** The peer takes no more; what was given is given back. */
    abstract void cannotWrite();

    /** Since when bytes wait that the peer does not take; {@link Long#MAX_VALUE} while none wait. */
    final long blockedSince() {
        return blockedSince;
    }

    /** As {@link #blockedSince}, of bytes that are in one of the loop's buffers. */
    final long holdingSince() {
        return pending instanceof Memory ? blockedSince : NEVER;
    }

    final boolean isWriting() {
        return pending != null;
    }

    final void write(Bytes bytes) {
        underWay = null;
        pending = bytes;
        flush();
    }

    final void flush() {
        Bytes bytes = pending;
        while (bytes != null) {
            long n = bytes.writeTo(socket);
            if (n > 0) {
                link.sent(side, n);
                if (bytes.length() == 0) {
                    dropPending();
                    wrote();
                    return;
                }
                // Some was taken, so time counts anew; the next attempt says AGAIN, which arms the edge
                blockedSince = NEVER;
            } else if (n == Socket.FAILED) {
                dropPending();
                cannotWrite();
                return;
            } else {
                if (blockedSince == NEVER) {
                    blockedSince = loop.now();
                }
                socket.awaitWriting();
                return;
            }
        }
    }

    /** Gives back what this side was given; where it ends or cancels, also what it will never receive. */
    final void dropPending() {
        Bytes bytes = pending;
        Bytes lost = underWay;
        pending = null;
        underWay = null;
        blockedSince = NEVER;
        if (bytes != null) {
            bytes.release();
        }
        if (lost != null) {
            lost.release();
        }
    }
}
