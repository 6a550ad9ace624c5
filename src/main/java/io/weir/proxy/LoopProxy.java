package io.weir.proxy;

import io.weir.model.CloseReason;
import io.weir.observe.AccessSink;
import io.weir.observe.LoopMeters;
import io.weir.routing.TableRef;
import io.weir.transport.EventLoop;
import io.weir.transport.LoopHost;
import io.weir.transport.socket.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One loop's share of the data plane: its acceptors, its connections and what they all need. On the loop's thread. */
final class LoopProxy {
    private static final int ID_BITS = 8;

    private final LoopHost host;
    private final LoopMeters meters;
    private final Shared shared;
    private final SplittableRandom random = new SplittableRandom();
    private final List<Acceptor> acceptors = new ArrayList<>();
    private @Nullable Placement placement;
    private @Nullable Connection first;
    private int connections;
    private long ids;
    private int sources;

    /**
     * What all loops share.
     *
     * @param table where connections go
     * @param access told of each that ended
     * @param reports told of each failed dial
     * @param loans told of connections that wait for more of a cap
     * @param complaints told of local trouble
     * @param admission the node's cap
     */
    record Shared(
            TableRef table,
            AccessSink access,
            DialReports reports,
            LoanRequests loans,
            Complaints complaints,
            Admission admission) {}

    LoopProxy(LoopHost host, LoopMeters meters, Shared shared) {
        this.host = host;
        this.meters = meters;
        this.shared = shared;
    }

    EventLoop loop() {
        return host.loop();
    }

    LoopHost host() {
        return host;
    }

    LoopMeters meters() {
        return meters;
    }

    TableRef table() {
        return shared.table();
    }

    AccessSink access() {
        return shared.access();
    }

    DialReports reports() {
        return shared.reports();
    }

    LoanRequests loans() {
        return shared.loans();
    }

    Complaints complaints() {
        return shared.complaints();
    }

    Admission admission() {
        return shared.admission();
    }

    SplittableRandom random() {
        return random;
    }

    List<Acceptor> acceptors() {
        return acceptors;
    }

    void placement(Placement to) {
        placement = to;
    }

    /** Unique on this node while it lives: the loop's number is in the lowest bits. */
    long nextId() {
        return ++ids << ID_BITS | loop().index();
    }

    int nextSource() {
        return sources++;
    }

    /** A connection that was admitted and accepted here; it may live on another loop. */
    void accepted(Socket client, Listener listener) {
        LoopProxy target = placement == null ? this : placement.choose(this);
        if (target.loop().index() == loop().index()) {
            start(client, listener);
        } else {
            target.host.run(() -> target.start(client, listener));
        }
    }

    private void start(Socket client, Listener listener) {
        Connection connection = new Connection(this, listener, client);
        Connection head = first;
        connection.following = head;
        if (head != null) {
            head.previous = connection;
        }
        first = connection;
        connections++;
        if (placement != null) {
            placement.opened(loop().index());
        }
        try {
            connection.start();
        } catch (Throwable fault) {
            connection.fault(fault);
            connection.reset(CloseReason.ERROR);
        }
    }

    /** Takes a connection off the list and gives its places back. */
    void ended(Connection connection) {
        Connection before = connection.previous;
        Connection after = connection.following;
        if (before != null) {
            before.following = after;
        } else {
            first = after;
        }
        if (after != null) {
            after.previous = before;
        }
        connection.previous = null;
        connection.following = null;
        connections--;
        if (placement != null) {
            placement.closed(loop().index());
        }
        connection.listener().admission.leave();
        admission().leave();
    }

    int connections() {
        return connections;
    }

    /** Visits every connection; the visitor may end the one it is given. */
    void each(Consumer<Connection> visitor) {
        Connection at = first;
        while (at != null) {
            Connection following = at.following;
            visitor.accept(at);
            at = following;
        }
    }
}
