package io.weir.balance;

import io.weir.model.Off;
import io.weir.model.Scope;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The backends an algorithm may choose from, in the file's order, with their weights and caps. Immutable but for
 * the counts it looks at; any thread.
 */
public final class Candidates {
    /**
     * One of them.
     *
     * @param weight 1 to 1000
     * @param cap at most this many connections, or {@link Off#COUNT}
     */
    public record Candidate(Backend backend, int weight, int cap) {
        public Candidate {
            if (weight < 1) {
                throw new IllegalArgumentException("a candidate's weight is at least 1: " + weight);
            }
        }
    }

    private final PoolMemory memory;
    private final boolean shared;
    private final Backend[] backends;
    private final int[] weights;
    private final int[] caps;

    /** At least one candidate, chosen by this node's counts alone; {@link IllegalArgumentException} otherwise. */
    public Candidates(PoolMemory memory, List<Candidate> candidates) {
        this(memory, Scope.NODE, candidates);
    }

    /**
     * At least one candidate; {@link IllegalArgumentException} otherwise.
     *
     * @param scope whose connections count where an algorithm looks at counts
     */
    public Candidates(PoolMemory memory, Scope scope, List<Candidate> candidates) {
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException("no candidate");
        }
        this.memory = memory;
        shared = scope == Scope.CLUSTER;
        backends = candidates.stream().map(Candidate::backend).toArray(Backend[]::new);
        weights = candidates.stream().mapToInt(Candidate::weight).toArray();
        caps = candidates.stream().mapToInt(Candidate::cap).toArray();
    }

    /** How many. */
    public int size() {
        return backends.length;
    }

    Backend backend(int index) {
        return backends[index];
    }

    int weight(int index) {
        return weights[index];
    }

    int[] weights() {
        return weights.clone();
    }

    Turn turn() {
        return memory.turn();
    }

    /** The most that this node may hold of it now. */
    int cap(int index) {
        return Math.min(caps[index], backends[index].allowance());
    }

    /** Connections as the choice sees them, in units of {@link Abroad#ONE}. */
    long load(int index) {
        Backend backend = backends[index];
        return shared ? backend.load() : (long) backend.connections() << Abroad.BITS;
    }

    boolean full(int index) {
        return backends[index].connections() >= cap(index);
    }

    /**
     * One that was not tried and would have room but for its allowance: the first at or after {@code from}, going round; null
     * where there is none. It looks at one after the other, so it is for connections that found no room.
     */
    public @Nullable Backend inNeed(int from, List<Backend> tried) {
        for (int n = 0, i = from; n < backends.length; n++) {
            Backend backend = backends[i];
            int held = backend.connections();
            if (held < caps[i] && held >= backend.allowance() && !tried.contains(backend)) {
                return backend;
            }
            i = i + 1 == backends.length ? 0 : i + 1;
        }
        return null;
    }

    /** Leases this one, or null where it is full. */
    @Nullable
    Lease lease(int index) {
        Backend backend = backends[index];
        return backend.tryLease(caps[index]) ? new Lease(backend, memory) : null;
    }

    /** Leases this one, or null where it is full or was tried. */
    @Nullable
    Lease lease(int index, List<Backend> tried) {
        return !tried.isEmpty() && tried.contains(backends[index]) ? null : lease(index);
    }

    /** Tells each backend its seat with {@code watcher}; null where nobody wants to hear. */
    void seat(Seat.@Nullable Watcher watcher) {
        for (int i = 0; i < backends.length; i++) {
            backends[i].sit(watcher == null ? null : new Seat(watcher, i));
        }
    }

    /** Whether any is capped. */
    boolean capped() {
        return Arrays.stream(caps).anyMatch(cap -> !Off.is(cap));
    }
}
