package io.weir.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Pace;
import io.weir.model.BackendKey;
import io.weir.model.CheckKind;
import io.weir.model.Health;
import io.weir.model.HealthCheckSettings;
import io.weir.model.HostPort;
import io.weir.model.ProbeReport;
import io.weir.model.ProbeTarget;
import io.weir.model.Scope;
import io.weir.observe.Meters;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Which probers there are, and what becomes of them when they or the desk fail. */
class ProbeSupervisorTest {
    private static final ActorTestKit KIT = ActorTestKit.create(HandTime.config());
    private static final HandTime TIME = HandTime.of(KIT.system());
    private static final int LOWEST = 0;
    private static final CheckKind OTHER = new CheckKind.SendExpect("ping", null, 100);

    private final HandClock clock = new HandClock(TIME);
    private final TestProbe<CheckDesk.Command> desk = KIT.createTestProbe();
    private final TestProbe<ProbeReport> reports = KIT.createTestProbe();
    private final TestProbe<ActorRef<ProbeSupervisor.Command>> starts = KIT.createTestProbe();

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private static HealthCheckSettings check(CheckKind kind, Duration interval) {
        return new HealthCheckSettings(
                kind,
                null,
                interval,
                Duration.ofMillis(500),
                Duration.ofSeconds(2),
                Duration.ofMillis(1500),
                0,
                2,
                3,
                OptionalInt.empty(),
                Scope.NODE,
                3);
    }

