package io.weir.registry.cluster;

import io.weir.registry.overrides.Entry;
import io.weir.registry.overrides.Field;
import io.weir.registry.overrides.Overrides;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.ddata.Key;
import org.apache.pekko.cluster.ddata.typed.javadsl.DistributedData;
import org.apache.pekko.cluster.ddata.typed.javadsl.Replicator;
import org.apache.pekko.cluster.ddata.typed.javadsl.ReplicatorMessageAdapter;

/**
 * Keeps this control plane's copy of the overrides in Distributed Data, a fixed number of keys: puts in what the registry says
 * and tells what the other nodes said. Whoever joins gets all of it without asking. Writes go a few at a time, so that none
 * makes a message too large.
 */
final class Replica extends AbstractMatchingBehavior<Replica.Command> {
    /** Entries that are written in one step. */
    static final int STEP = 40;

    /** All that is written between two of Distributed Data's ticks (200 ms) goes in one message, which may hold 256 KiB. */
    static final int MOST_BYTES = 60 * 1024;

    static final Duration PACE = Duration.ofMillis(250);

    /** What it understands. */
    sealed interface Command {}

    /** These were written on this node. */
    record Put(List<Entry> entries) implements Command {}

    private enum Tick implements Command {
        TICK
    }

    private record Changed(Replicator.SubscribeResponse<OverridesShard> response) implements Command {}

    private record Done(Replicator.UpdateResponse<OverridesShard> response) implements Command {}

    private final ReplicatorMessageAdapter<Command, OverridesShard> replicator;
    private final Consumer<List<Entry>> merged;
    private final Map<String, Overrides> told = new HashMap<>();
    private final Deque<Entry> waiting = new ArrayDeque<>();
    private final TimerScheduler<Command> timers;
    private int underWay;
    private int spent;

    /**
     * A replica of what the cluster knows.
     *
     * @param merged told of entries that this control plane did not tell of yet
     */
    static Behavior<Command> create(Consumer<List<Entry>> merged) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> DistributedData.withReplicatorMessageAdapter(
                (ReplicatorMessageAdapter<Command, OverridesShard> replicator) ->
                        new Replica(context, timers, replicator, merged))));
    }

    private Replica(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            ReplicatorMessageAdapter<Command, OverridesShard> replicator,
            Consumer<List<Entry>> merged) {
        super(context);
        this.timers = timers;
        this.replicator = replicator;
        this.merged = merged;
        for (int shard = 0; shard < Field.SHARDS; shard++) {
            replicator.subscribe(key(shard), Changed::new);
        }
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Put put -> {
                waiting.addAll(put.entries());
                write();
            }
            case Done done -> {
                underWay--;
                write();
            }
            case Tick tick -> {
                spent = 0;
                write();
            }
            case Changed changed -> changed(changed.response());
        }
        return this;
    }

    private void write() {
        if (underWay > 0) {
            return;
        }
        Map<Integer, List<Entry>> byShard = new LinkedHashMap<>();
        for (int i = 0; i < STEP && !waiting.isEmpty() && spent < MOST_BYTES; i++) {
            Entry entry = waiting.removeFirst();
            spent += entry.size();
            byShard.computeIfAbsent(entry.field().shard(), any -> new ArrayList<>())
                    .add(entry);
        }
        if (spent > 0 && !timers.isTimerActive(Tick.TICK)) {
            timers.startSingleTimer(Tick.TICK, Tick.TICK, PACE);
        }
        byShard.forEach((shard, entries) -> {
            underWay++;
            List<Entry> fixed = List.copyOf(entries);
            replicator.askUpdate(
                    replyTo -> new Replicator.Update<>(
                            key(shard),
                            OverridesShard.EMPTY,
                            Replicator.writeLocal(),
                            replyTo,
                            known -> known.written(fixed)),
                    Done::new);
        });
    }

    private void changed(Replicator.SubscribeResponse<OverridesShard> response) {
        if (!(response instanceof Replicator.Changed<OverridesShard> changed)) {
            return;
        }
        OverridesShard shard = changed.get(changed.key());
        Overrides before = told.getOrDefault(changed.key().id(), Overrides.NONE);
        List<Entry> fresh = shard.overrides()
                .entries()
                .filter(entry -> !entry.equals(before.get(entry.field())))
                .toList();
        told.put(changed.key().id(), shard.overrides());
        if (!fresh.isEmpty()) {
            merged.accept(fresh);
        }
    }

    private static Key<OverridesShard> key(int shard) {
        return new ShardKey("weir-overrides-" + shard);
    }

    private static final class ShardKey extends Key<OverridesShard> {
        private static final long serialVersionUID = 1L;

        ShardKey(String id) {
            super(id);
        }
    }
}
