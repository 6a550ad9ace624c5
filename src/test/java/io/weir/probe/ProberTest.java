package io.weir.probe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.weir.health.RiseFall;
import io.weir.model.BackendKey;
import io.weir.model.CheckKind;
import io.weir.model.Health;
import io.weir.model.HealthCheckSettings;
import io.weir.model.HostPort;
import io.weir.model.LocalError;
import io.weir.model.ProbeReport;
import io.weir.model.ProbeTarget;
import io.weir.model.Scope;
import io.weir.observe.Meters;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.OptionalInt;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.testkit.CallingThreadDispatcher;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** When a prober checks and what it makes of the results; time passes by hand. */
class ProberTest {
    private static final ActorTestKit KIT = ActorTestKit.create(HandTime.config());
    private static final HandTime TIME = HandTime.of(KIT.system());
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final Duration FAST = Duration.ofMillis(500);
    private static final Duration DOWN = Duration.ofSeconds(3);
    private static final Duration TICK = Duration.ofMillis(50);

    private static final long LOWEST = 0;
    private static final long MIDDLE = 1L << 63;
    private static final long HIGHEST = -1;

    static final ProbeResult PASSED = new ProbeResult.Passed(CheckCode.L4OK, "connected", 1);
    static final ProbeResult FAILED =
            new ProbeResult.Failed(CheckCode.L4CON, CheckStep.CONNECT, "connection refused", 1);

    static final ProbeResult OVERSLEPT = new ProbeResult.Overslept(
            new ProbeResult.Failed(CheckCode.L4TOUT, CheckStep.CONNECT, "no answer within 1500ms", 1), "late");

