package io.weir.balance;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The first in the file's order that has room, so that the last ones can be switched off when there is little to do.
 * Weights do not count. A pick finds its candidate by {@link Room}'s marks, however many before it are full.
 */
final class FirstFit implements Picker {
    private final Room room;

    FirstFit(Candidates candidates) {
        room = new Room(candidates);
    }

    @Override
    public @Nullable Lease pick(long clientHash, List<Backend> tried, RandomGenerator random, long nowNanos) {
        return room.leaseNext(0, tried);
    }

    @Override
    public void attach() {
        room.attach();
    }
}
