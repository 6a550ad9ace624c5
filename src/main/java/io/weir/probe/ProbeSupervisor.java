package io.weir.probe;

import io.weir.health.CheckSchedule;
import io.weir.health.RiseFall;
import io.weir.model.BackendKey;
import io.weir.model.CheckKind;
import io.weir.model.HealthCheckSettings;
import io.weir.model.Off;
import io.weir.model.ProbeReport;
import io.weir.model.ProbeTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one prober for each backend that is to be checked. A prober that fails is replaced after a pause and goes on from
 * where it stood. If the desk that makes the checks fails, so does this actor with all of its children; it starts again after
 * a pause, says so, and is to be told again what to watch.
 */
public final class ProbeSupervisor extends AbstractMatchingBehavior<ProbeSupervisor.Command> {
    /** How long a prober that failed stays away. */
    static final Duration REPLACE_AFTER = Duration.ofSeconds(1);

    /** First checks of backends that appear together are spread over at most so long. */
    static final Duration MAX_SPREAD = Duration.ofSeconds(1);

    private static final Duration RESTART_MIN = Duration.ofMillis(100);
    private static final Duration RESTART_MAX = Duration.ofSeconds(10);

    /** What it understands. */
    public sealed interface Command {}

    /** These and no others are to be checked. Probers of what did not change go on undisturbed. */
    public record Watch(List<ProbeTarget> targets) implements Command {
        public Watch {
            targets = List.copyOf(targets);
        }
    }

    /** A dial to this backend failed: check it at once, but not more often than its fast interval. */
    public record Hurry(BackendKey key) implements Command {}

    record Reported(ProbeReport report, RiseFall standing, ActorRef<Prober.Command> prober) implements Command {}

    private record Failed(BackendKey key, ActorRef<Prober.Command> prober) implements Command {}

    private record Replace(BackendKey key) implements Command {}

    private record Running(
            ProbeTarget target, RiseFall standing, @Nullable ActorRef<Prober.Command> prober) {}

    private final TimerScheduler<Command> timers;
    private final ProbeWiring wiring;
    private final ActorRef<CheckDesk.Command> desk;
    private final RandomGenerator random;
    private final Map<BackendKey, Running> running = new HashMap<>();

    /** Watches nothing yet; makes checks with real sockets; has its own supervision. */
    public static Behavior<Command> create(ProbeWiring wiring) {
        return create(wiring, CheckDesk.create(BlockingChecker::new));
    }

    static Behavior<Command> create(ProbeWiring wiring, Behavior<CheckDesk.Command> desk) {
        return Behaviors.supervise(Behaviors.<Command>setup(context -> {
                    wiring.started().accept(context.getSelf());
                    return Behaviors.withTimers(timers -> new ProbeSupervisor(context, timers, wiring, desk));
                }))
                .onFailure(SupervisorStrategy.restartWithBackoff(RESTART_MIN, RESTART_MAX, 0.2));
    }

    private ProbeSupervisor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            ProbeWiring wiring,
            Behavior<CheckDesk.Command> deskBehavior) {
        super(context);
        this.timers = timers;
        this.wiring = wiring;
        this.random = wiring.random().get();
        this.desk = context.spawn(deskBehavior, "desk", DispatcherSelector.sameAsParent());
        context.watch(desk);
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Watch watch -> watch(watch.targets());
            case Hurry hurry -> {
                Running it = running.get(hurry.key());
                if (it != null && it.prober() != null) {
                    it.prober().tell(Prober.Hurry.UP);
                }
            }
            case Reported reported -> {
                Running it = running.get(reported.report().key());
                // One that was replaced may have had a report under way, of another address or another check.
                if (it != null && reported.prober().equals(it.prober())) {
                    running.put(reported.report().key(), new Running(it.target(), reported.standing(), it.prober()));
                    wiring.reports().accept(reported.report());
                }
            }
            case Failed failed -> {
                Running it = running.get(failed.key());
                if (it != null && failed.prober().equals(it.prober())) {
                    running.put(failed.key(), new Running(it.target(), it.standing(), null));
                    timers.startSingleTimer(failed.key(), new Replace(failed.key()), REPLACE_AFTER);
                }
            }
            case Replace replace -> {
                Running it = running.get(replace.key());
                if (it != null && it.prober() == null) {
                    start(it.target(), it.standing(), Duration.ZERO);
                }
            }
        }
        return this;
    }

    /** Results that the desk still owed will never come, so everything starts afresh. */
    @Override
    public Behavior<Command> onSignal(Signal signal) {
        // Of all that is watched only the desk has no message of its own for its end.
        if (signal instanceof Terminated) {
            throw new IllegalStateException("the desk that makes the checks has failed");
        }
        return Behaviors.unhandled();
    }

    private void watch(List<ProbeTarget> targets) {
        Set<BackendKey> wanted = new HashSet<>();
        List<ProbeTarget> fresh = new ArrayList<>();
        for (ProbeTarget target : targets) {
            if (target.check().kind() instanceof CheckKind.None || !wanted.add(target.key())) {
                continue;
            }
            Running it = running.get(target.key());
            if (it == null) {
                fresh.add(target);
            } else if (!it.target().equals(target)) {
                stop(it);
                start(target, standing(it, target), Duration.ZERO);
            }
        }
        running.values().removeIf(it -> {
            boolean gone = !wanted.contains(it.target().key());
            if (gone) {
                stop(it);
            }
            return gone;
        });
        for (int i = 0; i < fresh.size(); i++) {
            ProbeTarget target = fresh.get(i);
            start(target, unchecked(target), first(target.check(), i, fresh.size()));
        }
    }

    /** A node that has just started waits for first verdicts, so a long fast interval does not spread them further. */
    private Duration first(HealthCheckSettings check, int index, int count) {
        double spread = CheckSchedule.first(check, index, count, random);
        long fast = Off.nanos(check.fastInterval());
        return Duration.ofNanos((long) (spread * Math.min(1, (double) MAX_SPREAD.toNanos() / fast)));
    }

    /** What was found by the same check of the same address still holds under other intervals and thresholds. */
    private static RiseFall standing(Running it, ProbeTarget next) {
        HealthCheckSettings was = it.target().check();
        HealthCheckSettings is = next.check();
        boolean same = it.target().address().equals(next.address())
                && was.kind().equals(is.kind())
                && Objects.equals(was.tls(), is.tls())
                && was.port().equals(is.port());
        return same ? it.standing().with(is.rise(), is.fall()) : unchecked(next);
    }

    private static RiseFall unchecked(ProbeTarget target) {
        return RiseFall.unchecked(target.check().rise(), target.check().fall());
    }

    private void start(ProbeTarget target, RiseFall standing, Duration delay) {
        ActorRef<Prober.Command> prober = getContext()
                .spawnAnonymous(
                        Prober.create(
                                target,
                                new Prober.Start(standing, delay),
                                wiring,
                                desk,
                                getContext().getSelf()),
                        DispatcherSelector.sameAsParent());
        getContext().watchWith(prober, new Failed(target.key(), prober));
        running.put(target.key(), new Running(target, standing, prober));
    }

    private void stop(Running it) {
        timers.cancel(it.target().key());
        if (it.prober() != null) {
            getContext().unwatch(it.prober());
            getContext().stop(it.prober());
        }
    }
}
