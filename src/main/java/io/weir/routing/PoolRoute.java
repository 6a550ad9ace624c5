package io.weir.routing;

import io.weir.balance.Backend;
import io.weir.balance.Lease;
import io.weir.balance.PoolMemory;
import io.weir.model.CloseReason;
import io.weir.model.PoolSettings;
import io.weir.model.Scope;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One pool of a table: reads for everybody, and the choice of a backend for the data plane. Any thread; nothing
 * blocks.
 *
 * <p>Who may be chosen: up, ready, weight above 0 and not ejected; of these the primaries, and the backups together
 * while no primary has room. Where there is none at all, those that are ejected though up; then those not checked
 * yet; then, in a pool that tries all, the others. A connection that was at a backend before prefers another one,
 * even one of less standing.
 */
public final class PoolRoute {
    private static final List<Backend> NONE_TRIED = List.of();
    private static final Choice NO_BACKEND = new Choice.Refused(CloseReason.NO_BACKEND);
    private static final Choice FULL = new Choice.Refused(CloseReason.BACKEND_FULL);

    private final PoolInput input;
    private final List<BackendView> backends;
    private final PoolMemory memory;
    private final List<Stage> stages;
    private final Maglevs maglevs;
    private final AtomicBoolean attached = new AtomicBoolean();

    PoolRoute(PoolInput input, List<BackendView> backends, PoolMemory memory, List<Stage> stages, Maglevs maglevs) {
        this.input = input;
        this.backends = List.copyOf(backends);
        this.memory = memory;
        this.stages = List.copyOf(stages);
        this.maglevs = maglevs;
    }

    /** Its name. */
    public String name() {
        return settings().name();
    }

    /** As its file has them. */
    public PoolSettings settings() {
        return input.settings();
    }

    /** Every backend, used or not, in the file's order. */
    public List<BackendView> backends() {
        return backends;
    }

    /** Leases held in this pool on this node now. */
    public int connections() {
        return memory.connections();
    }

    /** Whether this node may use some of the pool's caps that hold over the cluster; so it is where there is none. */
    public boolean hasAllowance() {
        boolean shared = settings().maxConnectionsScope() == Scope.CLUSTER;
        return !shared
                || (memory.allowance() > 0
                        && (backends.isEmpty() || backends.stream().anyMatch(BackendView::hasAllowance)));
    }

    /**
     * Takes a lease for a connection.
     *
     * @param clientHash the client's {@link io.weir.balance.StableHash}
     * @param tried the backends this connection was at already: one of them is chosen again only where no other can be
     * @param random the calling thread's own
     * @param nowNanos the monotonic clock
     * @return a lease, to be closed exactly once, or why there is none
     */
    public Choice choose(long clientHash, List<Backend> tried, RandomGenerator random, long nowNanos) {
        return choose(clientHash, tried, random, nowNanos, false);
    }

    /**
     * As above, for a connection that may wait.
     *
     * @param patient whether it would rather wait for more of a cap that holds over the cluster than go to a backup or be
     *     refused
     */
    public Choice choose(long clientHash, List<Backend> tried, RandomGenerator random, long nowNanos, boolean patient) {
        if (stages.isEmpty()) {
            return NO_BACKEND;
        }
        if (!attached.getPlain()) {
            attach();
        }
        boolean mayWait = patient && settings().maxConnectionsScope() == Scope.CLUSTER;
        if (!memory.tryEnter(settings().maxConnections())) {
            return mayWait && memory.inNeed(settings().maxConnections())
                    ? new Choice.InNeed(name(), null, memory.turnAway())
                    : FULL;
        }
        Choice choice = null;
        try {
            choice = inside(clientHash, tried, random, nowNanos, mayWait);
            return choice;
        } finally {
            if (!(choice instanceof Choice.Leased)) {
                memory.leave();
            }
        }
    }

    /** For one who has a place in the pool, which he keeps with a lease alone. */
    private Choice inside(
            long clientHash, List<Backend> tried, RandomGenerator random, long nowNanos, boolean mayWait) {
        Stage best = stages.getFirst();
        Lease lease = mayWait
                ? best.pickFirst(clientHash, tried, random, nowNanos)
                : best.pick(clientHash, tried, random, nowNanos);
        if (lease == null && mayWait) {
            Backend needed = best.inNeed(tried, random);
            if (needed != null) {
                return new Choice.InNeed(name(), needed.key(), needed.turnAway());
            }
            lease = best.pick(clientHash, tried, random, nowNanos);
        }
        if (lease == null && !tried.isEmpty()) {
            lease = again(clientHash, tried, random, nowNanos);
        }
        return lease == null ? FULL : new Choice.Leased(lease);
    }

    PoolInput input() {
        return input;
    }

    /** What of it outlives this table; its allowance among it. */
    public PoolMemory memory() {
        return memory;
    }

    Maglevs maglevs() {
        return maglevs;
    }

    /** From now on backends report their connections to this table; once only, so that an old table stays old. */
    void attach() {
        if (attached.compareAndSet(false, true)) {
            stages.forEach(Stage::attach);
        }
    }

    private @Nullable Lease again(long clientHash, List<Backend> tried, RandomGenerator random, long nowNanos) {
        for (int i = 1; i < stages.size(); i++) {
            Lease lease = stages.get(i).pick(clientHash, tried, random, nowNanos);
            if (lease != null) {
                return lease;
            }
        }
        return stages.getFirst().pick(clientHash, NONE_TRIED, random, nowNanos);
    }
}
