package io.weir.transport;

import io.weir.transport.socket.Bytes;
import io.weir.transport.socket.Memory;
import io.weir.transport.socket.NetError;
import io.weir.transport.socket.Pipe;
import io.weir.transport.socket.Ready;
import io.weir.transport.socket.Socket;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.SubscriptionWithCancelException;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.InHandler;
import org.apache.pekko.stream.stage.OutHandler;
import org.jspecify.annotations.Nullable;

/** One socket of one connection. Its fields stay few: an idle connection is little more than two of these. */
final class SocketLogic extends WritingSide implements InHandler, OutHandler, Ready {

    /** Full reads in a row after which bytes go through a pipe. */
    private static final int BULK_READS = 2;

    /** A splice that brought less than this ends a bulk transfer. */
    private static final int BULK_LEAST = 16 * 1024;

    /** Reads in one turn after which others get theirs. */
    private static final int READS_A_TURN = 4;

    private final HostStage.Logic host;
    private final Outlet<Bytes> out;
    private final AsyncCallback<Integer> callback = createAsyncCallback(this::event);
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
    /** The reset is not to wait for what was written to arrive. */
    private boolean hurried;
    /** Weir ends the connection: the peer may not have. */
    private boolean finishing;
    /** The peer's end of stream was read. */
    private boolean peerEnded;

    SocketLogic(SocketStage stage, HostStage.Logic host, Side side) {
        super(stage.shape(), host, side);
        this.host = host;
        this.out = stage.out;
        learn(host.currentNews(side));
        socket.owner(this);
        setHandler(in, this);
        setHandler(out, this);
        host.created(side, this);
    }

    @Override
    public void preStart() {
        pull(in);
    }

    /** From the poller, on the loop's thread but outside the stream. */
    @Override
    public void ready(int bits) {
        if (isOrder(bits)) {
            callback.invoke(bits);
        } else if (isFirst(bits)) {
            callback.invoke(NEWS);
        }
    }

    private void learn(int bits) {
        readable |= (bits & (READABLE | BROKEN)) != 0;
        // A failed connection is said to have ended as well
        finComing |= (bits & (ENDED | BROKEN)) == ENDED;
        urgent |= (bits & URGENT) != 0;
    }

    void hurry() {
        hurried = true;
    }

    private void event(Integer event) {
        try {
            int bits = event.equals(NEWS) ? takeNews() : event;
            if ((bits & SocketStage.RESET) != 0) {
                abort();
                return;
            }
            learn(bits);
            if ((bits & WRITABLE) != 0 && isWriting()) {
                flush();
            }
            if ((bits & BROKEN) != 0 && !broken && socket.hasFailed()) {
                // Said once only, and nobody may be reading: the other side and the clock are told now
                cannotWrite();
            } else if ((bits & SocketStage.FINISH) != 0) {
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
        if (!readable || isClosed(out) || endNext || isIgnored()) {
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
            try {
                took(bytes, n);
            } catch (Throwable fault) {
                bytes.release();
                throw fault;
            }
            entrust(bytes);
            push(out, bytes);
        } else {
            bytes.release();
            nothing(n);
        }
    }

    private @Nullable Bytes lease() {
        // The kernel splices nothing past the mark of urgent data
        if (fullReads >= BULK_READS && !urgent) {
            Pipe pipe = loop.pipes().take();
            if (pipe != null) {
                return pipe;
            }
        }
        Memory memory = loop.buffers().take(this);
        if (memory == null) {
            socket.pauseReading();
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
                // A short read emptied the kernel's queue; the next news is an edge, of which a failed one has no more
                if (!urgent) {
                    readable = finComing || broken;
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
        readNoMore();
        link.ended(side);
        complete(out);
        if (isClosed(in) && !isWriting()) {
            over();
        }
    }

    private void broken(NetError error) {
        broken = true;
        link.failed(side, error.isSilence() ? Link.Failure.LOST : Link.Failure.RESET);
    }

    /** The peer is gone and all it sent was passed on: tell the other side and end. */
    private void failed() {
        dropPending();
        failStage(SocketStage.PeerReset.INSTANCE);
    }

    @Override
    public void onPush() {
        try {
            write(grab(in));
        } catch (Throwable fault) {
            bug(fault);
        }
    }

    @Override
    void wrote() {
        if (isClosed(in)) {
            setKeepGoing(false);
            finishWriting();
        } else {
            pull(in);
        }
    }

    /** The peer takes no more; what it had sent before may still be in the kernel and is passed on. */
    @Override
    void cannotWrite() {
        dropPending();
        if (!broken) {
            broken(socket.error());
        }
        if (isClosed(out)) {
            failed();
        } else {
            setKeepGoing(false);
            cancel(in, SocketStage.PeerReset.INSTANCE);
            readable = true;
            endNext = false;
            read();
        }
    }

    @Override
    public void onUpstreamFinish() {
        try {
            if (!isWriting()) {
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
            host.depart(socket, hurried ? 0 : link.patience(), freed(link, side));
            failStage(SocketStage.PeerReset.INSTANCE);
        } else if (isClosed(out)) {
            over();
        } else {
            socket.finish();
        }
    }

    /** The other side takes nothing more either: a stage that fails cancels first. */
    @Override
    public void onUpstreamFailure(Throwable cause) {
        try {
            resetAtEnd = true;
            if (!isWriting()) {
                finishWriting();
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
            readNoMore();
            if (!(cause instanceof SubscriptionWithCancelException.NonFailureCancellation)) {
                resetAtEnd = true;
            }
            if (isClosed(in) && !isWriting()) {
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
            readNoMore();
            complete(out);
        }
        if (isClosed(in) && !isWriting()) {
            over();
        }
    }

    private void readNoMore() {
        socket.pauseReading();
        loop.buffers().leave(this);
    }

    /** Both directions are done. */
    private void over() {
        if (finishing && !peerEnded && !broken) {
            host.linger(socket, freed(link, side));
        }
        completeStage();
    }

    private void abort() {
        dropPending();
        socket.reset();
        failStage(SocketStage.PeerReset.INSTANCE);
    }

    private void bug(Throwable fault) {
        try {
            link.fault(fault);
        } catch (Throwable another) {
            loop.guard().caught("a connection's fault", another);
        }
        dropPending();
        socket.reset();
        failStage(SocketStage.PeerReset.INSTANCE);
    }

    @Override
    public void postStop() {
        boolean its = true;
        try {
            dropPending();
            loop.buffers().leave(this);
            its = !host.tookOver(socket);
            if (its) {
                socket.owner(null);
                socket.close();
            }
        } catch (Throwable fault) {
            loop.guard().caught("closing a connection", fault);
        }
        tellEnd(its);
    }
}