    private final HandClock clock = new HandClock(TIME);
    private final TestProbe<CheckDesk.Command> desk = KIT.createTestProbe();
    private final TestProbe<ProbeSupervisor.Command> supervisor = KIT.createTestProbe();
    private final Meters meters = new Meters(1);
    private long number;

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    static ProbeTarget target() {
        var check = new HealthCheckSettings(
                new CheckKind.Tcp(),
                null,
                INTERVAL,
                FAST,
                DOWN,
                Duration.ofMillis(1500),
                0.1,
                2,
                3,
                OptionalInt.empty(),
                Scope.NODE,
                3);
        var key = new BackendKey("web", "b1", new HostPort("127.0.0.1", 4711));
        return new ProbeTarget(key, new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711), check);
    }

    private ActorRef<Prober.Command> prober(Duration delay, long draw) {
        var wiring = new ProbeWiring(report -> {}, started -> {}, meters, clock, () -> () -> draw);
        return KIT.spawn(
                Prober.create(
                        target(),
                        new Prober.Start(RiseFall.unchecked(2, 3), delay),
                        wiring,
                        desk.getRef(),
                        supervisor.getRef()),
                // No time passes between a message and what is done about it
                DispatcherSelector.fromConfig(CallingThreadDispatcher.Id()));
    }

    /** Lets time pass tick by tick until a check is asked for; returns how long that took. */
    private Duration untilCheck() {
        Duration passed = Duration.ZERO;
        while (passed.compareTo(Duration.ofSeconds(10)) < 0) {
            CheckDesk.Make make = asked();
            if (make != null) {
                number = make.number();
                return passed;
            }
            clock.pass(TICK);
            passed = passed.plus(TICK);
        }
        throw new AssertionError("no check was asked for");
    }

    private CheckDesk.Make asked() {
        clock.settle();
        try {
            return (CheckDesk.Make) desk.receiveMessage(Duration.ZERO);
        } catch (AssertionError none) {
            return null;
        }
    }

    private void result(ActorRef<Prober.Command> prober, ProbeResult result) {
        prober.tell(new Prober.Checked(number, result));
    }

    private ProbeReport reported(ActorRef<Prober.Command> prober, ProbeResult result) {
        result(prober, result);
        return supervisor.expectMessageClass(ProbeSupervisor.Reported.class).report();
    }

    private void nothingIsReported() {
        clock.settle();
        supervisor.expectNoMessage(Duration.ZERO);
    }

    private static void about(Duration actual, Duration wanted) {
        assertThat(actual).isBetween(wanted, wanted.plus(TICK.multipliedBy(2)));
    }

    @Test
    void theFirstCheckWaitsForItsPlaceAndDecides() {
        var prober = prober(Duration.ofMillis(300), MIDDLE);
        about(untilCheck(), Duration.ofMillis(300));
        ProbeReport report = reported(prober, FAILED);
        assertThat(report.health()).isEqualTo(Health.DOWN);
        assertThat(report.reason()).isEqualTo("L4CON at connect: connection refused");
        assertThat(report.step()).isEqualTo("0/2");
        assertThat(report.key()).isEqualTo(target().key());
    }

    @Test
    void aGoodFirstCheckMakesItUpAtOnce() {
        var prober = prober(Duration.ZERO, MIDDLE);
        untilCheck();
        assertThat(reported(prober, PASSED).health()).isEqualTo(Health.UP);
    }

    @Test
    void itIsCheckedSlowlyWhileWellFastWhileFailingAndInItsOwnTimeWhileDown() {
        var prober = prober(Duration.ZERO, MIDDLE);
        untilCheck();
        reported(prober, PASSED);
        about(untilCheck(), INTERVAL);
        assertThat(reported(prober, FAILED)).satisfies(report -> {
            assertThat(report.health()).isEqualTo(Health.UP);
            assertThat(report.step()).isEqualTo("2/3");
        });
        about(untilCheck(), FAST);
        assertThat(reported(prober, FAILED)).satisfies(report -> {
            assertThat(report.health()).isEqualTo(Health.UP);
            assertThat(report.step()).isEqualTo("1/3");
        });
        about(untilCheck(), FAST);
        assertThat(reported(prober, FAILED).health()).isEqualTo(Health.DOWN);
        about(untilCheck(), DOWN);
        assertThat(reported(prober, PASSED)).satisfies(report -> {
            assertThat(report.health()).isEqualTo(Health.DOWN);
            assertThat(report.step()).isEqualTo("1/2");
        });
        about(untilCheck(), FAST);
        assertThat(reported(prober, PASSED).health()).isEqualTo(Health.UP);
        about(untilCheck(), INTERVAL);
    }

    @Test
    void aSuccessInBetweenForgivesTheFailures() {
        var prober = prober(Duration.ZERO, MIDDLE);
        untilCheck();
        reported(prober, PASSED);
        for (int round = 0; round < 3; round++) {
            untilCheck();
            reported(prober, FAILED);
            untilCheck();
            reported(prober, FAILED);
            untilCheck();
            assertThat(reported(prober, PASSED).health()).isEqualTo(Health.UP);
        }
    }

    @Test
    void jitterMakesAnIntervalUpToATenthShorterOrLonger() {
        var early = prober(Duration.ZERO, LOWEST);
        untilCheck();
        reported(early, PASSED);
        about(untilCheck(), Duration.ofMillis(1800));
        KIT.stop(early);
        desk.expectMessageClass(CheckDesk.Forget.class);
        var late = prober(Duration.ZERO, HIGHEST);
        untilCheck();
        reported(late, PASSED);
        about(untilCheck(), Duration.ofMillis(2200).minus(TICK));
    }

    @Test
    void aFailedDialIsCheckedAtOnceWhenTheLastCheckWasLongAgo() {
        var prober = prober(Duration.ZERO, MIDDLE);
        untilCheck();
        reported(prober, PASSED);
        clock.pass(FAST);
        prober.tell(Prober.Hurry.UP);
        var make = desk.expectMessageClass(CheckDesk.Make.class);
        assertThat(make.urgent()).isTrue();
    }

    @Test
    void failedDialsMakeNoMoreThanACheckAFastInterval() {
        var prober = prober(Duration.ZERO, MIDDLE);
        untilCheck();
        reported(prober, PASSED);
        clock.pass(Duration.ofMillis(100));
        for (int i = 0; i < 20; i++) {
            prober.tell(Prober.Hurry.UP);
        }
        about(untilCheck(), FAST.minusMillis(100));
        prober.tell(Prober.Hurry.UP);
        assertThat(asked()).isNull();
        reported(prober, PASSED);
        about(untilCheck(), INTERVAL);
    }

    @Test
    void aFailedDialBringsTheVeryFirstCheckForward() {
        var prober = prober(Duration.ofMillis(400), MIDDLE);
        prober.tell(Prober.Hurry.UP);
        desk.expectMessageClass(CheckDesk.Make.class);
    }

    @Test
    void aCheckThatCouldNotBeMadeSaysNothingAndIsTriedAgain() {
        var prober = prober(Duration.ZERO, MIDDLE);
        untilCheck();
        reported(prober, PASSED);
        untilCheck();
        result(prober, new ProbeResult.NotMade(LocalError.NO_DESCRIPTORS, "too many open files"));
        about(untilCheck(), INTERVAL);
        nothingIsReported();
        assertThat(reported(prober, FAILED).step()).as("not one failure more").isEqualTo("2/3");
    }

    /** Neither a failure nor a success: what came before it stands, and the next one is made without a pause. */
    @Test
    @Tag("contract-5")
    void aCheckThatTimedOutBecauseThisProcessWasLateIsMadeAgainAtOnceAndCountsNothing() {
        var prober = prober(Duration.ZERO, MIDDLE);
        untilCheck();
        reported(prober, PASSED);
        untilCheck();
        assertThat(reported(prober, FAILED).step()).isEqualTo("2/3");
        untilCheck();
        long before = number;
        result(prober, OVERSLEPT);
        assertThat(untilCheck()).isZero();
        assertThat(number).isEqualTo(before + 1);
        nothingIsReported();
        assertThat(reported(prober, FAILED).step()).isEqualTo("1/3");
        assertThat(meters.read().pools().get("web").backends().get("b1").checksFailed())
                .isEqualTo(2);
    }

    /** A machine that is always late finds a dead backend three checks later, and no more. */
    @Test
    @Tag("contract-5")
    void noMoreThanThreeInARowAreExcusedUntilOneEndsInTime() {
        var prober = prober(Duration.ZERO, MIDDLE);
        untilCheck();
        reported(prober, PASSED);
        untilCheck();
        excused(prober, 3);
        ProbeReport counted = reported(prober, OVERSLEPT);
        assertThat(counted.step()).isEqualTo("2/3");
        assertThat(counted.reason()).isEqualTo("L4TOUT at connect: no answer within 1500ms");
        about(untilCheck(), FAST);
        assertThat(reported(prober, OVERSLEPT).step()).isEqualTo("1/3");
        untilCheck();
        assertThat(reported(prober, OVERSLEPT).health()).isEqualTo(Health.DOWN);
        untilCheck();
        assertThat(reported(prober, FAILED).health()).isEqualTo(Health.DOWN);
        untilCheck();
        excused(prober, 3);
        assertThat(reported(prober, PASSED).step()).isEqualTo("1/2");
    }

    private void excused(ActorRef<Prober.Command> prober, int times) {
        for (int i = 0; i < times; i++) {
            result(prober, OVERSLEPT);
            assertThat(untilCheck()).isZero();
        }
    }

    @Test
    void aResultThatNobodyWaitsForIsDropped() {
        var prober = prober(Duration.ZERO, MIDDLE);
        untilCheck();
        reported(prober, PASSED);
        result(prober, FAILED);
        nothingIsReported();
    }

    @Test
    void whoeverIsStoppedWhileACheckWaitsGivesItBack() {
        var prober = prober(Duration.ZERO, MIDDLE);
        untilCheck();
        KIT.stop(prober);
        assertThat(desk.expectMessageClass(CheckDesk.Forget.class).replyTo()).isEqualTo(prober);
    }

    /** Lines in Pekko's name do not show at the level of ours. */
    @Test
    void aSingleFailureIsSaidInOurOwnName() {
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        said.start();
        Logger ours = (Logger) LoggerFactory.getLogger("io.weir.probe");
        ours.addAppender(said);
        ours.setAdditive(false);
        ours.setLevel(Level.INFO);
        try {
            var prober = prober(Duration.ZERO, MIDDLE);
            untilCheck();
            reported(prober, PASSED);
            untilCheck();
            reported(prober, FAILED);
        } finally {
            ours.detachAppender(said);
            ours.setAdditive(true);
            ours.setLevel(null);
        }
        assertThat(said.list)
                .filteredOn(line -> line.getLevel() == Level.INFO)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("Check of web/b1 failed (2/3 up): L4CON at connect: connection refused");
    }
}
