package io.weir.proxy;

import io.weir.transport.socket.KeepAlive;
import io.weir.transport.socket.Memory;
import io.weir.transport.socket.NetError;
import io.weir.transport.socket.Pipe;
import io.weir.transport.socket.Socket;
import java.net.InetAddress;

/** A client's socket that only has an address and remembers whether it was reset. */
final class FakeSocket extends Socket {
    private final InetAddress peer;
    private final int port;
    boolean wasReset;

    FakeSocket(InetAddress peer, int port) {
        this.peer = peer;
        this.port = port;
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

    @Override
    public long receive(Memory into) {
        return AGAIN;
    }

    @Override
    public long send(Memory from) {
        return AGAIN;
    }

    @Override
    public long spliceIn(Pipe into) {
        return AGAIN;
    }

    @Override
    public long spliceOut(Pipe from) {
        return AGAIN;
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
