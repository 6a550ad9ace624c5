package io.weir;

import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.setup.Setup;
import org.apache.pekko.event.Logging;

/** What an actor system of a trial logs to: it keeps the first error, and writes nothing. Made by Pekko, by its name. */
final class TrialLog extends AbstractActor {
    /** Goes into the actor system; completes with the cause of the first error. */
    static final class Errors extends Setup {
        private final CompletableFuture<Throwable> first = new CompletableFuture<>();

        CompletableFuture<Throwable> first() {
            return first;
        }
    }

    @Override
    public Receive createReceive() {
        CompletableFuture<Throwable> first = getContext()
                .getSystem()
                .settings()
                .setup()
                .get(Errors.class)
                .orElseThrow()
                .first();
        return receiveBuilder()
                .match(Logging.InitializeLogger.class, any -> getSender().tell(Logging.loggerInitialized(), getSelf()))
                .match(Logging.Error.class, error -> first.complete(error.cause()))
                .matchAny(any -> {})
                .build();
    }
}
