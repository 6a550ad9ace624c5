package io.weir.registry;

import io.weir.model.AdminState;
import io.weir.model.BackendKey;
import io.weir.model.CheckKind;
import io.weir.model.DialFailure;
import io.weir.model.Health;
import io.weir.model.PoolSettings;
import io.weir.model.ProbeReport;
import io.weir.model.ProbeTarget;
import io.weir.routing.RoutingTable;
import io.weir.routing.TableBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * The only one that publishes routing tables: brings together what the file, the name server, the checks, operators and
 * this node's own dials say. Changes are gathered for {@link #GATHER} before a table is built, except where waiting would
 * cost connections: a backend that goes down or is ejected, and the very first table.
 *
 * <p>A fault restarts it after a pause; the last table stays in use meanwhile and what it knew is kept. It asks for nothing
 * from outside by itself: the checks and the name resolver announce themselves when they start, as often as they do.
 */
public final class BackendRegistry extends AbstractMatchingBehavior<BackendRegistry.Command> {
    /** Changes that are not urgent wait this long for others. */
    static final Duration GATHER = Duration.ofMillis(50);

    /** A backend without a verdict does not keep the node from being ready longer than this and one check's time-out. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration RESTART_MIN = Duration.ofMillis(100);
    private static final Duration RESTART_MAX = Duration.ofSeconds(10);
    private static final int STASH = 100_000;

    /** What it understands. */
    public sealed interface Command {}

    /** The file says that there are these pools and no others; by name, in its order. */
    public record Configure(Map<String, PoolSettings> pools) implements Command {}

    /** A host name was looked up. */
    public record Resolved(String host, Lookup.Answer answer) implements Command {}

    /** The checks looked at a backend. */
    public record ProbeChanged(ProbeReport report) implements Command {}

    /**
     * A dial failed; any thread may say so, for every one that does.
     *
     * @param consecutive failures in a row, this one included
     */
    public record DialFailed(BackendKey key, DialFailure why, int consecutive) implements Command {}

    /**
     * An operator wants a backend in this state.
     *
     * @param by who, for the event
     */
    public record SetState(BackendKey key, AdminState state, String by) implements Command {}

    /** Asks for all that is known. */
    public record GetView(ActorRef<RegistryView> replyTo) implements Command {}

    /** The checks have started, perhaps again, and know of no backend yet. */
    public record ProbesStarted(Probes probes) implements Command {}

    /** The name resolver has started, perhaps again, and knows of no name yet. */
    public record NamesStarted(ActorRef<NameResolver.Command> names) implements Command {}

    private enum Tick implements Command {
        GATHERED,
        AT_ONCE,
        EJECTION_OVER
    }

    private final TimerScheduler<Command> timers;
    private final RegistryWiring wiring;
    private final Remembered memory;
    private final Telling telling;
    private Map<BackendKey, Defined> index;
    private boolean atOnce;

    /** A registry that has published nothing yet, with its own supervision. */
    public static Behavior<Command> create(RegistryWiring wiring) {
        Remembered memory = new Remembered();
        return Behaviors.supervise(Behaviors.<Command>setup(context ->
                        Behaviors.withTimers(timers -> new BackendRegistry(context, timers, wiring, memory))))
                .onFailure(SupervisorStrategy.restartWithBackoff(RESTART_MIN, RESTART_MAX, 0.2)
                        .withStashCapacity(STASH));
    }

