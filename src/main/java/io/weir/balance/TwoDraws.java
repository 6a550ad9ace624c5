package io.weir.balance;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Two different ones drawn by weight, the better of the two leased; where they are equal the first, so that weights
 * hold while nothing else tells them apart. Mitzenmacher's power of two choices: nearly as even as looking at all,
 * without the herd that forms when many look at the same slightly old counts. A pick costs two draws and two looks.
 */
abstract class TwoDraws implements Picker {
    /** So many draws in vain for one that may be used, or for a second one. */
    private static final int DRAWS = 8;

    private final Candidates candidates;
    private final AliasTable table;
    private final Room room;

    TwoDraws(Candidates candidates) {
        this.candidates = candidates;
        table = new AliasTable(candidates.weights());
        room = new Room(candidates);
    }

    /** Whether {@code second} is strictly better than {@code first}. */
    abstract boolean prefersSecond(int first, int second, long nowNanos);

    @Override
    public final @Nullable Lease pick(long clientHash, List<Backend> tried, RandomGenerator random, long nowNanos) {
        int first = draw(-1, tried, random);
        if (first >= 0) {
            int second = draw(first, tried, random);
            boolean swap = second >= 0 && prefersSecond(first, second, nowNanos);
            Lease lease = candidates.lease(swap ? second : first);
            if (lease != null) {
                return lease;
            }
        }
        return room.leaseNext(random.nextInt(candidates.size()), tried);
    }

    @Override
    public final void attach() {
        room.attach();
    }

    /** One that has room, was not tried and is not {@code other}; -1 where none turned up. */
    private int draw(int other, List<Backend> tried, RandomGenerator random) {
        int size = candidates.size();
        if (other >= 0 && size <= 2) {
            return size == 2 && usable(1 - other, tried) ? 1 - other : -1;
        }
        for (int n = 0; n < DRAWS; n++) {
            int drawn = table.draw(random.nextLong());
            if (drawn != other && usable(drawn, tried)) {
                return drawn;
            }
        }
        // One weight towers above the rest, or most are full: any other is better than no comparison.
        int any = random.nextInt(size);
        int different = any != other ? any : any + 1 == size ? 0 : any + 1;
        return usable(different, tried) ? different : -1;
    }

    private boolean usable(int index, List<Backend> tried) {
        return !room.full(index) && (tried.isEmpty() || !tried.contains(candidates.backend(index)));
    }
}
