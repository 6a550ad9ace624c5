package io.weir.proxy;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Visits to all connections of one loop, one round after the other and a bounded number of connections a turn, so that with
 * very many nobody's bytes wait for it. The list is in order, the youngest first, so who comes meanwhile is not met, and who
 * ends is stepped over. On the loop's thread.
 */
final class Rounds {
    /** A visit takes some tens of nanoseconds, and a few hundred where memory is cold. */
    static final int VISITS_A_TURN = 2_000;

    static final int MOST_WAITING = 64;

    private final LoopProxy proxy;
    private final ArrayDeque<Round> waiting = new ArrayDeque<>();
    private @Nullable Connection at;
    private boolean running;

    /** Somebody who looks at connections. */
    interface Round {
        /** Looks at one, which it may end; says whether it wants to see more. */
        boolean visit(Connection connection, long now);

        /** It has seen all, or all that it wanted. */
        void done();

        /** It cannot go on, or not begin. */
        void failed(RuntimeException why);
    }

    Rounds(LoopProxy proxy) {
        this.proxy = proxy;
    }

    /** Begins in this turn, or when those before it are done. */
    void add(Round round) {
        if (waiting.size() >= MOST_WAITING) {
            round.failed(new IllegalStateException("too many look at the connections of one event loop"));
            return;
        }
        waiting.add(round);
        if (!running) {
            running = true;
            at = proxy.youngest();
            turn();
        }
    }

    /** A connection is taken off the list, and is still on it. */
    void leaving(Connection connection) {
        if (connection == at) {
            at = connection.following;
        }
    }

    private void turn() {
        Round round = waiting.getFirst();
        try {
            if (goesOn(round)) {
                proxy.loop().execute(this::turn);
                return;
            }
            round.done();
        } catch (RuntimeException fault) {
            round.failed(fault);
        }
        waiting.removeFirst();
        running = !waiting.isEmpty();
        at = running ? proxy.youngest() : null;
        if (running) {
            proxy.loop().execute(this::turn);
        }
    }

    private boolean goesOn(Round round) {
        long now = proxy.loop().now();
        for (int visits = 0; visits < VISITS_A_TURN; visits++) {
            Connection connection = at;
            if (connection == null) {
                return false;
            }
            at = connection.following;
            if (!round.visit(connection, now)) {
                return false;
            }
        }
        return at != null;
    }
}
