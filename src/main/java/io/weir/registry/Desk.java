package io.weir.registry;

import io.weir.model.BackendKey;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What the registry's parts may ask of the actor they are parts of. On its thread only. */
interface Desk {
    /** Brings what waits into the state: to be called before anything else changes it. */
    void takeIn();

    /** A table follows within {@link BackendRegistry#GATHER}. */
    void gather();

    /** A table follows at once, but after what waits in the mailbox already. */
    void soon();

    /** The table says now what the state says. */
    void rebuild();

    /** Says what changed of the health of backends, after the state did; all means that some may have come or gone. */
    void note(Collection<BackendKey> keys, boolean all);

    /** Ticks are wanted from now on, see {@link Part#needsTicks}. */
    void beat();

    /** {@link Allowances#tick} is called after this time too, unless that is so already. */
    void lookForLoans(Duration after);

    /** Tells the actor what became of something that goes on elsewhere. */
    <T> void pipe(CompletionStage<T> result, BiFunction<@Nullable T, @Nullable Throwable, BackendRegistry.Command> as);
}
