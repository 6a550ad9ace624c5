package io.weir.registry;

import io.weir.model.BackendKey;
import io.weir.registry.overrides.Entry;
import io.weir.registry.overrides.Field;
import io.weir.registry.overrides.Merge;
import io.weir.registry.overrides.Overrides;
import io.weir.registry.overrides.Stamp;
import io.weir.registry.peer.ClockTell;
import io.weir.registry.peer.NameAnswer;
import io.weir.registry.peer.NameAsk;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerMessage;
import io.weir.registry.peer.PeerView;
import io.weir.registry.peer.Peers;
import io.weir.registry.peer.Push;
import io.weir.registry.peer.PushAck;
import io.weir.registry.peer.StateAsk;
import io.weir.registry.peer.StatePart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is said at run time: takes it from whoever asks, stamps it, acts on it at once, and sees to it that it is on disk here
 * and in the tables of the other members; and takes in what they say. On the registry's thread.
 */
final class Replication implements Part {
    /** A write is answered after so long at the latest. */
    static final Duration PATIENCE = Duration.ofMillis(500);

    private final Remembered memory;
    private final RegistryWiring wiring;
    private final Telling telling;
    private final Taking taking;
    private final Snapshots snapshots;
    private final Waiting waiting;
    private final Departures departures;
    private final Skew skew;
    private final Losses losses;
    private final Naming naming = new Naming();
    private final Exchange exchange = new Exchange();
    private final Refill refill = new Refill();
    private long pushes;

    Replication(Remembered memory, RegistryWiring wiring) {
        this.memory = memory;
        this.wiring = wiring;
        this.telling = new Telling(wiring);
        this.departures = new Departures(memory, wiring);
        this.losses = new Losses(memory, wiring, telling);
        this.taking = new Taking(memory, wiring, departures, losses);
        this.snapshots = new Snapshots(memory, wiring);
        this.waiting = new Waiting(memory, wiring);
        this.skew = new Skew(wiring);
    }

    /** What was on disk; told before the file was read, so that the first table has it. */
    void restore(List<Entry> entries) {
        taking.take(Overrides.NONE
                .merge(entries)
                .next()
                .swept(wiring.clock().epochMillis())
                .sorted());
    }

    void apply(BackendRegistry.Apply apply) {
        Decision decision = decide(apply);
        // What this node does not have, another one's file may name
        if (decision instanceof Decision.Refuse refuse && refuse.kind() != ChangeReply.Kind.NOT_FOUND) {
            refuse(apply, refuse);
        } else if (naming.ask(apply, reachable(), memory.peers, now())) {
            memory.desk().beat();
        } else {
            carryOut(apply, decision);
        }
    }

    private Decision decide(BackendRegistry.Apply apply) {
        memory.desk().takeIn();
        Decision unread = taking.unread(apply.change());
        return unread != null
                ? unread
                : Deciding.of(memory.state.plan(), wiring.doors().get(), apply.change(), apply.condition());
    }

    private static void refuse(BackendRegistry.Apply apply, Decision.Refuse refuse) {
        apply.replyTo().tell(new ChangeReply.Refused(refuse.kind(), refuse.detail()));
    }

    private void carryOut(BackendRegistry.Apply apply, Decision decision) {
        switch (decision) {
            case Decision.Refuse refuse -> refuse(apply, refuse);
            case Decision.Write write -> {
                List<Entry> entries = write(write.values(), apply.by(), apply.from());
                Waiting.Push push = spread(entries);
                // What goes at once goes to disk with what asked for it
                leave();
                waiting.add(apply, write, push, snapshots.save());
                waiting.look(snapshots);
                memory.desk().beat();
            }
        }
    }

    /** The others were asked about their files; meanwhile something else may have been said here. */
    private void named() {
        for (Naming.Asked asked : naming.over(now())) {
            Decision.Refuse objection = asked.objection();
            carryOut(asked.apply(), objection == null ? decide(asked.apply()) : objection);
        }
    }

    private List<NodeId> reachable() {
        PeerView members = memory.members;
        return members == null ? List.of() : members.reachableOthers();
    }

    private long now() {
        return wiring.clock().nanoTime();
    }

    /** Stamps values and acts on them here. */
    private List<Entry> write(List<Decision.Value> values, String by, String from) {
        long wall = wiring.clock().epochMillis();
        List<Entry> entries = new ArrayList<>();
        for (Decision.Value value : values) {
            Entry before = memory.state.plan().overrides().get(value.field());
            if (value.said() && before != null) {
                entries.add(before);
                continue;
            }
            Stamp stamp = memory.stamps.next(wall);
            List<Stamp> over = Entry.over(known(value), stamp.node());
            entries.add(new Entry(value.field(), stamp, over, value.value(), by, wall));
        }
        take(entries).steps().forEach(step -> telling.written(step, from));
        memory.desk().rebuild();
        return entries;
    }

