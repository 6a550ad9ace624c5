package io.weir.registry;

import io.weir.registry.peer.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Writes that are not answered yet: each waits for the disk and for the members it was sent to. On the registry's thread. */
final class Waiting {
    private final Remembered memory;
    private final RegistryWiring wiring;
    private final Map<Long, Write> writes = new TreeMap<>();

    /**
     * What was sent.
     *
     * @param id by which it is acknowledged
     * @param to whom
     * @param cut members that cannot be reached, and hear of it later
     */
    record Push(long id, Set<NodeId> to, Set<NodeId> cut) {}

    private record Write(
            BackendRegistry.Apply apply,
            Decision.Write decision,
            Set<NodeId> left,
            Set<NodeId> cut,
            long saving,
            long since) {}

    Waiting(Remembered memory, RegistryWiring wiring) {
        this.memory = memory;
        this.wiring = wiring;
    }

    void add(BackendRegistry.Apply apply, Decision.Write decision, Push push, long saving) {
        writes.put(
                push.id(),
                new Write(
                        apply,
                        decision,
                        new LinkedHashSet<>(push.to()),
                        new LinkedHashSet<>(push.cut()),
                        saving,
                        wiring.clock().nanoTime()));
    }

    boolean isEmpty() {
        return writes.isEmpty();
    }

    void acknowledged(NodeId by, long push) {
        Write write = writes.get(push);
        if (write != null) {
            write.left().remove(by);
        }
    }

    /** Those that are no members any more are not waited for, and need not confirm anything. */
    void only(Collection<NodeId> others) {
        Set<NodeId> members = new HashSet<>(others);
        writes.values().forEach(write -> {
            write.left().retainAll(members);
            write.cut().retainAll(members);
        });
    }

    /** There is no way to anybody: who has not answered by now does not. */
    void nobodyAnswers() {
        writes.values().forEach(write -> {
            write.cut().addAll(write.left());
            write.left().clear();
        });
    }

    /** Answers what need not or must not wait any longer. */
    void look(Snapshots snapshots) {
        long now = wiring.clock().nanoTime();
        Iterator<Write> all = writes.values().iterator();
        while (all.hasNext()) {
            Write write = all.next();
            boolean late = now - write.since() >= Replication.PATIENCE.toNanos();
            if (late || (write.left().isEmpty() && snapshots.isOver(write.saving()))) {
                all.remove();
                answer(write, snapshots.isSaved(write.saving()));
            }
        }
    }

    private void answer(Write write, boolean durable) {
        List<String> unconfirmed = new ArrayList<>();
        write.cut().forEach(node -> unconfirmed.add(node.name()));
        write.left().forEach(node -> unconfirmed.add(node.name()));
        Change change = write.apply().change();
        String id = change instanceof Change.OfBackend of ? of.id() : null;
        RegistryView.Pool pool =
                id == null ? View.pool(memory, wiring, change.pool()) : View.pool(memory, wiring, change.pool(), id);
        RegistryView.Backend backend = pool == null || id == null ? null : pool.backend(id);
        boolean gone = write.decision().gone();
        write.apply()
                .replyTo()
                .tell(
                        gone || pool == null
                                ? new ChangeReply.Gone(backend != null, durable, unconfirmed)
                                : new ChangeReply.Done(
                                        pool, backend, write.decision().created(), durable, unconfirmed));
    }
}
