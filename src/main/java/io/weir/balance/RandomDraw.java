package io.weir.balance;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One drawn by weight. One that is full or was tried is drawn again. A pick costs a draw from an alias table. */
final class RandomDraw implements Picker {
    /** So many draws in vain, then the next with room from a random place. */
    private static final int DRAWS = 16;

    private final Candidates candidates;
    private final AliasTable table;
    private final Room room;

    RandomDraw(Candidates candidates) {
        this.candidates = candidates;
        table = new AliasTable(candidates.weights());
        room = new Room(candidates);
    }

    @Override
    public @Nullable Lease pick(long clientHash, List<Backend> tried, RandomGenerator random, long nowNanos) {
        for (int n = 0; n < DRAWS; n++) {
            Lease lease = room.lease(table.draw(random.nextLong()), tried);
            if (lease != null) {
                return lease;
            }
        }
        return room.leaseNext(random.nextInt(candidates.size()), tried);
    }

    @Override
    public void attach() {
        room.attach();
    }
}
