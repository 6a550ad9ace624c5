package io.weir.balance;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The one with the fewest connections for its weight, counting the one that is to come: (connections + 1) / weight,
 * HAProxy's key. Ties go round from the one chosen last. Exact while one thread picks; of threads that pick at
 * once two may take the same one, which the counts put right with the next picks. A pick looks at the least load of
 * each block of 64 and at one block ({@link BlockMinima}).
 */
final class LeastConnections implements Picker, Seat.Watcher {
    /** Separates, with those a load has, any two fractions whose denominators are at most 1000. */
    private static final int FRACTION_BITS = 20 - Abroad.BITS;

    /** So many candidates taken from under us, then a look at every count. */
    private static final int ATTEMPTS = 8;

    private final Candidates candidates;
    private final BlockMinima loads;
    private volatile boolean told;

    LeastConnections(Candidates candidates) {
        this.candidates = candidates;
        loads = new BlockMinima(candidates.size());
    }

    @Override
    public void attach() {
        candidates.seat(this);
        for (int i = 0; i < candidates.size(); i++) {
            changed(i);
        }
        told = true;
    }

    @Override
    public void leased(int index) {
        changed(index);
    }

    @Override
    public void released(int index) {
        changed(index);
    }

    @Override
    public void othersMoved(int index) {
        changed(index);
    }

    @Override
    public void replaced() {
        told = false;
    }

    @Override
    public @Nullable Lease pick(long clientHash, List<Backend> tried, RandomGenerator random, long nowNanos) {
        Turn turn = candidates.turn();
        if (tried.isEmpty() && told) {
            for (int n = 0; n < ATTEMPTS; n++) {
                int found = loads.least(after((int) turn.look()));
                if (found < 0) {
                    return null;
                }
                turn.set(found);
                Lease lease = candidates.lease(found);
                if (lease != null) {
                    return lease;
                }
            }
        }
        return pickSlowly(turn, tried);
    }

    private @Nullable Lease pickSlowly(Turn turn, List<Backend> tried) {
        while (true) {
            int best = -1;
            long least = BlockMinima.NONE;
            int at = after((int) turn.look());
            for (int n = 0; n < candidates.size(); n++) {
                long load = load(at);
                if (load < least && (tried.isEmpty() || !tried.contains(candidates.backend(at)))) {
                    least = load;
                    best = at;
                }
                at = after(at);
            }
            if (best < 0) {
                return null;
            }
            turn.set(best);
            Lease lease = candidates.lease(best);
            if (lease != null) {
                return lease;
            }
        }
    }

    private void changed(int index) {
        long load;
        do {
            load = load(index);
            loads.set(index, load);
            // The count may have moved on, and whoever moved it may have written before us: last word to the newest.
        } while (load != load(index));
    }

    private long load(int index) {
        if (candidates.full(index)) {
            return BlockMinima.NONE;
        }
        long scaled = (candidates.load(index) + Abroad.ONE) << FRACTION_BITS;
        int weight = candidates.weight(index);
        return weight == 1 ? scaled : scaled / weight;
    }

    private int after(int index) {
        int next = index + 1;
        return next > 0 && next < candidates.size() ? next : 0;
    }
}
