package io.weir.balance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * By the client's address, the same on every node: the {@link Maglev} table of the members, used or not, and where
 * its answer is no candidate, is full or was tried, the answer to the hash of the hash, and so on. So a client whose
 * backend is down or full goes to one other, each to its own, the others stay where they are, and all come back when
 * it does. A pick costs one look-up, and one more for each that is passed over.
 */
final class SourceHash implements Picker {
    private static final long STEP = 0x9E3779B97F4A7C15L;

    /** So many looks in vain, then the next with room from a place the hash says. */
    private static final int LOOKS = 64;

    private final Candidates candidates;
    private final Maglev maglev;
    private final Room room;

    /** Where a member stands among the candidates, or -1. */
    private final int[] places;

    SourceHash(Candidates candidates, Maglev maglev) {
        this.candidates = candidates;
        this.maglev = maglev;
        room = new Room(candidates);
        Map<String, Integer> byId = new HashMap<>();
        for (int i = 0; i < candidates.size(); i++) {
            byId.put(candidates.backend(i).key().id(), i);
        }
        places = maglev.members().stream()
                .mapToInt(member -> byId.getOrDefault(member.id(), -1))
                .toArray();
    }

    @Override
    public @Nullable Lease pick(long clientHash, List<Backend> tried, RandomGenerator random, long nowNanos) {
        long hash = Xxh64.avalanche(clientHash);
        for (int look = 1; look <= LOOKS; look++) {
            int place = places[maglev.member(hash)];
            Lease lease = place < 0 ? null : room.lease(place, tried);
            if (lease != null) {
                return lease;
            }
            hash = Xxh64.avalanche(clientHash + look * STEP);
        }
        return room.leaseNext((int) Math.unsignedMultiplyHigh(hash, candidates.size()), tried);
    }

    @Override
    public void attach() {
        room.attach();
    }
}
