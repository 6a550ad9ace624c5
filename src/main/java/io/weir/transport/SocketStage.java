package io.weir.transport;

import io.weir.transport.socket.Bytes;
import io.weir.transport.socket.Memory;
import io.weir.transport.socket.NetError;
import io.weir.transport.socket.Pipe;
import io.weir.transport.socket.Ready;
import io.weir.transport.socket.Socket;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.SubscriptionWithCancelException;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.InHandler;
import org.apache.pekko.stream.stage.OutHandler;
import org.jspecify.annotations.Nullable;

/**
 * A socket as a flow of leased bytes: what comes in is written to it, what is read from it goes out. Demand is
 * backpressure: it reads only when pulled, and pulls only when what it was given is written. So a connection
 * holds at most one lease a direction, and an idle one holds none.
 *
 * <p>One instance serves all connections of its loop and side: {@code createLogic} takes the socket from the host's
 * current pair.
 */
final class SocketStage extends GraphStage<FlowShape<Bytes, Bytes>> {
    /** A command bit: read no more, write out what is left, end with FIN. */
    static final int FINISH = 32;

    /** A command bit: reset. */
    static final int RESET = 64;

    /** Full reads in a row after which bytes go through a pipe. */
    private static final int BULK_READS = 2;

    /** A splice that brought less than this ends a bulk transfer. */
    private static final int BULK_LEAST = 16 * 1024;

    /** Reads in one turn after which others get theirs. */
    private static final int READS_A_TURN = 4;

    private final Inlet<Bytes> in = Inlet.create("socket.in");
    private final Outlet<Bytes> out = Outlet.create("socket.out");
    private final FlowShape<Bytes, Bytes> shape = FlowShape.of(in, out);
    private final HostStage.Logic host;
    private final Side side;

    SocketStage(HostStage.Logic host, Side side) {
        this.host = host;
        this.side = side;
    }

    @Override
    public FlowShape<Bytes, Bytes> shape() {
        return shape;
    }

    @Override
    public GraphStageLogic createLogic(Attributes attributes) {
        return new Logic(host.currentSocket(side), host.currentLink(), host.currentNews(side));
    }

    /** What the other side is told when this side's peer was reset: a value, so no stack trace is made. */
    @SuppressWarnings("StaticAssignmentOfThrowable")
    static final class PeerReset extends Exception {
        private static final long serialVersionUID = 1L;
        static final PeerReset INSTANCE = new PeerReset();

        private PeerReset() {
            super("the peer reset the connection", null, false, false);
        }
    }

    /** One socket of one connection. Its fields stay few: an idle connection is little more than two of these. */
    final class Logic extends GraphStageLogic implements InHandler, OutHandler, Ready {
        private static final long NEVER = Long.MAX_VALUE;

        private final Socket socket;
        private final Link link;
        private final EventLoop loop = host.loop();
        private @Nullable AsyncCallback<Integer> callback;
        /** Given to this side and not yet wholly written. */
        private @Nullable Bytes pending;

        private long blockedSince = NEVER;
        private long readTurn;
        private byte readsThisTurn;
        private byte fullReads;
        /** There may be something to read: no {@link Socket#AGAIN} since the last news. */
        private boolean readable;
        /** The peer's FIN is known to follow what is in the kernel. */
        private boolean finComing;
        /** Out-of-band data was seen, so a short read proves nothing. */
        private boolean urgent;
        /** The next pull is answered by the end of the stream. */
        private boolean endNext;
        /** This side's connection failed. */
        private boolean broken;
        /** The other side's connection failed, so this one ends by a reset. */
        private boolean resetAtEnd;
        /** Weir ends the connection: the peer may not have. */
        private boolean finishing;
        /** The peer's end of stream was read. */
        private boolean peerEnded;
        /** It stands in line for a buffer. */
        private boolean inLine;

