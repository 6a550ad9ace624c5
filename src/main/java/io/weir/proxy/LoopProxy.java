package io.weir.proxy;

import io.weir.model.CloseReason;
import io.weir.model.NodeRun;
import io.weir.observe.AccessSink;
import io.weir.observe.LoopMeters;
import io.weir.routing.TableRef;
import io.weir.transport.EventLoop;
import io.weir.transport.LoopHost;
import io.weir.transport.socket.Socket;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One loop's share of the data plane: its connections and what they all need. On the loop's thread. */
final class LoopProxy {
    private static final int ID_BITS = 10;

    private final LoopHost host;
    private final LoopMeters meters;
    private final Shared shared;
    private final SplittableRandom random = new SplittableRandom();
    private @Nullable Placement placement;
    private List<LoopProxy> all = List.of();
    private @Nullable Connection first;
    private int connections;
    private long ids;
    private int sources;
    private final Rounds rounds = new Rounds(this);

    /**
     * What all loops share.
     *
     * @param run of this node, for ids
     * @param table where connections go
     * @param access told of each that ended
     * @param reports told of each failed dial
     * @param loans told of connections that wait for more of a cap
     * @param complaints told of local trouble
     * @param admission the node's cap
     */
    record Shared(
            NodeRun run,
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

    NodeRun run() {
        return shared.run();
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

    /** Once, at the start. */
    void placement(Placement to, List<LoopProxy> proxies) {
        placement = to;
        all = proxies;
        new BufferRelief(this).begin();
    }

    /** Unique on this node while it lives: the loop's number is in the lowest bits. */
    long nextId() {
        return ++ids << ID_BITS | loop().index();
    }

    /** The number of the loop that gave a connection its number. */
    static int loopOf(long id) {
        return (int) (id & ((1 << ID_BITS) - 1));
    }

    int nextSource() {
        return sources++;
    }

    /** A connection that was admitted and accepted here; it may live on another loop. */
    void accepted(Socket client, Listener listener) {
        int chosen = placement == null ? loop().index() : placement.choose(loop().now());
        if (chosen == loop().index()) {
            begin(client, listener);
        } else {
            LoopProxy target = all.get(chosen);
            target.host.run(() -> target.begin(client, listener));
        }
    }

    /** A connection begins to live here. */
    void begin(Socket client, Listener listener) {
        Connection connection = new Connection(this, listener, client);
        began(connection);
        try {
            connection.start();
        } catch (Throwable fault) {
            connection.fault(fault);
            connection.reset(CloseReason.ERROR);
        }
    }

    /** Puts a connection at the head of the list, which so is in the order of ids. */
    void began(Connection connection) {
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
    }

    /** Takes a connection off the list and gives its place among its listener's back. */
    void ended(Connection connection) {
        rounds.leaving(connection);
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
    }

    /** The youngest one, whose {@code following} is the next older; or null. */
    @Nullable
    Connection youngest() {
        return first;
    }

    Rounds rounds() {
        return rounds;
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
