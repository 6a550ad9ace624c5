package io.weir.transport.socket;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** A socket without a system behind it: it has an address, gives and takes what it is told to, and notes what was done. */
public final class FakeSocket extends Socket {
    private final InetAddress peer;
    private final int port;
    private final ArrayDeque<Long> coming = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();
    private final int gives;
    private int takes;
    private boolean gone;
    private boolean unsaid;
    private boolean wasReset;
    private boolean closed;
    private boolean awaited;
    private int reads;

    /** One that has nothing to read and takes nothing. */
    public FakeSocket(InetAddress peer, int port) {
        this(peer, port, 0, 0);
    }

    /**
     * One with a peer that never rests.
     *
     * @param gives so many bytes at most on each read
     * @param takes so many at most on each write
     */
    public FakeSocket(int gives, int takes) {
        this(InetAddress.getLoopbackAddress(), 1, gives, takes);
    }

    private FakeSocket(InetAddress peer, int port, int gives, int takes) {
        this.peer = peer;
        this.port = port;
        this.gives = gives;
        this.takes = takes;
    }

    /** What the next reads give, one each: so many bytes, 0 for the end of the stream, or a negative code. */
    public FakeSocket comes(long... outcomes) {
        for (long outcome : outcomes) {
            coming.addLast(outcome);
        }
        return this;
    }

    /** From now on it takes so many bytes at most on each write; 0 for none. */
    public FakeSocket takes(int most) {
        takes = most;
        return this;
    }

    /** Its peer resets it: what has come before can still be read, and nothing more be written. */
    public FakeSocket breaks() {
        gone = true;
        unsaid = true;
        return this;
    }

    /** Whether it was reset. */
    public boolean wasReset() {
        return wasReset;
    }

    /** Whether it was closed, be it by a reset. */
    public boolean isClosed() {
        return closed;
    }

    /** Whether a poller that tells levels would tell of what there is to read, turn after turn. */
    public boolean isAwaited() {
        return awaited;
    }

    /** What was read, written and finished, in order. */
    public List<String> done() {
        return List.copyOf(done);
    }

    @Override
    public InetAddress peer() {
        return peer;
    }

    @Override
    public int peerPort() {
        return port;
    }

    @Override
    public boolean hasFailed() {
        boolean failed = unsaid;
        unsaid = false;
        return failed && failed(NetError.RESET) == FAILED;
    }

    /** Tells its owner, as its poller would. */
    public void say(int bits) {
        tell(bits);
    }

    /** How often somebody tried to read from it. */
    public int reads() {
        return reads;
    }

    @Override
    public long receive(Memory into) {
        return read("received", into.capacity());
    }

    @Override
    public long spliceIn(Pipe into) {
        return read("spliced in", into.capacity());
    }

    private long read(String how, int capacity) {
        reads++;
        Long next = coming.pollFirst();
        long n = next != null ? next : gives > 0 ? gives : gone ? FAILED : AGAIN;
        if (n > 0) {
            n = Math.min(n, capacity);
            done.add(how + " " + n);
        }
        return n == FAILED ? failed(NetError.RESET) : n;
    }

    @Override
    public long send(Memory from) {
        return write("sent", from);
    }

    @Override
    public long spliceOut(Pipe from) {
        return write("spliced out", from);
    }

    private long write(String how, Bytes from) {
        if (gone) {
            return failed(NetError.RESET);
        }
        if (takes == 0) {
            return AGAIN;
        }
        int n = Math.min(takes, from.length());
        done.add(how + " " + n + (from.isLast() ? " last" : ""));
        return n;
    }

    @Override
    public NetError dialOutcome(int bits) {
        return NetError.OTHER;
    }

    @Override
    public void awaitReading() {
        awaited = true;
    }

    @Override
    public void pauseReading() {
        awaited = false;
    }

    @Override
    public void awaitWriting() {}

    @Override
    public int unconfirmed() {
        return 0;
    }

    @Override
    public void finish() {
        done.add("finished");
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public void reset() {
        wasReset = true;
        closed = true;
    }

    @Override
    public void vanish() {}

    @Override
    public void keepAlive(KeepAlive probes) {}
}