        Logic(Socket socket, Link link, int news) {
            super(shape);
            this.socket = socket;
            this.link = link;
            learn(news);
            socket.owner(this);
            setHandler(in, this);
            setHandler(out, this);
            host.created(side, this);
        }

        long blockedSince() {
            return blockedSince;
        }

        @Override
        public void preStart() {
            AsyncCallback<Integer> events = createAsyncCallback(this::event);
            callback = events;
            pull(in);
        }

        /** From the poller, on the loop's thread but outside the stream. */
        @Override
        public void ready(int bits) {
            AsyncCallback<Integer> events = callback;
            if (events != null) {
                events.invoke(bits);
            } else {
                learn(bits);
            }
        }

        private void learn(int bits) {
            readable |= (bits & (READABLE | BROKEN)) != 0;
            finComing |= (bits & ENDED) != 0;
            urgent |= (bits & URGENT) != 0;
        }

        void command(int bit) {
            ready(bit);
        }

        private void event(Integer event) {
            try {
                int bits = event;
                if ((bits & RESET) != 0) {
                    abort();
                    return;
                }
                learn(bits);
                if ((bits & READABLE) != 0) {
                    inLine = false;
                }
                if ((bits & WRITABLE) != 0 && pending != null) {
                    write(pending);
                }
                if ((bits & FINISH) != 0) {
                    finishNow();
                } else {
                    read();
                }
            } catch (Throwable fault) {
                bug(fault);
            }
        }

        @Override
        public void onPull() {
            try {
                if (endNext) {
                    endOfStream();
                } else if (readable) {
                    read();
                } else {
                    socket.awaitReading();
                }
            } catch (Throwable fault) {
                bug(fault);
            }
        }

        private void read() {
            if (!readable || isClosed(out) || endNext) {
                return;
            }
            if (!isAvailable(out)) {
                socket.pauseReading();
                return;
            }
            if (readTurn != loop.turn()) {
                readTurn = loop.turn();
                readsThisTurn = 0;
            } else if (readsThisTurn >= READS_A_TURN) {
                loop.nextTurn(this);
                return;
            }
            readsThisTurn++;
            Bytes bytes = lease();
            if (bytes == null) {
                return;
            }
            long n = bytes.readFrom(socket);
            if (n > 0) {
                took(bytes, n);
                push(out, bytes);
            } else {
                bytes.release();
                nothing(n);
            }
        }

        private @Nullable Bytes lease() {
            if (fullReads >= BULK_READS) {
                Pipe pipe = loop.pipes().take();
                if (pipe != null) {
                    return pipe;
                }
            }
            Memory memory = loop.buffers().take();
            if (memory == null && !inLine) {
                inLine = true;
                loop.buffers().await(this);
            }
            return memory;
        }

        private void took(Bytes bytes, long n) {
            link.received(side, n);
            if (bytes instanceof Memory memory) {
                if (n == memory.capacity()) {
                    if (fullReads < BULK_READS) {
                        fullReads++;
                    }
                } else {
                    fullReads = 0;
                    // A short read emptied the kernel's queue; the next news is an edge
                    if (!urgent) {
                        readable = finComing;
                        if (finComing && !broken) {
                            bytes.markLast();
                            endNext = true;
                        }
                    }
                }
            } else if (n < BULK_LEAST) {
                fullReads = 0;
            }
        }

        private void nothing(long n) {
            if (n == Socket.AGAIN) {
                readable = false;
                socket.awaitReading();
            } else if (n == 0 && !broken) {
                endOfStream();
            } else {
                readable = false;
                if (!broken) {
                    broken(n == 0 ? NetError.RESET : socket.error());
                }
                failed();
            }
        }

        private void endOfStream() {
            readable = false;
            endNext = false;
            peerEnded = true;
            socket.pauseReading();
            link.ended(side);
            complete(out);
            if (isClosed(in) && pending == null) {
                over();
            }
        }

        private void broken(NetError error) {
            broken = true;
            link.failed(side, error == NetError.TIMED_OUT ? Link.Failure.LOST : Link.Failure.RESET);
        }

