package io.weir.transport.socket;

import java.net.InetAddress;

/** A socket without a system behind it: it has an address, gives and takes what it is told to, and notes its end. */
public final class FakeSocket extends Socket {
    private final InetAddress peer;
    private final int port;
    private final int gives;
    private final int takes;
    private boolean wasReset;
    private int reads;

    /** One that has nothing to read and takes nothing. */
    public FakeSocket(InetAddress peer, int port) {
        this(peer, port, 0, 0);
    }

    /**
     * One that can be spliced.
     *
     * @param gives so many bytes on each splice in
     * @param takes so many at most on each splice out
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

    /** Whether it was reset. */
    public boolean wasReset() {
        return wasReset;
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
        return false;
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
        reads++;
        return AGAIN;
    }

    @Override
    public long send(Memory from) {
        return AGAIN;
    }

    @Override
    public long spliceIn(Pipe into) {
        return gives > 0 ? gives : AGAIN;
    }

    @Override
    public long spliceOut(Pipe from) {
        return takes > 0 ? Math.min(takes, from.length()) : AGAIN;
    }

    @Override
    public NetError dialOutcome(int bits) {
        return NetError.OTHER;
    }

    @Override
    public void awaitReading() {}

    @Override
    public void pauseReading() {}

    @Override
    public void awaitWriting() {}

    @Override
    public int unconfirmed() {
        return 0;
    }

    @Override
    public void finish() {}

    @Override
    public void close() {}

    @Override
    public void reset() {
        wasReset = true;
    }

    @Override
    public void vanish() {}

    @Override
    public void keepAlive(KeepAlive probes) {}
}
