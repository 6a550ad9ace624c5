package io.weir.transport;

import io.weir.transport.socket.Bytes;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;

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

    final Inlet<Bytes> in = Inlet.create("socket.in");
    final Outlet<Bytes> out = Outlet.create("socket.out");
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
        return new SocketLogic(this, host, side);
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
}