        /** The peer is gone and all it sent was passed on: tell the other side and end. */
        private void failed() {
            dropPending();
            failStage(PeerReset.INSTANCE);
        }

        @Override
        public void onPush() {
            try {
                write(grab(in));
            } catch (Throwable fault) {
                bug(fault);
            }
        }

        private void write(Bytes bytes) {
            pending = bytes;
            while (true) {
                long n = bytes.writeTo(socket);
                if (n > 0) {
                    link.sent(side, n);
                    if (bytes.length() == 0) {
                        break;
                    }
                    // Some was taken, so time counts anew; the next attempt says AGAIN, which arms the edge
                    blockedSince = NEVER;
                } else if (n == Socket.FAILED) {
                    writeFailed();
                    return;
                } else {
                    if (blockedSince == NEVER) {
                        blockedSince = loop.now();
                    }
                    socket.awaitWriting();
                    return;
                }
            }
            pending = null;
            blockedSince = NEVER;
            bytes.release();
            if (isClosed(in)) {
                setKeepGoing(false);
                finishWriting();
            } else {
                pull(in);
            }
        }

        /** The peer takes no more; what it had sent before may still be in the kernel and is passed on. */
        private void writeFailed() {
            dropPending();
            if (!broken) {
                broken(socket.error());
            }
            if (isClosed(out)) {
                failed();
            } else {
                setKeepGoing(false);
                cancel(in, PeerReset.INSTANCE);
                readable = true;
                endNext = false;
                read();
            }
        }

        @Override
        public void onUpstreamFinish() {
            try {
                if (pending == null) {
                    finishWriting();
                } else {
                    setKeepGoing(true);
                }
            } catch (Throwable fault) {
                bug(fault);
            }
        }

        /** All that will ever be written is written. */
        private void finishWriting() {
            if (resetAtEnd) {
                abort();
            } else if (isClosed(out)) {
                over();
            } else {
                socket.finish();
            }
        }

        @Override
        public void onUpstreamFailure(Throwable cause) {
            try {
                resetAtEnd = true;
                if (!isClosed(out)) {
                    complete(out);
                }
                if (pending == null) {
                    abort();
                } else {
                    setKeepGoing(true);
                }
            } catch (Throwable fault) {
                bug(fault);
            }
        }

        @Override
        public void onDownstreamFinish(Throwable cause) {
            try {
                socket.pauseReading();
                if (!(cause instanceof SubscriptionWithCancelException.NonFailureCancellation)) {
                    resetAtEnd = true;
                }
                if (isClosed(in) && pending == null) {
                    finishWriting();
                }
            } catch (Throwable fault) {
                bug(fault);
            }
        }

        /** Weir ends the connection: nothing more is read, so the other side ends after what it was given. */
        private void finishNow() {
            finishing = true;
            if (!isClosed(out)) {
                complete(out);
            }
            if (isClosed(in) && pending == null) {
                over();
            }
        }

        /** Both directions are done. */
        private void over() {
            if (finishing && !peerEnded && !broken) {
                host.linger(socket);
            }
            completeStage();
        }

        private void abort() {
            dropPending();
            socket.reset();
            failStage(PeerReset.INSTANCE);
        }

        private void bug(Throwable fault) {
            link.fault(fault);
            dropPending();
            socket.reset();
            failStage(PeerReset.INSTANCE);
        }

        private void dropPending() {
            Bytes bytes = pending;
            pending = null;
            blockedSince = NEVER;
            if (bytes != null) {
                bytes.release();
            }
        }

        @Override
        public void postStop() {
            try {
                dropPending();
                if (!host.tookOver(socket)) {
                    socket.owner(null);
                    socket.close();
                }
            } catch (Throwable fault) {
                loop.guard().caught("closing a connection", fault);
            } finally {
                link.closed(side);
            }
        }
    }
}
