package io.weir.admin.api;

import io.weir.registry.BackendRegistry;
import io.weir.registry.Change;
import io.weir.registry.ChangeReply;
import io.weir.registry.Precondition;
import io.weir.registry.RegistryView;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** The way to the registry. Any thread; answers later and never blocks. */
public interface RegistryAccess {
    /** All that it knows; fails with {@link Refused} where it does not answer. */
    CompletionStage<RegistryView> view();

    /**
     * Asks for a change.
     *
     * @param condition over which version of the backend or pool
     * @param by who asks
     * @return what became of it; fails with {@link Refused} where the registry does not answer, and then nobody knows
     */
    CompletionStage<ChangeReply> apply(Change change, Precondition condition, Caller by);

    /**
     * Asks the actor. What is done with an answer is done on the system's default dispatcher; an ask alone leaves it to
     * the JVM's common pool, which has one thread on a machine of two cores.
     *
     * @param limit for an answer, above the time that other nodes' acknowledgements are waited for
     */
    static RegistryAccess asking(ActorSystem<BackendRegistry.Command> system, Duration limit) {
        return new RegistryAccess() {
            @Override
            public CompletionStage<RegistryView> view() {
                return answered(
                        AskPattern.ask(system, BackendRegistry.GetView::new, limit, system.scheduler()), "try again");
            }

            @Override
            public CompletionStage<ChangeReply> apply(Change change, Precondition condition, Caller by) {
                return answered(
                        AskPattern.ask(
                                system,
                                replyTo -> new BackendRegistry.Apply(change, condition, by.name(), by.from(), replyTo),
                                limit,
                                system.scheduler()),
                        "the change may be made or not, read before trying again");
            }

            private <T> CompletionStage<T> answered(CompletionStage<T> answer, String advice) {
                return answer.handleAsync(
                        (reply, failure) -> {
                            if (failure != null) {
                                throw silent(failure, advice);
                            }
                            return reply;
                        },
                        system.executionContext()::execute);
            }
        };
    }

    private static RuntimeException silent(Throwable failure, String advice) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof TimeoutException) {
            return new Refused(Problem.unavailable("The registry does not answer at the moment; " + advice + "."));
        }
        return new CompletionException(cause);
    }
}
