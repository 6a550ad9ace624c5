package io.weir;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.setup.Setup;
import org.apache.pekko.event.Logging;

/** What an actor system of a trial logs to: its first error is the verdict, and nothing is written. Made by Pekko, by its name. */
final class TrialLog extends AbstractActor {
    /** Goes into the actor system. What comes first holds: whatever goes wrong while a system ends says nothing. Any thread. */
    static final class Verdict extends Setup {
        private final CompletableFuture<Optional<Throwable>> is = new CompletableFuture<>();

        /** Nothing where all is well, else what is not. */
        CompletableFuture<Optional<Throwable>> is() {
            return is;
        }

        void fine() {
            is.complete(Optional.empty());
        }
    }

    @Override
    public Receive createReceive() {
        CompletableFuture<Optional<Throwable>> verdict = getContext()
                .getSystem()
                .settings()
                .setup()
                .get(Verdict.class)
                .orElseThrow()
                .is();
        return receiveBuilder()
                .match(Logging.InitializeLogger.class, any -> getSender().tell(Logging.loggerInitialized(), getSelf()))
                .match(Logging.Error.class, error -> verdict.complete(Optional.of(error.cause())))
                .matchAny(any -> {})
                .build();
    }
}
