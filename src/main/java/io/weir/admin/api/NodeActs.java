package io.weir.admin.api;

import java.util.concurrent.CompletionStage;

/** What can be done to the asked node itself. Any thread; answers later and never blocks. All fail with {@link Refused}. */
public interface NodeActs {
    /**
     * Reads the node's file again and does what it says.
     *
     * @param dryRun only says what would be done
     * @param by who asks, for events
     */
    CompletionStage<ReloadReport> reload(boolean dryRun, Caller by);

    /** Changes a listener of this node until it stops; gives how it is then. */
    CompletionStage<ListenerView> patch(String listener, ListenerPatch patch, Caller by);

    /** Makes the node not ready, while it goes on accepting; gives the phase it is in then. */
    CompletionStage<String> drain(Caller by);

    /** Takes {@link #drain} back; gives the phase it is in then. */
    CompletionStage<String> ready(Caller by);

    /** Begins to stop as on SIGTERM; gives the phase it is in then. */
    CompletionStage<String> leave(Caller by);
}
