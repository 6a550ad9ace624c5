package io.weir.registry;

import io.weir.model.BackendKey;
import io.weir.model.Health;
import io.weir.model.ProbeReport;
import io.weir.model.ProbeTarget;
import io.weir.registry.overrides.HybridClock;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerMessage;
import io.weir.registry.peer.PeerView;
import io.weir.registry.peer.Peers;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * What outlives a restart of the registry, so that one loses nothing: a failed message changes no more than itself. Touched
 * by the registry's own thread only.
 */
final class Remembered {
    RegistryState state = RegistryState.EMPTY;
    /** What was last said of each backend's health, and since when that is so. */
    final Map<BackendKey, Noted> noted = new HashMap<>();
    /** Reports and answers that are not in the state yet. */
    final Map<BackendKey, ProbeReport> reports = new LinkedHashMap<>();

    final Map<String, Lookup.Answer> answers = new LinkedHashMap<>();
    /** The newest report of the checks, also where it changes nothing. */
    final Map<BackendKey, ProbeReport> latest = new HashMap<>();

    @Nullable
    Probes probes;

    @Nullable
    ActorRef<NameResolver.Command> names;

    List<ProbeTarget> targets = List.of();
    Map<String, Duration> hosts = Map.of();
    long readings;

    /** The way to the others, while there is a control plane. */
    @Nullable
    Peers peers;

    /** The members as last heard of; null before, and while there is no control plane. */
    @Nullable
    PeerView members;

    final HybridClock stamps;
    final Replication replication;
    final Reports reportsOfNodes;
    final Allowances allowances;
    final Herald herald;

    private @Nullable Desk desk;

    Remembered(RegistryWiring wiring) {
        // Nodes of a test may draw the same numbers; their names differ.
        stamps = new HybridClock(wiring.random().nextLong() ^ wiring.node().hashCode() * 0x9e37_79b9_7f4a_7c15L);
        replication = new Replication(this, wiring);
        reportsOfNodes = new Reports(this, wiring);
        allowances = new Allowances(this, wiring);
        herald = new Herald(wiring);
    }

    /** All of them, in the order in which they are told things. */
    List<Part> parts() {
        return List.of(replication, reportsOfNodes, allowances, herald);
    }

    void peersStarted(Peers way) {
        peers = way;
        parts().forEach(part -> part.peersStarted(way));
    }

    void peersStopped() {
        peers = null;
        members = null;
        parts().forEach(Part::peersStopped);
    }

    void peersChanged(PeerView view) {
        members = view;
        parts().forEach(part -> part.peersChanged(view));
    }

    /** Who is no member is not listened to. */
    void fromPeer(NodeId from, PeerMessage message) {
        PeerView known = members;
        if (known != null && known.others().contains(from)) {
            parts().forEach(part -> part.on(from, message));
        }
    }

    /** The actor as it is since its last start. */
    Desk desk() {
        return Objects.requireNonNull(desk, "the registry has not started");
    }

    void desk(Desk current) {
        desk = current;
    }

    /**
     * A backend's health as last said.
     *
     * @param sinceEpochMillis when
     * @param firstSeenNanos when the backend was first heard of
     */
    record Noted(Health health, long sinceEpochMillis, long firstSeenNanos) {}
}
