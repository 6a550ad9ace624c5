package io.weir.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.LocalError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** How many checks are made at a time, and which go first. */
class CheckDeskTest {
    private static final ActorTestKit KIT = ActorTestKit.create(HandTime.config());
    private static final HandTime TIME = HandTime.of(KIT.system());
    private static final CheckSpec SPEC = CheckSpec.of(ProberTest.target());

    private record Begun(CompletableFuture<ProbeResult> result) {}

    private final BlockingQueue<Begun> begun = new LinkedBlockingQueue<>();
    private final TestProbe<Prober.Checked> results = KIT.createTestProbe();

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private ActorRef<CheckDesk.Command> desk(int atATime) {
        return KIT.spawn(CheckDesk.create(
                spec -> {
                    var one = new Begun(new CompletableFuture<>());
                    begun.add(one);
                    return one.result();
                },
                atATime));
    }

    private void ask(ActorRef<CheckDesk.Command> desk, long number, boolean urgent) {
        desk.tell(new CheckDesk.Make(SPEC, number, urgent, results.getRef()));
    }

    private Begun next() throws InterruptedException {
        Begun next = begun.poll(30, TimeUnit.SECONDS);
        assertThat(next).as("a check that begins").isNotNull();
        return next;
    }

    private void noneBegins() {
        results.expectNoMessage(java.time.Duration.ofMillis(50));
        assertThat(begun).isEmpty();
    }

    @Test
    void noMoreThanSoManyAreMadeAtATime() throws Exception {
        var desk = desk(3);
        for (int i = 0; i < 10; i++) {
            ask(desk, i, false);
        }
        List<Begun> open = new ArrayList<>(List.of(next(), next(), next()));
        noneBegins();
        for (int done = 0; done < 10; done++) {
            open.removeFirst().result().complete(ProberTest.PASSED);
            assertThat(results.receiveMessage().number()).isEqualTo(done);
            if (done < 7) {
                open.add(next());
            }
            assertThat(open.size()).isLessThanOrEqualTo(3);
        }
        noneBegins();
    }

    @Test
    void urgentOnesGoFirst() throws Exception {
        var desk = desk(1);
        ask(desk, 1, false);
        ask(desk, 2, false);
        ask(desk, 3, true);
        ask(desk, 4, true);
        List<Long> order = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            next().result().complete(ProberTest.PASSED);
            order.add(results.receiveMessage().number());
        }
        assertThat(order).containsExactly(1L, 3L, 4L, 2L);
    }

    @Test
    void whatIsForgottenIsNotMadeButWhatHasBegunKeepsItsPlaceToItsEnd() throws Exception {
        var desk = desk(1);
        ask(desk, 1, false);
        Begun first = next();
        ask(desk, 2, false);
        desk.tell(new CheckDesk.Forget(results.getRef()));
        TestProbe<Prober.Checked> other = KIT.createTestProbe();
        desk.tell(new CheckDesk.Make(SPEC, 9, false, other.getRef()));
        noneBegins();
        first.result().complete(ProberTest.PASSED);
        assertThat(results.receiveMessage().number()).isEqualTo(1);
        next().result().complete(ProberTest.FAILED);
        assertThat(other.receiveMessage().number()).isEqualTo(9);
        noneBegins();
    }

    @Test
    void aCheckerThatBreaksCostsNoPlace() throws Exception {
        var desk = desk(1);
        ask(desk, 1, false);
        ask(desk, 2, false);
        next().result().completeExceptionally(new IllegalStateException("on purpose"));
        assertThat(results.receiveMessage().result()).isInstanceOf(ProbeResult.NotMade.class);
        next().result().complete(ProberTest.PASSED);
        assertThat(results.receiveMessage().number()).isEqualTo(2);
    }

    @Test
    void failuresOfOurOwnAreSaidOnceASecond() throws Exception {
        var desk = desk(100);
        var ours = new ProbeResult.NotMade(LocalError.NO_DESCRIPTORS, "too many open files");
        LoggingTestKit.warn("could not be made: too many open files")
                .withOccurrences(1)
                .expect(KIT.system(), () -> {
                    fail(desk, 50, ours);
                    return null;
                });
        LoggingTestKit.warn("49 more health checks could not be made")
                .withOccurrences(1)
                .expect(KIT.system(), () -> {
                    new HandClock(TIME).pass(CheckDesk.SAY_EVERY);
                    return null;
                });
        LoggingTestKit.warn("could not be made").withOccurrences(0).expect(KIT.system(), () -> {
            new HandClock(TIME).pass(CheckDesk.SAY_EVERY);
            results.expectNoMessage(java.time.Duration.ofMillis(50));
            return null;
        });
    }

    /** Whether it counts is the prober's affair; that the machine is too busy somebody should know. */
    @Test
    void soIsThatThisProcessWasLate() throws Exception {
        var desk = desk(1);
        LoggingTestKit.warn("could not be made: late").withOccurrences(1).expect(KIT.system(), () -> {
            fail(desk, 1, ProberTest.OVERSLEPT);
            return null;
        });
    }

    private void fail(ActorRef<CheckDesk.Command> desk, int times, ProbeResult ours) {
        Collections.nCopies(times, 1L).forEach(number -> ask(desk, number, false));
        for (int i = 0; i < times; i++) {
            try {
                next().result().complete(ours);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            results.receiveMessage();
        }
    }
}
