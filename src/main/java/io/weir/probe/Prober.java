package io.weir.probe;

import io.weir.health.CheckSchedule;
import io.weir.health.Excuses;
import io.weir.health.RiseFall;
import io.weir.model.Health;
import io.weir.model.ProbeReport;
import io.weir.model.ProbeTarget;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.DeadLetterSuppression;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks one backend again and again, one check at a time, and reports after each what all of them make of it. The pause
 * before the next runs from the end of the last: a backend that lets checks time out is not checked more often for it.
 */
final class Prober extends AbstractMatchingBehavior<Prober.Command> {
    private static final Logger LOG = LoggerFactory.getLogger(Prober.class);
    /** What it understands. */
    sealed interface Command {}

    /** A dial failed: check now, or as soon as a fast interval has passed since the last check began. */
    enum Hurry implements Command {
        UP
    }

    /**
     * The result of a check.
     *
     * @param number which check, as it was asked for
     */
    record Checked(long number, ProbeResult result) implements Command, DeadLetterSuppression {}

    private enum Due implements Command {
        NOW
    }

    /** What a prober starts from: where an earlier one of the same backend stood, or nothing. */
    record Start(RiseFall standing, Duration delay) {}

    private final TimerScheduler<Command> timers;
    private final ProbeTarget target;
    private final ProbeWiring wiring;
    private final ActorRef<CheckDesk.Command> desk;
    private final ActorRef<ProbeSupervisor.Command> supervisor;
    private final RandomGenerator random;
    private RiseFall standing;
    private Excuses excuses = Excuses.NONE;
    private long checks;
    private boolean checking;
    private boolean urgent;
    private boolean begun;
    private long lastBegan;
    private long nextAt;

    static Behavior<Command> create(
            ProbeTarget target,
            Start start,
            ProbeWiring wiring,
            ActorRef<CheckDesk.Command> desk,
            ActorRef<ProbeSupervisor.Command> supervisor) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new Prober(context, timers, target, start, wiring, desk, supervisor)));
    }

    private Prober(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            ProbeTarget target,
            Start start,
            ProbeWiring wiring,
            ActorRef<CheckDesk.Command> desk,
            ActorRef<ProbeSupervisor.Command> supervisor) {
        super(context);
        this.timers = timers;
        this.target = target;
        this.wiring = wiring;
        this.desk = desk;
        this.supervisor = supervisor;
        this.random = wiring.random().get();
        this.standing = start.standing();
        checkIn(start.delay().toNanos());
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Due.NOW -> begin();
            case Hurry.UP -> hurry();
            case Checked checked -> ended(checked);
        }
        return this;
    }

    private void begin() {
        checking = true;
        begun = true;
        checks++;
        lastBegan = wiring.clock().nanoTime();
        desk.tell(new CheckDesk.Make(
                CheckSpec.of(target), checks, urgent, getContext().getSelf()));
        urgent = false;
    }

    private void hurry() {
        urgent = true;
        if (checking) {
            return;
        }
        long now = wiring.clock().nanoTime();
        long fast = target.check().fastInterval().toNanos();
        long wait = begun ? Math.max(0, fast - (now - lastBegan)) : 0;
        if (nextAt - now <= wait) {
            return;
        }
        if (wait == 0) {
            timers.cancel(Due.NOW);
            begin();
        } else {
            checkIn(wait);
        }
    }

    private void ended(Checked checked) {
        if (!checking || checked.number() != checks) {
            return;
        }
        checking = false;
        switch (checked.result()) {
            case ProbeResult.Passed passed -> {
                excuses = Excuses.NONE;
                judge(true, passed.code() + ": " + passed.text());
            }
            case ProbeResult.Failed failed -> {
                excuses = Excuses.NONE;
                judge(false, reason(failed));
            }
            case ProbeResult.NotMade ours -> {
                checkNext();
                LOG.debug("Check of {} not made: {}", name(), ours.text());
            }
            case ProbeResult.Overslept late -> {
                if (excuses.usedUp()) {
                    judge(false, reason(late.otherwise()));
                } else {
                    excuses = excuses.another();
                    begin();
                    LOG.debug("Check of {} made again: {}", name(), late.text());
                }
            }
        }
    }

    private static String reason(ProbeResult.Failed failed) {
        return failed.code() + " at " + failed.step().word() + ": " + failed.text();
    }

    private void judge(boolean success, String reason) {
        RiseFall.Step step = standing.after(success);
        standing = step.next();
        checkNext();
        wiring.meters().healthChecked(target.key().pool(), target.key().id(), success);
        if (!success && step.to() == Health.UP) {
            LOG.info("Check of {} failed ({} up): {}", name(), step.progress(), reason);
        } else {
            LOG.debug(
                    "Check of {}: {} ({} {})",
                    name(),
                    reason,
                    step.progress(),
                    step.to().word());
        }
        var report = new ProbeReport(
                target.key(), target.address(), wiring.clock().nanoTime(), step.to(), reason, step.progress());
        supervisor.tell(
                new ProbeSupervisor.Reported(report, standing, getContext().getSelf()));
    }

    private void checkNext() {
        checkIn(CheckSchedule.next(target.check(), standing, random));
    }

    private void checkIn(long nanos) {
        nextAt = wiring.clock().nanoTime() + nanos;
        timers.startSingleTimer(Due.NOW, Due.NOW, Duration.ofNanos(nanos));
    }

    private String name() {
        return target.key().pool() + "/" + target.key().id();
    }

    @Override
    public Behavior<Command> onSignal(Signal signal) {
        if (signal instanceof PostStop && checking) {
            desk.tell(new CheckDesk.Forget(getContext().getSelf()));
        }
        return this;
    }
}
