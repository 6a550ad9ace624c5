package io.weir.proxy;

import io.weir.model.CloseReason;
import io.weir.model.LiveConnection;
import io.weir.model.NodeRun;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A round that looks for one connection and ends it by a reset. On the loop's thread. */
final class Capture implements Rounds.Round {
    private final NodeRun run;
    private final long number;
    private final BiConsumer<@Nullable LiveConnection, @Nullable RuntimeException> told;
    private @Nullable LiveConnection captured;

    /**
     * One round.
     *
     * @param number of the connection in this run
     * @param told of what the connection was like, of null where there is none, or of why nobody knows; on the loop's thread
     */
    Capture(NodeRun run, long number, BiConsumer<@Nullable LiveConnection, @Nullable RuntimeException> told) {
        this.run = run;
        this.number = number;
        this.told = told;
    }

    @Override
    public boolean visit(Connection connection, long now) {
        if (connection.id() == number) {
            captured = Portrait.of(connection, run, run.prefix(), now);
            connection.reset(CloseReason.KILLED);
        }
        // The rest is older
        return connection.id() > number;
    }

    @Override
    public void done() {
        told.accept(captured, null);
    }

    @Override
    public void failed(RuntimeException why) {
        told.accept(captured, captured == null ? why : null);
    }
}
