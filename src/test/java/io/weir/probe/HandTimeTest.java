package io.weir.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.Scheduler;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import scala.concurrent.ExecutionContext;

/** What the tests with a clock of their own rely on. */
class HandTimeTest {
    private static final ActorTestKit KIT = ActorTestKit.create(HandTime.config());
    private static final HandTime TIME = HandTime.of(KIT.system());
    private static final Scheduler TIMERS = Adapter.toClassic(KIT.system()).scheduler();
    private static final ExecutionContext THREADS = KIT.system().executionContext();
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<String> ran = new ArrayList<>();

    /** To be passed on so often. */
    private record Ball(int left, ActorRef<Ball> back) {}

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private static Behavior<Ball> player(AtomicInteger touches) {
        return Behaviors.setup(context -> Behaviors.receiveMessage(ball -> {
            touches.incrementAndGet();
            if (ball.left > 0) {
                ball.back.tell(new Ball(ball.left - 1, context.getSelf()));
            }
            return Behaviors.same();
        }));
    }

    @Test
    void actorsThatKeepEachOtherBusyAreWaitedFor() {
        var touches = new AtomicInteger();
        ActorRef<Ball> one = KIT.spawn(player(touches));
        ActorRef<Ball> other = KIT.spawn(player(touches));
        one.tell(new Ball(9_999, other));
        TIME.settle();
        assertThat(touches).hasValue(10_000);
    }

    @Test
    void whatBecomesDueRunsInItsOrderAndNothingElseDoes() {
        once(2, "two");
        once(1, "one");
        TIMERS.scheduleAtFixedRate(SECOND, SECOND.multipliedBy(3), () -> ran.add("each"), THREADS);
        TIMERS.scheduleOnce(SECOND, () -> once(1, "set at one"), THREADS);
        Cancellable never = once(1, "cancelled");
        assertThat(never.cancel()).isTrue();
        assertThat(never.isCancelled()).isTrue();
        TIME.pass(SECOND.minusNanos(1));
        assertThat(ran).isEmpty();
        TIME.pass(SECOND.multipliedBy(4));
        assertThat(ran).containsExactly("one", "each", "two", "set at one", "each");
        assertThat(never.cancel()).as("a second time").isFalse();
    }

    private Cancellable once(int seconds, String what) {
        return TIMERS.scheduleOnce(SECOND.multipliedBy(seconds), () -> ran.add(what), THREADS);
    }

    @Test
    void whatIsDueAtOnceRunsAtOnce() {
        TIMERS.scheduleOnce(Duration.ZERO, () -> ran.add("now"), THREADS);
        assertThat(ran).containsExactly("now");
    }
}
