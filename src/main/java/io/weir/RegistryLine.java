package io.weir;

import io.weir.model.PoolSettings;
import io.weir.registry.BackendRegistry;
import io.weir.registry.RegistryView;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.japi.function.Function;

/** Speaks to the registry and waits for what it says; for threads that may. */
final class RegistryLine {
    private static final Duration MOMENT = Duration.ofSeconds(5);

    private final ActorSystem<BackendRegistry.Command> system;

    RegistryLine(ActorSystem<BackendRegistry.Command> system) {
        this.system = system;
    }

    void tell(BackendRegistry.Command command) {
        system.tell(command);
    }

    /** What it knows. */
    RegistryView view() throws InterruptedException {
        return ask(BackendRegistry.GetView::new);
    }

    /** The file says that there are these pools; returns when the table in use does so too. */
    void configure(Map<String, PoolSettings> pools) throws InterruptedException {
        Done inUse = ask((ActorRef<Done> told) -> new BackendRegistry.Configure(pools, told));
        if (inUse == null) {
            throw new IllegalStateException("the registry said nothing");
        }
    }

    private <T> T ask(Function<ActorRef<T>, BackendRegistry.Command> question) throws InterruptedException {
        CompletionStage<T> answer = AskPattern.ask(system, question, MOMENT, system.scheduler());
        try {
            return answer.toCompletableFuture().get();
        } catch (ExecutionException failure) {
            throw new IllegalStateException("the registry does not answer", failure.getCause());
        }
    }
}
