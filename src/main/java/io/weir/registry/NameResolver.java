package io.weir.registry;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks host names up again and again, each in its own interval and never two at a time of one name; tells every answer. A
 * name that has no answer yet is tried again after {@link #AGAIN} at the latest, as name servers may start later than we do.
 */
public final class NameResolver extends AbstractMatchingBehavior<NameResolver.Command> {
    private static final Logger LOG = LoggerFactory.getLogger(NameResolver.class);
    /** Between two tries of a name that never resolved. */
    static final Duration AGAIN = Duration.ofSeconds(1);

    /** Look-ups are spread by this share of the interval, so that many names are not asked for at the same moment. */
    static final double SPREAD = 0.1;

    private static final Duration RESTART_MIN = Duration.ofMillis(100);
    private static final Duration RESTART_MAX = Duration.ofSeconds(10);

    /** What it understands. */
    public sealed interface Command {}

    /** Look after these names and no others: how often each. */
    public record Watch(Map<String, Duration> names) implements Command {
        public Watch {
            names = Map.copyOf(names);
        }
    }

    private record Due(String host) implements Command {}

    private record Ended(
            String host,
            @Nullable List<InetAddress> found,
            @Nullable Throwable fault) implements Command {}

    /** The number of look-ups so far, which outlives a restart: answers must be known to be newer than those before it. */
    private static final class Count {
        long lookups;
    }

    private static final class Watched {
        Duration interval;
        boolean underWay;
        boolean resolved;
        boolean failing;

        Watched(Duration interval) {
            this.interval = interval;
        }
    }

    private final TimerScheduler<Command> timers;
    private final Lookup lookup;
    private final RandomGenerator random;
    private final Consumer<BackendRegistry.Resolved> answers;
    private final Map<String, Watched> names = new HashMap<>();
    private final Count count;

    /**
     * A resolver that looks after nothing yet, with its own supervision.
     *
     * @param lookup how one name is looked up
     * @param random for the spread; used by the resolver's thread only
     * @param answers gets every answer on the resolver's thread; usually tells the registry
     * @param started told on every start, also after a fault: the resolver then knows of no name
     */
    public static Behavior<Command> create(
            Lookup lookup,
            RandomGenerator random,
            Consumer<BackendRegistry.Resolved> answers,
            Consumer<ActorRef<Command>> started) {
        Count count = new Count();
        return Behaviors.supervise(Behaviors.<Command>setup(context -> {
                    started.accept(context.getSelf());
                    return Behaviors.withTimers(
                            timers -> new NameResolver(context, timers, lookup, random, answers, count));
                }))
                .onFailure(SupervisorStrategy.restartWithBackoff(RESTART_MIN, RESTART_MAX, 0.2));
    }

    private NameResolver(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Lookup lookup,
            RandomGenerator random,
            Consumer<BackendRegistry.Resolved> answers,
            Count count) {
        super(context);
        this.timers = timers;
        this.lookup = lookup;
        this.random = random;
        this.answers = answers;
        this.count = count;
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Watch watch -> watch(watch.names());
            case Due due -> look(due.host());
            case Ended ended -> ended(ended.host(), answer(ended));
        }
        return this;
    }

    private void watch(Map<String, Duration> wanted) {
        names.keySet().removeIf(host -> {
            boolean gone = !wanted.containsKey(host);
            if (gone) {
                timers.cancel(host);
            }
            return gone;
        });
        wanted.forEach((host, interval) -> {
            Watched known = names.get(host);
            if (known == null) {
                names.put(host, new Watched(interval));
                look(host);
            } else if (!known.interval.equals(interval)) {
                known.interval = interval;
                if (!known.underWay) {
                    lookIn(host, known);
                }
            }
        });
    }

    private void look(String host) {
        Watched name = names.get(host);
        if (name == null || name.underWay) {
            return;
        }
        name.underWay = true;
        getContext().pipeToSelf(lookup.find(host), (found, fault) -> new Ended(host, found, fault));
    }

    private Lookup.Answer answer(Ended ended) {
        long sequence = ++count.lookups;
        List<InetAddress> found = ended.found();
        if (found != null && !found.isEmpty()) {
            return new Lookup.Answer.Found(sequence, found);
        }
        return new Lookup.Answer.Failed(sequence, why(ended.fault()));
    }

    private static String why(@Nullable Throwable fault) {
        if (fault == null) {
            return "it has no address";
        }
        Throwable cause = fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    private void ended(String host, Lookup.Answer answer) {
        Watched name = names.get(host);
        if (name == null) {
            return;
        }
        name.underWay = false;
        switch (answer) {
            case Lookup.Answer.Found found -> {
                if (name.failing) {
                    LOG.info("The name {} resolves again", host);
                }
                name.resolved = true;
                name.failing = false;
            }
            case Lookup.Answer.Failed failed -> {
                if (!name.failing) {
                    LOG.warn(
                            "The name {} does not resolve{}: {}",
                            host,
                            name.resolved ? ", its last address stays in use" : "",
                            failed.why());
                }
                name.failing = true;
            }
        }
        answers.accept(new BackendRegistry.Resolved(host, answer));
        lookIn(host, name);
    }

    private void lookIn(String host, Watched name) {
        Duration interval = name.resolved || name.interval.compareTo(AGAIN) < 0 ? name.interval : AGAIN;
        double factor = 1 + SPREAD * (2 * random.nextDouble() - 1);
        Duration wait = Duration.ofNanos((long) (interval.toNanos() * factor));
        timers.startSingleTimer(host, new Due(host), wait);
    }
}
