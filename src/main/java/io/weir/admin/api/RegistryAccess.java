package io.weir.admin.api;

import io.weir.registry.BackendRegistry;
import io.weir.registry.RegistryView;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Scheduler;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** The way to the registry. Any thread; answers later and never blocks. */
public interface RegistryAccess {
    /** All that it knows; fails with {@link Refused} where it does not answer. */
    CompletionStage<RegistryView> view();

    /**
     * Asks the actor.
     *
     * @param limit for an answer, above the time that other nodes' acknowledgements are waited for
     */
    static RegistryAccess asking(ActorRef<BackendRegistry.Command> registry, Scheduler scheduler, Duration limit) {
        return () -> AskPattern.<BackendRegistry.Command, RegistryView>ask(
                        registry, BackendRegistry.GetView::new, limit, scheduler)
                .exceptionally(RegistryAccess::silent);
    }

    private static RegistryView silent(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof TimeoutException) {
            throw new Refused(Problem.unavailable("The registry does not answer at the moment; try again."));
        }
        throw new CompletionException(cause);
    }
}
