package io.weir.registry;

import io.weir.model.BackendKey;
import io.weir.model.PoolSettings;
import io.weir.observe.Journal;
import io.weir.observe.Kept;
import io.weir.observe.Meters;
import io.weir.observe.NanoClock;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerView;
import io.weir.registry.peer.Peers;
import io.weir.routing.RoutingTable;
import io.weir.routing.TableBuilder;
import io.weir.routing.TableRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/** A registry without its actor: all of it happens on the caller's thread, at the caller's time. */
final class BareRegistry implements Desk {
    /** So few that what happens at the start is soon told. */
    private static final int KEPT = 200;

    final NodeId id;
    final TableRef table = new TableRef();
    final Remembered memory;
    final Intake intake;
    /** This node's own, oldest first. */
    final List<Kept> events = new ArrayList<>();

    private final NanoClock clock;
    private final Notes notes;
    private boolean wanted;

    BareRegistry(NodeId id, NanoClock clock, PoolSettings pool) {
        this.id = id;
        this.clock = clock;
        RegistryWiring wiring = new RegistryWiring(
                id.name(),
                table,
                new Journal(id.name(), id.uid(), KEPT, events::add),
                new Meters(1),
                clock,
                new SplittableRandom(id.uid()));
        memory = new Remembered(wiring);
        notes = new Notes(memory, wiring);
        intake = new Intake(memory, this, notes);
        memory.desk(this);
        memory.state = memory.state.configured(Definitions.of(1, Given.pools(pool)));
        notes.noteAll();
        rebuild();
    }

    /** These are the members, this node among them. */
    void meet(List<NodeId> members, Peers peers) {
        memory.peersStarted(peers);
        memory.peersChanged(new PeerView(
                id,
                members.stream().map(node -> new PeerView.Member(node, true)).toList()));
    }

    /** A beat of the registry. */
    void beatNow() {
        memory.parts().forEach(part -> part.tick(clock.nanoTime()));
    }

    /** The table says what is known, if somebody wanted that. */
    void rebuildIfWanted() {
        if (wanted) {
            rebuild();
        }
    }

    @Override
    public void takeIn() {
        intake.takeIn();
    }

    @Override
    public void gather() {
        wanted = true;
    }

    @Override
    public void soon() {
        wanted = true;
    }

    @Override
    public void rebuild() {
        wanted = false;
        intake.takeIn();
        RoutingTable before = table.current();
        RoutingTable next = TableBuilder.build(before, Inputs.of(memory.state), new SplittableRandom(1));
        if (next.version() != before.version()) {
            memory.allowances.fit(next);
            table.publish(next);
        }
        Subscriptions.renew(memory);
    }

    @Override
    public void note(Collection<BackendKey> keys, boolean all) {
        notes.note(keys, all);
    }

    @Override
    public void beat() {}

    @Override
    public void lookForLoans(Duration after) {}

    @Override
    public <T> void pipe(CompletionStage<T> result, BiFunction<T, Throwable, BackendRegistry.Command> as) {}
}
