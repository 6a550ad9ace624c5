package io.weir.registry;

import io.weir.model.BackendKey;
import io.weir.model.DialFailure;
import io.weir.model.PoolSettings;
import io.weir.model.ProbeReport;
import io.weir.registry.overrides.Entry;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerMessage;
import io.weir.registry.peer.PeerView;
import io.weir.registry.peer.Peers;
import io.weir.routing.RoutingTable;
import io.weir.routing.TableBuilder;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

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

    /** How often the registry's parts are called while there are other members. */
    static final Duration BEAT = Duration.ofMillis(100);

    private static final Duration RESTART_MIN = Duration.ofMillis(100);
    private static final Duration RESTART_MAX = Duration.ofSeconds(10);
    private static final int STASH = 100_000;

    /** What it understands. */
    public sealed interface Command {}

    /**
     * The file says that there are these pools and no others; by name, in its order.
     *
     * @param inUse told once the table says so too, which is then at once; null where that may wait
     */
    public record Configure(
            Map<String, PoolSettings> pools, @Nullable ActorRef<Done> inUse) implements Command {
        /** That nobody waits for. */
        public Configure(Map<String, PoolSettings> pools) {
            this(pools, null);
        }
    }

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
     * Somebody wants something changed, on every node. Answered when it is in the tables of all reachable members and on disk
     * here, or after {@link Replication#PATIENCE}.
     *
     * @param condition over which version of the backend or pool
     * @param by who, for events and whoever reads
     * @param from the address he asked from, for events; empty where that is not known
     */
    public record Apply(Change change, Precondition condition, String by, String from, ActorRef<ChangeReply> replyTo)
            implements Command {
        /** From nowhere in particular. */
        public Apply(Change change, Precondition condition, String by, ActorRef<ChangeReply> replyTo) {
            this(change, condition, by, "", replyTo);
        }
    }

    /** What was on disk at the start; to be told before the first {@link Configure}. */
    public record Restore(List<Entry> entries) implements Command {
        public Restore {
            entries = List.copyOf(entries);
        }
    }

    /** There is a control plane, perhaps another one than before; {@link PeersChanged} follows. */
    public record PeersStarted(Peers peers) implements Command {}

    /** There is no control plane until the next {@link PeersStarted}. */
    public record PeersStopped() implements Command {}

    /** The members are these. */
    public record PeersChanged(PeerView view) implements Command {}

    /** A member's registry sent this. */
    public record FromPeer(NodeId from, PeerMessage message) implements Command {}

    /** The replicated store holds these entries; the same ones may come again. */
    public record Merged(List<Entry> entries) implements Command {
        public Merged {
            entries = List.copyOf(entries);
        }
    }

    /** A write of the disk has ended. */
    record Written(long number, @Nullable Throwable fault) implements Command {}

    /**
     * Connections of this node wait for more of a cap that holds over the cluster, or soon will; any thread may say so.
     *
     * @param backend whose cap it is; null for the pool's own
     */
    public record LoanWanted(String pool, @Nullable BackendKey backend) implements Command {}

    /** This node will leave its cluster in a second or two. */
    public record Leave() implements Command {}

    /** Asks for all that is known. */
    public record GetView(ActorRef<RegistryView> replyTo) implements Command {}

    /** The checks have started, perhaps again, and know of no backend yet. */
    public record ProbesStarted(Probes probes) implements Command {}

    /** The name resolver has started, perhaps again, and knows of no name yet. */
    public record NamesStarted(ActorRef<NameResolver.Command> names) implements Command {}

    private enum Tick implements Command {
        GATHERED,
        AT_ONCE,
        EJECTION_OVER,
        LOANS,
        BEAT
    }

    private final TimerScheduler<Command> timers;
    private final RegistryWiring wiring;
    private final Remembered memory;
    private final Telling telling;
    private final Notes notes;
    private final Intake intake;
    private boolean atOnce;

    /** A registry that has published nothing yet, with its own supervision. */
    public static Behavior<Command> create(RegistryWiring wiring) {
        Remembered memory = new Remembered(wiring);
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
        this.notes = new Notes(memory, wiring);
        Desk desk = new Actor();
        this.intake = new Intake(memory, desk, notes);
        memory.desk(desk);
        if (memory.state.definitions().areRead()) {
            Subscriptions.renew(memory);
            awaitReturns();
            gather();
        }
        desk.beat();
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Configure configure -> configure(configure);
            case Resolved resolved -> intake.resolved(resolved);
            case ProbeChanged changed -> intake.probed(changed.report());
            case DialFailed failed -> dialFailed(failed);
            case GetView get -> {
                intake.takeIn();
                get.replyTo().tell(View.of(memory, wiring));
            }
            case ProbesStarted started -> Subscriptions.begin(memory, started);
            case NamesStarted started -> Subscriptions.begin(memory, started);
            case Apply apply -> memory.replication.apply(apply);
            case Restore restore -> memory.replication.restore(restore.entries());
            case Leave() -> {
                memory.reportsOfNodes.leave();
                memory.allowances.leave();
            }
            case LoanWanted wanted -> memory.allowances.wanted(wanted.pool(), wanted.backend());
            case Merged merged -> memory.replication.merged(merged.entries());
            case Written written -> memory.replication.written(written);
            case PeersStarted started -> memory.peersStarted(started.peers());
            case PeersStopped _ -> memory.peersStopped();
            case PeersChanged changed -> {
                memory.peersChanged(changed.view());
                startBeat();
            }
            case FromPeer message -> memory.fromPeer(message.from(), message.message());
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
            case LOANS -> memory.allowances.tick(now());
            case BEAT -> {
                long now = now();
                memory.parts().forEach(part -> part.tick(now));
                if (!needsBeat()) {
                    timers.cancel(Tick.BEAT);
                }
            }
        }
    }

    private void configure(Configure configure) {
        intake.takeIn();
        boolean first = !memory.state.definitions().areRead();
        memory.state = memory.state
                .configured(Definitions.of(memory.readings++, configure.pools()))
                .pruned();
        memory.replication.configured();
        notes.noteAll();
        ActorRef<Done> inUse = configure.inUse();
        if (first || inUse != null) {
            rebuild();
        } else {
            gather();
        }
        if (inUse != null) {
            inUse.tell(Done.getInstance());
        }
    }

    private void dialFailed(DialFailed failed) {
        Defined defined = memory.state.plan().index().get(failed.key());
        if (defined == null) {
            return;
        }
        intake.takeIn();
        if (memory.probes != null) {
            memory.probes.hurry(failed.key());
        }
        memory.reportsOfNodes.dialFailed(defined.pool(), failed.key());
        RegistryState before = memory.state;
        memory.state = before.dialFailed(defined.pool(), failed.key(), failed.consecutive(), now());
        if (!memory.state.ejections().equals(before.ejections())) {
            telling.ejected(failed, defined.pool().outlierDetection().ejection());
            awaitReturns();
            soon();
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
        intake.takeIn();
        if (!memory.state.definitions().areRead()) {
            return;
        }
        RoutingTable before = wiring.table().current();
        RoutingTable next = TableBuilder.build(before, Inputs.of(memory.state), wiring.random());
        if (next.version() != before.version()) {
            memory.allowances.fit(next);
            wiring.table().publish(next);
        }
        Subscriptions.renew(memory);
    }

    private void awaitReturns() {
        memory.state
                .ejections()
                .nextExpiry(now())
                .ifPresent(wait ->
                        timers.startSingleTimer(Tick.EJECTION_OVER, Tick.EJECTION_OVER, Duration.ofNanos(wait)));
    }

    private boolean needsBeat() {
        PeerView members = memory.members;
        return (members != null && !members.alone()) || memory.parts().stream().anyMatch(Part::needsTicks);
    }

    private void startBeat() {
        if (needsBeat() && !timers.isTimerActive(Tick.BEAT)) {
            timers.startTimerWithFixedDelay(Tick.BEAT, Tick.BEAT, BEAT);
        }
    }

    private long now() {
        return wiring.clock().nanoTime();
    }

    /** This actor as its parts see it. */
    private final class Actor implements Desk {
        @Override
        public void takeIn() {
            intake.takeIn();
        }

        @Override
        public void gather() {
            BackendRegistry.this.gather();
        }

        @Override
        public void soon() {
            BackendRegistry.this.soon();
        }

        @Override
        public void rebuild() {
            BackendRegistry.this.rebuild();
        }

        @Override
        public void note(Collection<BackendKey> keys, boolean all) {
            notes.note(keys, all);
        }

        @Override
        public void beat() {
            startBeat();
        }

        @Override
        public void lookForLoans(Duration after) {
            if (!timers.isTimerActive(Tick.LOANS)) {
                timers.startSingleTimer(Tick.LOANS, Tick.LOANS, after);
            }
        }

        @Override
        public <T> void pipe(CompletionStage<T> result, BiFunction<@Nullable T, @Nullable Throwable, Command> as) {
            getContext().pipeToSelf(result, as::apply);
        }
    }
}
