package io.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.typesafe.config.ConfigFactory;
import io.weir.admin.api.Caller;
import io.weir.admin.api.Refused;
import io.weir.admin.api.RegistryAccess;
import io.weir.model.AdminSettings.Role;
import io.weir.registry.BackendRegistry;
import io.weir.registry.Change;
import io.weir.registry.ChangeReply;
import io.weir.registry.RegistryView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegistryAccessTest {
    private ActorSystem<BackendRegistry.Command> system;

    /** A registry on a thread of its own that answers once it may, or never. */
    private RegistryAccess access(CountDownLatch may, boolean answers, Duration limit) {
        system = ActorSystem.create(
                Behaviors.setup(context -> {
                    var registry = context.spawn(
                            Behaviors.<BackendRegistry.Command>receiveMessage(message -> {
                                may.await();
                                if (answers && message instanceof BackendRegistry.GetView get) {
                                    get.replyTo().tell(new RegistryView(7, true, Map.of()));
                                }
                                if (answers && message instanceof BackendRegistry.Apply apply) {
                                    apply.replyTo().tell(new ChangeReply.Gone(false, true, List.of(apply.by())));
                                }
                                return Behaviors.same();
                            }),
                            "registry",
                            DispatcherSelector.fromConfig("alone"));
                    return Behaviors.receiveMessage(message -> {
                        registry.tell(message);
                        return Behaviors.same();
                    });
                }),
                "access-test",
                ConfigFactory.parseString("pekko.actor.provider = local\n"
                                + "alone { type = PinnedDispatcher, executor = thread-pool-executor }")
                        .withFallback(ConfigFactory.load()));
        return RegistryAccess.asking(system, limit);
    }

    @AfterEach
    void terminate() {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }

    private static final Caller ME = new Caller("me", Role.ADMIN, "192.0.2.1:5");

    @Test
    void whatIsDoneWithAnAnswerIsDoneByTheSystemsOwnThreads() {
        CountDownLatch may = new CountDownLatch(1);
        RegistryAccess access = access(may, true, Duration.ofSeconds(10));
        var thread = access.view()
                .thenApply(view -> Thread.currentThread().getName())
                .toCompletableFuture();
        may.countDown();
        assertThat(thread.join()).contains("access-test-pekko.actor.default-dispatcher");
        ChangeReply reply = access.apply(new Change.DeletePool("p"), null, ME)
                .toCompletableFuture()
                .join();
        assertThat(reply).isEqualTo(new ChangeReply.Gone(false, true, List.of("me")));
    }

    @Test
    void aRegistryThatDoesNotAnswerIsA503() {
        RegistryAccess access = access(new CountDownLatch(0), false, Duration.ofMillis(100));
        for (var answer : List.of(access.view(), access.apply(new Change.DeletePool("p"), null, ME))) {
            CompletionException failure = catchThrowableOfType(
                    CompletionException.class,
                    () -> answer.toCompletableFuture().join());
            assertThat(failure).hasCauseInstanceOf(Refused.class);
            assertThat(((Refused) failure.getCause()).problem().status()).isEqualTo(503);
        }
    }
}
