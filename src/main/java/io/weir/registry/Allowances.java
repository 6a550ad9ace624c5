package io.weir.registry;

import io.weir.balance.Backend;
import io.weir.balance.PoolMemory;
import io.weir.model.BackendKey;
import io.weir.model.Off;
import io.weir.model.Scope;
import io.weir.registry.escrow.Escrow;
import io.weir.registry.escrow.Till;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerMessage;
import io.weir.registry.peer.PeerView;
import io.weir.registry.peer.Peers;
import io.weir.routing.BackendView;
import io.weir.routing.PoolRoute;
import io.weir.routing.RoutingTable;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * This node's parts of the caps that hold over the cluster: tells {@link Escrow} what is capped here and what others say, and
 * has the data plane keep to what comes of it. On the registry's thread.
 */
final class Allowances implements Part {
    /** While something is lacking somewhere, how often is looked what has come free. */
    static final Duration SOON = Duration.ofMillis(20);

    private final Remembered memory;
    private final RegistryWiring wiring;
    private final Escrow escrow;

    /** The accounts that are open, and where each is counted. */
    private Map<String, Till> open = new HashMap<>();

    Allowances(Remembered memory, RegistryWiring wiring) {
        this.memory = memory;
        this.wiring = wiring;
        escrow = new Escrow(wiring.expectsOthers());
    }

    /** Makes a table fit to be used: every cap in it that is the cluster's is held to what this node may use of it. */
    void fit(RoutingTable next) {
        Map<String, Till> before = open;
        open = new HashMap<>();
        next.pools().values().forEach(pool -> fit(pool, before));
        before.forEach(escrow::close);
        again();
    }

    private void fit(PoolRoute pool, Map<String, Till> before) {
        boolean shared = pool.settings().maxConnectionsScope() == Scope.CLUSTER;
        PoolMemory counts = pool.memory();
        int cap = pool.settings().maxConnections();
        if (shared && !Off.is(cap)) {
            open(account(pool.name(), null), cap, new PoolTill(counts), before);
        } else if (!Off.is(counts.allowance())) {
            leave(account(pool.name(), null), new PoolTill(counts), before);
        }
        for (BackendView view : pool.backends()) {
            Backend backend = view.backend();
            if (backend == null) {
                continue;
            }
            if (shared && !Off.is(view.spec().maxConnections())) {
                open(account(pool.name(), view.key()), view.spec().maxConnections(), new BackendTill(backend), before);
            } else if (!Off.is(backend.allowance())) {
                leave(account(pool.name(), view.key()), new BackendTill(backend), before);
            }
        }
    }

    private void open(String account, int cap, Till till, Map<String, Till> before) {
        before.remove(account);
        escrow.open(account, cap, till);
        open.put(account, till);
    }

    /** The cap is the node's own from now on, or there is none. */
    private void leave(String account, Till till, Map<String, Till> before) {
        before.remove(account);
        escrow.leave(account);
        var _ = till.allow(Off.COUNT);
    }

    /** Connections wait for more of a cap, or soon will; of the pool's own where there is no backend. */
    void wanted(String pool, @Nullable BackendKey backend) {
        escrow.wanted(account(pool, backend), now());
        again();
    }

    /** This node will be gone in a moment: what it does not use the others may have now. */
    void leave() {
        escrow.leave();
    }

    @Override
    public void peersStarted(Peers peers) {
        escrow.started(peers);
    }

    @Override
    public void peersStopped() {
        escrow.stopped();
    }

    @Override
    public void peersChanged(PeerView view) {
        escrow.changed(view, now());
        again();
    }

    @Override
    public void on(NodeId from, PeerMessage message) {
        escrow.on(from, message, now());
        again();
    }

    @Override
    public void tick(long nowNanos) {
        escrow.tick(nowNanos);
        again();
    }

    @Override
    public boolean needsTicks() {
        return escrow.needsTicks();
    }

    private void again() {
        if (escrow.isTight(now())) {
            memory.desk().lookForLoans(SOON);
        }
    }

    private long now() {
        return wiring.clock().nanoTime();
    }

    /** The same on every node; the characters between the parts are in none of them. */
    private static String account(String pool, @Nullable BackendKey backend) {
        return backend == null ? pool : pool + '\n' + backend.id() + '\n' + backend.address();
    }

    private record BackendTill(Backend backend) implements Till {
        @Override
        public int allow(int limit) {
            return backend.allow(limit);
        }

        @Override
        public void callAt(int held) {
            backend.callAt(held);
        }

        @Override
        public int used() {
            return backend.connections();
        }

        @Override
        public int takeWaiting() {
            return backend.takeTurnedAway();
        }
    }

    private record PoolTill(PoolMemory pool) implements Till {
        @Override
        public int allow(int limit) {
            return pool.allow(limit);
        }

        @Override
        public void callAt(int held) {
            pool.callAt(held);
        }

        @Override
        public int used() {
            return pool.connections();
        }

        @Override
        public int takeWaiting() {
            return pool.takeTurnedAway();
        }
    }
}
