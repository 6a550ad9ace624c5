package io.weir.proxy;

import io.weir.balance.Lease;
import io.weir.model.ConnectionPlace;
import io.weir.model.ConnectionQuery;
import io.weir.model.LiveConnection;
import io.weir.model.NodeRun;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A round that looks for connections somebody wants to see and takes down what they are like. Those it passes over cost a few
 * comparisons and no memory. On the loop's thread.
 */
final class Portrait implements Rounds.Round {
    private static final long NANOS_A_MILLI = 1_000_000;

    private final NodeRun run;
    private final String prefix;
    private final ConnectionQuery query;
    private final BiConsumer<List<LiveConnection>, @Nullable RuntimeException> told;
    private final List<LiveConnection> found = new ArrayList<>();

    /**
     * One round.
     *
     * @param told of what was found, in order, or of why there is nothing; on the loop's thread
     */
    Portrait(NodeRun run, ConnectionQuery query, BiConsumer<List<LiveConnection>, @Nullable RuntimeException> told) {
        this.run = run;
        this.prefix = run.prefix();
        this.query = query;
        this.told = told;
    }

    @Override
    public boolean visit(Connection connection, long now) {
        if (isWanted(connection)) {
            found.add(of(connection, run, prefix, now));
        }
        return found.size() < query.limit();
    }

    @Override
    public void done() {
        told.accept(found, null);
    }

    @Override
    public void failed(RuntimeException why) {
        told.accept(List.of(), why);
    }

    private boolean isWanted(Connection connection) {
        ConnectionPlace after = query.after();
        return (after == null || after.isBefore(run.epochMillis(connection.acceptedAt()), prefix, connection.id()))
                && (query.pool() == null || query.pool().equals(connection.pool))
                && (query.listener() == null
                        || query.listener().equals(connection.listener().name()))
                && (query.backend() == null || query.backend().equals(backend(connection)))
                && (query.client() == null
                        || query.client().equals(connection.client().peer()))
                && (query.clientPort() == 0
                        || query.clientPort() == connection.client().peerPort());
    }

    static LiveConnection of(Connection connection, NodeRun run, String prefix, long now) {
        return new LiveConnection(
                new ConnectionPlace(run.epochMillis(connection.acceptedAt()), prefix, connection.id()),
                connection.client().peer(),
                connection.client().peerPort(),
                connection.listener().name(),
                connection.pool,
                backend(connection),
                (now - connection.acceptedAt()) / NANOS_A_MILLI,
                (now - connection.lastActivity) / NANOS_A_MILLI,
                connection.bytesIn,
                connection.bytesOut,
                state(connection));
    }

    private static @Nullable String backend(Connection connection) {
        Lease lease = connection.lease;
        return lease == null ? null : lease.backend().key().id();
    }

    private static LiveConnection.State state(Connection connection) {
        if (connection.dialling != null) {
            return LiveConnection.State.DIALLING;
        }
        boolean broken = connection.reason != null && !connection.orderlyEnd;
        if (connection.finishing || broken || connection.openSides < 2) {
            return LiveConnection.State.CLOSING;
        }
        return connection.sideEnded ? LiveConnection.State.HALF_CLOSED : LiveConnection.State.OPEN;
    }
}
