package io.weir.balance;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Each in turn, in proportion to weight, exactly so over a cycle of {@link Rotation}. The turn is the pool's and goes
 * on from table to table. One that is full or was tried loses its turn to the next taker of a turn, not always to
 * the same neighbour. A pick costs one addition to a shared counter and the look-up.
 */
final class RoundRobin implements Picker {
    /** So many turns in vain, then the next with room in the file's order. */
    private static final int TURNS = 64;

    private final Candidates candidates;
    private final Rotation rotation;
    private final Room room;

    RoundRobin(Candidates candidates) {
        this.candidates = candidates;
        rotation = new Rotation(candidates.weights());
        room = new Room(candidates);
    }

    @Override
    public @Nullable Lease pick(long clientHash, List<Backend> tried, RandomGenerator random, long nowNanos) {
        Turn turn = candidates.turn();
        int at = 0;
        for (int n = 0; n < TURNS; n++) {
            at = rotation.at(turn.take());
            Lease lease = room.lease(at, tried);
            if (lease != null) {
                return lease;
            }
        }
        return room.leaseNext(at, tried);
    }

    @Override
    public void attach() {
        room.attach();
    }
}