    /** A removal also tells which state it knew of: that is not cleared, see {@link Lost}. */
    private List<Entry> known(Decision.Value value) {
        Overrides all = memory.state.plan().overrides();
        Field field = value.field();
        BackendKey key = field.key();
        List<Entry> known = new ArrayList<>();
        add(known, all.get(field));
        if (key != null && value.value() == null && field.name().equals(Field.PRESENT)) {
            add(known, all.get(Field.of(key, Field.STATE)));
        }
        return known;
    }

    private static void add(List<Entry> known, @Nullable Entry entry) {
        if (entry != null) {
            known.add(entry);
        }
    }

    /** Sends entries to all other members. */
    private Waiting.Push spread(List<Entry> entries) {
        Peers peers = memory.peers;
        PeerView members = memory.members;
        long id = ++pushes;
        if (peers == null || members == null || entries.isEmpty()) {
            return new Waiting.Push(id, Set.of(), Set.of());
        }
        List<List<Entry>> chunks = Chunks.of(entries);
        for (int i = 0; i < chunks.size(); i++) {
            peers.tellAll(members.reachableOthers(), new Push(id, chunks.get(i), i == chunks.size() - 1));
        }
        peers.replicate(entries);
        Set<NodeId> cut = new LinkedHashSet<>(members.others());
        members.reachableOthers().forEach(cut::remove);
        return new Waiting.Push(id, new LinkedHashSet<>(members.reachableOthers()), cut);
    }

    /** Removes the backends that have no connection any more, in the name of who asked for that; nobody waits for it. */
    private void leave() {
        List<BackendKey> gone = departures.due(now());
        for (BackendKey key : gone) {
            Plan plan = memory.state.plan();
            Entry asked = plan.overrides().get(Field.of(key, Field.STATE));
            spread(write(Deciding.removal(plan, key), asked == null ? "" : asked.by(), ""));
        }
        if (!gone.isEmpty()) {
            snapshots.save();
        }
    }

    private Merge take(List<Entry> entries) {
        Merge merge = taking.take(entries);
        snapshots.took(merge);
        if (losses.areWaiting()) {
            memory.desk().beat();
        }
        return merge;
    }

    void merged(List<Entry> entries) {
        memory.desk().takeIn();
        if (take(entries).changed()) {
            snapshots.save();
            memory.desk().soon();
            memory.desk().beat();
        }
    }

    void written(BackendRegistry.Written written) {
        snapshots.written(written);
        look();
    }

    /** The file was read anew: some of what was said may mean something else. */
    void configured() {
        taking.takeStock();
        departures.changed(memory.state.plan().overrides().backends().keySet());
    }

    @Override
    public void peersStarted(Peers peers) {
        exchange.stopped();
        refill.start(memory.state.plan().overrides());
        memory.desk().beat();
    }

    @Override
    public void peersStopped() {
        exchange.stopped();
        refill.start(Overrides.NONE);
        naming.nobodyAnswers();
        waiting.nobodyAnswers();
        look();
    }

    @Override
    public void peersChanged(PeerView view) {
        Peers peers = memory.peers;
        if (peers != null) {
            exchange.changed(view, peers, now());
        }
        skew.members(view);
        waiting.only(view.others());
        look();
    }

    @Override
    public void on(NodeId from, PeerMessage message) {
        Peers peers = memory.peers;
        if (peers == null) {
            return;
        }
        switch (message) {
            case Push push -> {
                accept(push.entries());
                if (push.last()) {
                    peers.tell(from, new PushAck(push.id()));
                }
            }
            case PushAck ack -> waiting.acknowledged(from, ack.id());
            case NameAsk ask ->
                peers.tell(
                        from,
                        Naming.answer(
                                ask, memory.state.definitions(), wiring.doors().get()));
            case NameAnswer answer -> naming.answered(answer, from);
            case StateAsk ask -> Exchange.answer(ask, from, memory.state.plan().overrides(), peers);
            case StatePart part -> {
                accept(exchange.part(part, from, now()));
                if (exchange.taken(part, from, memory.state.plan().overrides(), peers)) {
                    wiring.exchanged().run();
                }
            }
            case ClockTell clock -> skew.heard(from, clock);
            default -> {}
        }
        look();
    }

    /** Acts at once on what another member wrote. */
    private void accept(List<Entry> entries) {
        memory.desk().takeIn();
        if (take(entries).changed()) {
            memory.desk().rebuild();
            snapshots.save();
            memory.desk().beat();
        }
    }

    @Override
    public void tick(long nowNanos) {
        Peers peers = memory.peers;
        PeerView members = memory.members;
        if (peers != null && members != null) {
            refill.step(peers);
            exchange.tick(peers, nowNanos);
            skew.tick(members, peers, nowNanos);
        }
        snapshots.tick(nowNanos);
        losses.tick(nowNanos);
        leave();
        look();
    }

    private void look() {
        named();
        waiting.look(snapshots);
    }

    @Override
    public boolean needsTicks() {
        return !waiting.isEmpty()
                || naming.isWaiting()
                || departures.isWaiting()
                || refill.goesOn()
                || losses.areWaiting()
                || snapshots.failed();
    }
}