    private static ProbeTarget target(String id, Duration interval) {
        return new ProbeTarget(
                new BackendKey("web", id, new HostPort("127.0.0.1", 4711)),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711),
                check(new CheckKind.Tcp(), interval));
    }

    private static ProbeTarget target(String id) {
        return target(id, Duration.ofSeconds(2));
    }

    private ActorRef<ProbeSupervisor.Command> supervisor(Behavior<CheckDesk.Command> behavior) {
        var wiring = new ProbeWiring(
                reports.getRef()::tell, starts.getRef()::tell, new Meters(1), clock, () -> () -> LOWEST);
        return KIT.spawn(ProbeSupervisor.create(wiring, behavior));
    }

    /** Passes everything to the test's own desk, and breaks when told to forget nobody. */
    private Behavior<CheckDesk.Command> relay() {
        return Behaviors.receiveMessage(message -> {
            if (message instanceof CheckDesk.Forget forget && forget.replyTo() == null) {
                throw new OnPurpose();
            }
            desk.getRef().tell(message);
            return Behaviors.same();
        });
    }

    private static final class OnPurpose extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OnPurpose() {
            super("on purpose", null, false, false);
        }
    }

    private CheckDesk.Make asked() {
        return askedWithin(Duration.ofMillis(1));
    }

    /** Lets time pass in such steps until a check is asked for. */
    private CheckDesk.Make askedWithin(Duration step) {
        for (int i = 0; i < 100; i++) {
            clock.pass(step);
            CheckDesk.Make make = heard();
            if (make != null) {
                return make;
            }
        }
        throw new AssertionError("no check was asked for");
    }

    private CheckDesk.Make heard() {
        try {
            return (CheckDesk.Make) desk.receiveMessage(Duration.ZERO);
        } catch (AssertionError nothing) {
            return null;
        }
    }

    private void noneIsAsked() {
        clock.settle();
        desk.expectNoMessage(Duration.ZERO);
    }

    private static void answer(CheckDesk.Make make, ProbeResult result) {
        make.replyTo().tell(new Prober.Checked(make.number(), result));
    }

    @Test
    void firstChecksAreSpreadOverAFastInterval() {
        var supervisor = supervisor(relay());
        supervisor.tell(new ProbeSupervisor.Watch(List.of(target("a"), target("b"), target("c"), target("d"))));
        asked();
        long last = clock.nanoTime();
        for (int i = 1; i < 4; i++) {
            askedWithin(Duration.ofMillis(5));
            assertThat((clock.nanoTime() - last) / 1_000_000).isBetween(120L, 130L);
            last = clock.nanoTime();
        }
    }

    @Test
    void aLongFastIntervalDoesNotKeepFirstVerdictsBack() {
        var supervisor = supervisor(relay());
        ProbeTarget slow = target("b");
        var check = slow.check();
        var lazy = new HealthCheckSettings(
                check.kind(),
                null,
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                check.timeout(),
                0,
                2,
                3,
                OptionalInt.empty(),
                Scope.NODE,
                3);
        long start = clock.nanoTime();
        supervisor.tell(new ProbeSupervisor.Watch(List.of(
                new ProbeTarget(target("a").key(), slow.address(), lazy),
                new ProbeTarget(target("b").key(), slow.address(), lazy))));
        askedWithin(Duration.ofMillis(20));
        askedWithin(Duration.ofMillis(20));
        assertThat((clock.nanoTime() - start) / 1_000_000).isBetween(500L, 540L);
    }

    @Test
    void aBackendThatIsGoneIsCheckedNoMoreAndTheOthersGoOn() {
        var supervisor = supervisor(relay());
        supervisor.tell(new ProbeSupervisor.Watch(List.of(target("a"))));
        CheckDesk.Make a = asked();
        supervisor.tell(new ProbeSupervisor.Watch(List.of(target("a"), target("b"))));
        CheckDesk.Make b = asked();
        supervisor.tell(new ProbeSupervisor.Watch(List.of(target("b"))));
        assertThat(desk.expectMessageClass(CheckDesk.Forget.class).replyTo()).isEqualTo(a.replyTo());
        answer(a, ProberTest.PASSED);
        answer(b, ProberTest.PASSED);
        assertThat(reports.receiveMessage().key().id()).isEqualTo("b");
        clock.pass(Duration.ofSeconds(2));
        assertThat(asked().replyTo()).isEqualTo(b.replyTo());
        noneIsAsked();
    }

    @Test
    void sayingTheSameAgainDisturbsNobody() {
        var supervisor = supervisor(relay());
        supervisor.tell(new ProbeSupervisor.Watch(List.of(target("a"))));
        CheckDesk.Make first = asked();
        answer(first, ProberTest.PASSED);
        reports.receiveMessage();
        supervisor.tell(new ProbeSupervisor.Watch(List.of(target("a"))));
        noneIsAsked();
        clock.pass(Duration.ofSeconds(2));
        assertThat(asked().replyTo()).isEqualTo(first.replyTo());
    }

    @Test
    void otherIntervalsKeepWhatIsKnownAndAnotherAddressDoesNot() {
        var supervisor = supervisor(relay());
        supervisor.tell(new ProbeSupervisor.Watch(List.of(target("a"))));
        answer(asked(), ProberTest.PASSED);
        reports.receiveMessage();
        supervisor.tell(new ProbeSupervisor.Watch(List.of(target("a", Duration.ofSeconds(9)))));
        answer(asked(), ProberTest.FAILED);
        assertThat(reports.receiveMessage().health()).as("one failure of three").isEqualTo(Health.UP);
        ProbeTarget old = target("a");
        ProbeTarget moved = new ProbeTarget(
                old.key(), new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), 4711), old.check());
        supervisor.tell(new ProbeSupervisor.Watch(List.of(moved)));
        CheckDesk.Make make = asked();
        assertThat(make.spec().address()).isEqualTo(moved.address());
        answer(make, ProberTest.FAILED);
        assertThat(reports.receiveMessage().health()).as("the first result").isEqualTo(Health.DOWN);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** The report was under way when the check became another one: it says nothing about what is checked now. */
    @Test
    void whatTheCheckBeforeFoundIsNoReportOfTheNewOne() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        Meters meters = new Meters(1);
        var wiring = new ProbeWiring(
                report -> {
                    reports.getRef().tell(report);
                    if (report.key().id().equals("b")) {
                        await(held);
                    }
                },
                starts.getRef()::tell,
                meters,
                clock,
                () -> () -> LOWEST);
        var supervisor = KIT.spawn(ProbeSupervisor.create(wiring, relay()));
        supervisor.tell(new ProbeSupervisor.Watch(List.of(target("a"))));
        CheckDesk.Make before = asked();
        supervisor.tell(new ProbeSupervisor.Watch(List.of(target("a"), target("b"))));
        answer(asked(), ProberTest.PASSED);
        assertThat(reports.receiveMessage().key().id()).isEqualTo("b");
        ProbeTarget changed =
                new ProbeTarget(target("a").key(), target("a").address(), check(OTHER, Duration.ofSeconds(2)));
        supervisor.tell(new ProbeSupervisor.Watch(List.of(changed, target("b"))));
        answer(before, ProberTest.FAILED);
        Awaitility.await().until(() -> {
            var backends = meters.read().pools().get("web").backends();
            return backends.containsKey("a") && backends.get("a").checksFailed() == 1;
        });
        // Counted just before it is reported
        Pace.pause(Duration.ofMillis(50));
        held.countDown();
        answer(asked(), ProberTest.PASSED);
        assertThat(reports.receiveMessage().health())
                .as("the first report of the new check")
                .isEqualTo(Health.UP);
    }

    @Test
    void aFailedDialReachesItsProber() {
        var supervisor = supervisor(relay());
        supervisor.tell(new ProbeSupervisor.Watch(List.of(target("a"))));
        answer(asked(), ProberTest.PASSED);
        reports.receiveMessage();
        clock.pass(Duration.ofMillis(600));
        supervisor.tell(new ProbeSupervisor.Hurry(target("x").key()));
        supervisor.tell(new ProbeSupervisor.Hurry(target("a").key()));
        assertThat(asked().urgent()).isTrue();
    }

    @Test
    void withoutACheckThereIsNoProber() {
        var supervisor = supervisor(relay());
        ProbeTarget none = new ProbeTarget(
                target("a").key(), target("a").address(), check(new CheckKind.None(), Duration.ofSeconds(2)));
        supervisor.tell(new ProbeSupervisor.Watch(List.of(none)));
        clock.pass(Duration.ofSeconds(10));
        noneIsAsked();
    }

    @Test
    void aProberThatFailsIsReplacedAndGoesOnFromWhereItStood() {
        var supervisor = supervisor(relay());
        supervisor.tell(new ProbeSupervisor.Watch(List.of(target("a"))));
        answer(asked(), ProberTest.PASSED);
        reports.receiveMessage();
        clock.pass(Duration.ofSeconds(2));
        CheckDesk.Make make = asked();
        answer(make, null);
        CheckDesk.Make next = askedWithin(ProbeSupervisor.REPLACE_AFTER);
        assertThat(next.replyTo()).isNotEqualTo(make.replyTo());
        answer(next, ProberTest.FAILED);
        assertThat(reports.receiveMessage()).satisfies(report -> {
            assertThat(report.health()).isEqualTo(Health.UP);
            assertThat(report.step()).isEqualTo("2/3");
        });
    }

    @Test
    void aDeskThatFailsStartsEverythingAfreshAndSaysSo() {
        var supervisor = supervisor(relay());
        starts.receiveMessage();
        supervisor.tell(new ProbeSupervisor.Watch(List.of(target("a"))));
        asked();
        Map<String, ActorRef<CheckDesk.Command>> found = new HashMap<>();
        found.put("desk", child(supervisor));
        found.get("desk").tell(new CheckDesk.Forget(null));
        Awaitility.await().until(() -> {
            clock.pass(Duration.ofMillis(100));
            try {
                return starts.receiveMessage(Duration.ofMillis(50)).equals(supervisor);
            } catch (AssertionError notYet) {
                return false;
            }
        });
        supervisor.tell(new ProbeSupervisor.Watch(List.of(target("a"))));
        askedWithin(Duration.ofMillis(100));
    }

    private static ActorRef<CheckDesk.Command> child(ActorRef<ProbeSupervisor.Command> supervisor) {
        var path = org.apache.pekko.actor.typed.javadsl.Adapter.toClassic(supervisor)
                .path()
                .child("desk");
        CompletableFuture<org.apache.pekko.actor.ActorRef> resolved =
                org.apache.pekko.actor.typed.javadsl.Adapter.toClassic(KIT.system())
                        .actorSelection(path)
                        .resolveOne(Duration.ofSeconds(5))
                        .toCompletableFuture();
        return org.apache.pekko.actor.typed.javadsl.Adapter.toTyped(resolved.join());
    }
}
