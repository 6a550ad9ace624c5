package io.weir.registry.escrow;

import io.weir.model.HostPort;
import io.weir.model.Off;
import io.weir.registry.cluster.SimRoster;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerMessage;
import io.weir.registry.peer.PeerView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A node of the simulation: its escrow, its connections, and the incarnation its control plane is in. */
final class SimNode {
    final String name;
    final Map<String, Integer> caps;
    final Map<String, SimTill> tills = new LinkedHashMap<>();

    /** What it held of each account when its control plane was lost: all that it may use until it joins others. */
    final Map<String, Long> kept = new LinkedHashMap<>();

    final List<Runnable> queue = new ArrayList<>();
    Escrow escrow = new Escrow(true);

    @Nullable
    SimCluster cluster;

    @Nullable
    NodeId id;

    /** The newest view it knows. */
    @Nullable
    PeerView view;

    int known;
    boolean alive = true;
    boolean frozen;
    boolean draining;

    /** Its control plane was told of its end, and is there for a moment yet. */
    boolean ending;

    SimNode(String name, Map<String, Integer> caps) {
        this.name = name;
        this.caps = caps;
        open();
    }

    private void open() {
        caps.forEach((account, cap) -> {
            SimTill till = new SimTill();
            tills.put(account, till);
            escrow.open(account, cap, till);
        });
    }

    SimTill till(String account) {
        return Objects.requireNonNull(tills.get(account));
    }

    int cap(String account) {
        return caps.getOrDefault(account, 0);
    }

    /** A process that starts: nothing is left of the one before. */
    void boot() {
        escrow = new Escrow(true);
        tills.clear();
        kept.clear();
        alive = true;
        draining = false;
        ending = false;
        open();
    }

    /** Runs now, or when it thaws; never on a dead one. */
    void does(Runnable what) {
        if (frozen) {
            queue.add(what);
        } else if (alive) {
            what.run();
        }
    }

    void thaw() {
        frozen = false;
        List<Runnable> waiting = List.copyOf(queue);
        queue.clear();
        waiting.forEach(this::does);
    }

    NodeId incarnation(long uid) {
        return new NodeId(uid, name, new HostPort(name, 17355));
    }

    /** It is put out of its cluster, and hears of that what Pekko says: it sends and gets nothing more. */
    void hearsOfItsEnd(long now) {
        PeerView last = view;
        if (last != null) {
            keep();
            ending = true;
            SimRoster.ending(last).forEach(seen -> escrow.changed(seen, now));
        }
    }

    private void keep() {
        kept.clear();
        caps.keySet().forEach(account -> kept.put(account, mayUse(account)));
    }

    void lostPlane() {
        if (view != null && !ending) {
            keep();
        }
        ending = false;
        escrow.stopped();
        cluster = null;
        id = null;
        view = null;
    }

    long mayUse(String account) {
        long held = escrow.held(account);
        return held == Off.COUNT ? cap(account) : held;
    }

    int used(String account) {
        SimTill till = tills.get(account);
        return till == null ? 0 : till.used;
    }

    boolean tryTake(String account) {
        SimTill till = tills.get(account);
        if (till == null || till.used >= Math.min(till.limit, cap(account))) {
            return false;
        }
        till.used++;
        return true;
    }

    void hear(NodeId from, PeerMessage message, long now) {
        if (!ending) {
            escrow.on(from, message, now);
        }
    }
}
