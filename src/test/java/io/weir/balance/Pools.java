package io.weir.balance;

import io.weir.model.Algorithm;
import io.weir.model.BackendKey;
import io.weir.model.HostPort;
import io.weir.model.Off;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A set of candidates and a picker over them, for laws. */
final class Pools {
    static final List<Backend> NONE = List.of();

    final PoolMemory memory;
    final List<Backend> backends;
    final Picker picker;
    private final SplittableRandom random;

    private Pools(PoolMemory memory, List<Backend> backends, Picker picker, SplittableRandom random) {
        this.memory = memory;
        this.backends = backends;
        this.picker = picker;
        this.random = random;
    }

    /** Candidates {@code b0}, {@code b1}, ... with these weights and caps. */
    static Pools of(Algorithm algorithm, int[] weights, int[] caps, SplittableRandom random) {
        List<Backend> backends =
                IntStream.range(0, weights.length).mapToObj(Pools::backend).toList();
        return over(algorithm, new PoolMemory(random.nextLong()), backends, weights, caps, random);
    }

    /** The same over backends that exist. */
    static Pools over(
            Algorithm algorithm,
            PoolMemory memory,
            List<Backend> backends,
            int[] weights,
            int[] caps,
            SplittableRandom random) {
        List<Candidates.Candidate> candidates = new ArrayList<>();
        List<Maglev.Member> members = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            candidates.add(new Candidates.Candidate(backends.get(i), weights[i], caps[i]));
            members.add(new Maglev.Member(backends.get(i).key().id(), weights[i]));
        }
        Picker picker = Pickers.of(algorithm, new Candidates(memory, candidates), () -> Maglev.of(members));
        picker.attach();
        return new Pools(memory, backends, picker, random);
    }

    static int[] uncapped(int count) {
        return IntStream.generate(() -> Off.COUNT).limit(count).toArray();
    }

    static Backend backend(int index) {
        HostPort where = new HostPort("127.0.0.1", 1 + index);
        return new Backend(
                new BackendKey("web", "b" + index, where),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1 + index));
    }

    @Nullable
    Lease pick() {
        return pick(NONE, random.nextLong(), 0);
    }

    @Nullable
    Lease pick(List<Backend> tried, long hash, long now) {
        memory.tryEnter(Off.COUNT);
        Lease lease = picker.pick(hash, tried, random, now);
        if (lease == null) {
            memory.leave();
        }
        return lease;
    }

    /** Picks where there must be something. */
    Lease take() {
        Lease lease = pick();
        if (lease == null) {
            throw new AssertionError("nothing to pick");
        }
        return lease;
    }

    int index(Lease lease) {
        return backends.indexOf(lease.backend());
    }
}
