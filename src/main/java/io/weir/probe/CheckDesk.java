package io.weir.probe;

import io.weir.model.LocalError;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has checks made, so many at a time; the others wait in their order, urgent ones before the rest. A check counts from its
 * start to the end of its socket, also when nobody waits for its result any more.
 */
final class CheckDesk extends AbstractMatchingBehavior<CheckDesk.Command> {
    private static final Logger LOG = LoggerFactory.getLogger(CheckDesk.class);
    /**
     * Checks under way at a time. Each holds a descriptor, and 512 are set aside from the connections' share for all that is
     * not a connection: half of those.
     */
    static final int AT_A_TIME = 256;

    /** How often failures of our own are said. */
    static final Duration SAY_EVERY = Duration.ofSeconds(1);

    /** What it understands. */
    sealed interface Command {}

    /**
     * Make a check.
     *
     * @param spec which
     * @param number given back with the result
     * @param urgent before those that are not
     * @param replyTo gets the result once
     */
    record Make(CheckSpec spec, long number, boolean urgent, ActorRef<? super Prober.Checked> replyTo)
            implements Command {}

    /** Whoever is to get the result does not want it any more. */
    record Forget(ActorRef<? super Prober.Checked> replyTo) implements Command {}

    private record Ended(Make made, ProbeResult result) implements Command {}

    private enum Quiet implements Command {
        OVER
    }

    private final TimerScheduler<Command> timers;
    private final Checker checker;
    private final Runnable close;
    private final int atATime;
    private final Deque<Make> urgent = new ArrayDeque<>();
    private final Deque<Make> waiting = new ArrayDeque<>();
    private int underWay;
    private long unsaid;

    /** With sockets of its own, which it closes when it stops. */
    static Behavior<Command> create(Supplier<BlockingChecker> checkers) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            BlockingChecker checker = checkers.get();
            return new CheckDesk(context, timers, checker, checker::close, AT_A_TIME);
        }));
    }

    /** With somebody else's checker. */
    static Behavior<Command> create(Checker checker, int atATime) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new CheckDesk(context, timers, checker, () -> {}, atATime)));
    }

    private CheckDesk(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Checker checker,
            Runnable close,
            int atATime) {
        super(context);
        this.timers = timers;
        this.checker = checker;
        this.close = close;
        this.atATime = atATime;
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Make make -> {
                (make.urgent() ? urgent : waiting).add(make);
                startNext();
            }
            case Forget forget -> {
                urgent.removeIf(make -> make.replyTo().equals(forget.replyTo()));
                waiting.removeIf(make -> make.replyTo().equals(forget.replyTo()));
            }
            case Ended ended -> {
                underWay--;
                ended.made().replyTo().tell(new Prober.Checked(ended.made().number(), ended.result()));
                if (ended.result() instanceof ProbeResult.NotMade || ended.result() instanceof ProbeResult.Overslept) {
                    say(ended.made().spec(), ended.result());
                }
                startNext();
            }
            case Quiet.OVER -> {
                if (unsaid > 0) {
                    LOG.warn("{} more health checks could not be made", unsaid);
                    beQuiet();
                }
            }
        }
        return this;
    }

    private void startNext() {
        while (underWay < atATime) {
            Make next = urgent.isEmpty() ? waiting.poll() : urgent.poll();
            if (next == null) {
                return;
            }
            underWay++;
            getContext()
                    .pipeToSelf(
                            checker.check(next.spec()),
                            (result, fault) -> new Ended(next, result == null ? fault(fault) : result));
        }
    }

    /** A checker gives a result for whatever happens; one that does not must not cost a place for ever. */
    private static ProbeResult fault(@Nullable Throwable fault) {
        return new ProbeResult.NotMade(LocalError.OTHER, "a fault of Weir's own: " + fault);
    }

    private void say(CheckSpec spec, ProbeResult ours) {
        if (timers.isTimerActive(Quiet.OVER)) {
            unsaid++;
            return;
        }
        LOG.warn("A health check of {} could not be made: {}", spec.host(), ours.text());
        beQuiet();
    }

    private void beQuiet() {
        unsaid = 0;
        timers.startSingleTimer(Quiet.OVER, Quiet.OVER, SAY_EVERY);
    }

    @Override
    public Behavior<Command> onSignal(Signal signal) {
        if (signal instanceof PostStop) {
            close.run();
        }
        return this;
    }
}