    private BackendRegistry(
            ActorContext<Command> context, TimerScheduler<Command> timers, RegistryWiring wiring, Remembered memory) {
        super(context);
        this.timers = timers;
        this.wiring = wiring;
        this.memory = memory;
        this.telling = new Telling(wiring);
        this.index = Defined.all(memory.state);
        if (memory.state.definitions().areRead()) {
            subscribe();
            awaitReturns();
            gather();
        }
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Configure configure -> configure(configure.pools());
            case Resolved resolved -> resolved(resolved);
            case ProbeChanged changed -> probed(changed.report());
            case DialFailed failed -> dialFailed(failed);
            case SetState set -> setState(set);
            case GetView get -> {
                takeIn();
                get.replyTo().tell(View.of(memory, wiring));
            }
            case ProbesStarted started -> {
                memory.probes = started.probes();
                memory.targets = List.of();
                subscribe();
            }
            case NamesStarted started -> {
                memory.names = started.names();
                memory.hosts = Map.of();
                subscribe();
            }
            case Tick tick -> tick(tick);
        }
        return this;
    }

    private void tick(Tick tick) {
        switch (tick) {
            case GATHERED -> rebuild();
            case AT_ONCE -> {
                if (atOnce) {
                    rebuild();
                }
            }
            case EJECTION_OVER -> {
                RegistryState before = memory.state;
                memory.state = before.expired(now());
                before.ejections().until().keySet().stream()
                        .filter(key -> !memory.state.ejections().contains(key))
                        .forEach(telling::returned);
                awaitReturns();
                gather();
            }
        }
    }

    private void configure(Map<String, PoolSettings> pools) {
        takeIn();
        boolean first = !memory.state.definitions().areRead();
        memory.state =
                memory.state.configured(Definitions.of(memory.stamps++, pools)).pruned();
        index = Defined.all(memory.state);
        memory.noted.keySet().retainAll(index.keySet());
        memory.latest.keySet().retainAll(index.keySet());
        noteAll();
        if (first) {
            rebuild();
        } else {
            gather();
        }
    }

    private void resolved(Resolved resolved) {
        Resolution known = memory.state.names().get(resolved.host());
        if (known != null && known.then(resolved.answer()).saysTheSame(known)) {
            return;
        }
        if (memory.answers.containsKey(resolved.host())) {
            takeIn();
        }
        memory.answers.put(resolved.host(), resolved.answer());
        gather();
    }

    private void probed(ProbeReport report) {
        ProbeReport known = memory.latest.get(report.key());
        if (!index.containsKey(report.key()) || (known != null && known.sequence() >= report.sequence())) {
            return;
        }
        memory.latest.put(report.key(), report);
        ProbeReport waiting = memory.reports.get(report.key());
        if (waiting == null && changesNothing(report)) {
            return;
        }
        if (waiting != null && waiting.health() != report.health()) {
            takeIn();
        }
        memory.reports.put(report.key(), report);
        if (report.health() == Health.DOWN) {
            soon();
        } else {
            gather();
        }
    }

    private boolean changesNothing(ProbeReport report) {
        ProbeReport vote = memory.state.votes().get(report.key());
        return vote != null
                && vote.health() == report.health()
                && vote.address().equals(report.address())
                && vote.sequence() > memory.state.said(report.key()).judgedAfter();
    }

    /**
     * Brings what waited into the state. Reports and answers come by the thousand at a start and copying the state for each
     * would be quadratic; two of one backend that differ are never taken in together, so that no flip is lost.
     */
    private void takeIn() {
        if (!memory.answers.isEmpty()) {
            Map<String, Lookup.Answer> answers = Map.copyOf(memory.answers);
            memory.answers.clear();
            memory.state = memory.state.resolved(answers);
            noteAll();
        }
        if (!memory.reports.isEmpty()) {
            List<ProbeReport> reports = List.copyOf(memory.reports.values());
            memory.reports.clear();
            memory.state = memory.state.judged(reports);
            reports.forEach(report -> note(report.key()));
        }
    }

    private void dialFailed(DialFailed failed) {
        Defined defined = index.get(failed.key());
        if (defined == null) {
            return;
        }
        takeIn();
        if (memory.probes != null) {
            memory.probes.hurry(failed.key());
        }
        RegistryState before = memory.state;
        memory.state = before.dialFailed(defined.pool(), failed.key(), failed.consecutive(), now());
        if (!memory.state.ejections().equals(before.ejections())) {
            telling.ejected(failed, defined.pool().outlierDetection().ejection());
            awaitReturns();
            soon();
        }
    }

    private void setState(SetState set) {
        if (!index.containsKey(set.key())) {
            return;
        }
        takeIn();
        Administered said = memory.state.said(set.key());
        if (said.state() == set.state()) {
            return;
        }
        memory.state = memory.state.administered(set.key(), said.next(memory.stamps++, set.state(), now()));
        telling.state(set.key(), said.state(), set.state(), set.by());
        note(set.key());
        soon();
    }

    private void note(BackendKey key) {
        Defined defined = index.get(key);
        if (defined != null) {
            note(memory.state.facts(defined.pool(), defined.spec()));
        }
    }

    private void noteAll() {
        index.values().forEach(defined -> note(memory.state.facts(defined.pool(), defined.spec())));
    }

    /** Says what changed of a backend's health. */
    private void note(BackendFacts facts) {
        Remembered.Noted old = memory.noted.get(facts.key());
        if (old == null) {
            memory.noted.put(
                    facts.key(),
                    new Remembered.Noted(facts.health(), wiring.clock().epochMillis(), now()));
        } else if (old.health() != facts.health()) {
            memory.noted.put(
                    facts.key(),
                    new Remembered.Noted(facts.health(), wiring.clock().epochMillis(), old.firstSeenNanos()));
            telling.flipped(facts, old.health(), memory.state.votes().get(facts.key()));
        }
    }

    private void gather() {
        if (!timers.isTimerActive(Tick.GATHERED)) {
            timers.startSingleTimer(Tick.GATHERED, Tick.GATHERED, GATHER);
        }
    }

    /** At once, but after what waits in the mailbox already: when a whole rack goes, that is one table and not forty. */
    private void soon() {
        if (!atOnce) {
            atOnce = true;
            getContext().getSelf().tell(Tick.AT_ONCE);
        }
    }

    private void rebuild() {
        atOnce = false;
        timers.cancel(Tick.GATHERED);
        takeIn();
        if (!memory.state.definitions().areRead()) {
            return;
        }
        RoutingTable before = wiring.table().current();
        RoutingTable next = TableBuilder.build(before, Inputs.of(memory.state), wiring.random());
        if (next.version() != before.version()) {
            wiring.table().publish(next);
        }
        subscribe();
    }

    private void awaitReturns() {
        memory.state
                .ejections()
                .nextExpiry(now())
                .ifPresent(wait ->
                        timers.startSingleTimer(Tick.EJECTION_OVER, Tick.EJECTION_OVER, Duration.ofNanos(wait)));
    }

    /** Tells checks and resolver what to look after, where that is something else than before. */
    private void subscribe() {
        Map<String, Duration> hosts = new HashMap<>();
        List<ProbeTarget> targets = new ArrayList<>();
        for (PoolSettings pool : memory.state.definitions().pools().values()) {
            for (BackendFacts facts : memory.state.facts(pool)) {
                String host = facts.key().address().host();
                if (!memory.state.definitions().literals().containsKey(host)) {
                    hosts.merge(host, pool.resolveInterval(), (a, b) -> a.compareTo(b) <= 0 ? a : b);
                }
                if (facts.address() != null
                        && facts.state() != AdminState.MAINTENANCE
                        && !(pool.healthCheck().kind() instanceof CheckKind.None)) {
                    targets.add(new ProbeTarget(facts.key(), facts.address(), pool.healthCheck()));
                }
            }
        }
        if (memory.names != null && !hosts.equals(memory.hosts)) {
            memory.hosts = Map.copyOf(hosts);
            memory.names.tell(new NameResolver.Watch(memory.hosts));
        }
        if (memory.probes != null && !targets.equals(memory.targets)) {
            memory.targets = List.copyOf(targets);
            memory.probes.watch(memory.targets);
        }
    }

    private long now() {
        return wiring.clock().nanoTime();
    }
}
