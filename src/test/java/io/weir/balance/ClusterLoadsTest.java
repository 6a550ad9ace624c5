package io.weir.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.Algorithm;
import io.weir.model.Off;
import io.weir.model.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ClusterLoadsTest {
    private final ClusterLoads loads = new ClusterLoads();
    private final Map<Backend, Integer> others = new HashMap<>();
    private final List<Backend> backends = List.of(Pools.backend(0), Pools.backend(1), Pools.backend(2));
    private final List<Lease> held = new ArrayList<>();

    private Picker picker(Algorithm algorithm, Scope scope) {
        List<Candidates.Candidate> candidates = backends.stream()
                .map(backend -> new Candidates.Candidate(backend, 1, Off.COUNT))
                .toList();
        Candidates all = new Candidates(new PoolMemory(1), scope, candidates);
        Picker picker = Pickers.of(algorithm, all, () -> {
            throw new AssertionError("no source hash here");
        });
        picker.attach();
        return picker;
    }

    /** A beat at which all others spoke so many beats ago. */
    private void beat(int age) {
        double[] ages = new double[ClusterLoads.BEATS];
        ages[age] = 1;
        beat(ages);
    }

    private void beat(double[] ages) {
        loads.next();
        loads.pool(
                backends,
                key -> others.entrySet().stream()
                        .filter(entry -> entry.getKey().key().equals(key))
                        .mapToInt(Map.Entry::getValue)
                        .sum(),
                ages);
    }

    private int pick(Picker picker) {
        Lease lease = picker.pick(0, Pools.NONE, new SplittableRandom(1), 0);
        held.add(lease);
        return backends.indexOf(lease.backend());
    }

    private double load(int index) {
        return (double) backends.get(index).load() / Abroad.ONE;
    }

    @Test
    void whatOthersHoldCountsWhereThePoolIsBalancedOverTheCluster() {
        others.put(backends.get(0), 5);
        others.put(backends.get(2), 7);
        beat(0);
        for (Algorithm algorithm : List.of(Algorithm.LEAST_CONNECTIONS, Algorithm.POWER_OF_TWO_CHOICES)) {
            for (int i = 0; i < 5; i++) {
                assertThat(pick(picker(Algorithm.LEAST_CONNECTIONS, Scope.CLUSTER)))
                        .as("%s", algorithm)
                        .isEqualTo(1);
                held.removeLast().close();
            }
        }
        Picker alone = picker(Algorithm.LEAST_CONNECTIONS, Scope.NODE);
        assertThat(List.of(pick(alone), pick(alone), pick(alone))).containsExactlyInAnyOrder(0, 1, 2);
    }

    @Test
    void aPickerThatStandsHearsOfANewCount() {
        Picker picker = picker(Algorithm.LEAST_CONNECTIONS, Scope.CLUSTER);
        others.put(backends.get(0), 9);
        others.put(backends.get(1), 9);
        beat(0);
        assertThat(pick(picker)).isEqualTo(2);
        others.put(backends.get(2), 20);
        others.put(backends.get(1), 0);
        beat(0);
        assertThat(pick(picker)).isEqualTo(1);
    }

    @Test
    void sinceTheirLastWordTheOthersAreTakenToDoAsWeDo() {
        Picker picker = picker(Algorithm.FIRST, Scope.CLUSTER);
        for (int i = 0; i < 4; i++) {
            pick(picker);
        }
        others.put(backends.get(0), 12);
        beat(0);
        assertThat(load(0)).as("said just now").isEqualTo(16);
        pick(picker);
        assertThat(load(0)).as("they hold three for each of ours").isEqualTo(20);
        beat(1);
        // Of five here and twelve there each of ours counts for 1 + 12/5 now; one of them is new.
        assertThat(load(0)).isCloseTo(17 + 12 / 5.0, org.assertj.core.data.Offset.offset(0.05));
        held.removeLast().close();
        held.removeLast().close();
        assertThat(load(0)).isLessThan(16);
    }

    @Test
    void theOthersNeverHoldLessThanNothing() {
        Picker picker = picker(Algorithm.FIRST, Scope.CLUSTER);
        for (int i = 0; i < 10; i++) {
            pick(picker);
        }
        others.put(backends.get(0), 40);
        beat(0);
        while (held.size() > 3) {
            held.removeLast().close();
        }
        assertThat(load(0)).isGreaterThanOrEqualTo(3);
        held.forEach(Lease::close);
        assertThat(load(0)).isGreaterThanOrEqualTo(0);
    }

    @Test
    void withoutOthersALoadIsWhatIsHeld() {
        Picker picker = picker(Algorithm.FIRST, Scope.CLUSTER);
        pick(picker);
        others.put(backends.get(0), 3);
        beat(0);
        others.clear();
        beat(new double[ClusterLoads.BEATS]);
        assertThat(load(0)).isEqualTo(1);
        pick(picker);
        assertThat(load(0)).isEqualTo(2);
        assertThat(backends.get(0).clusterConnections()).isEqualTo(2);
    }

    @Test
    void aWordKeepsBothItsNumbers() {
        Cases.each(300, random -> {
            double factor = 1 + random.nextInt(200) + random.nextInt(256) / 256.0;
            double rest = random.nextInt(2_000_000) - 1_000_000 + random.nextInt(256) / 256.0;
            long held = random.nextInt(100_000);
            double load = Abroad.load(Abroad.word(factor, rest), held) / (double) Abroad.ONE;
            assertThat(load).isEqualTo(Math.max((double) held, held * factor + rest));
        });
        assertThat(Abroad.load(Abroad.NONE, 7)).isEqualTo(7 * Abroad.ONE);
    }

    @Test
    void leastConnectionsStaysExactWhileThreadsPickAndCountsMove() {
        Cases.each(5, random -> {
            Picker picker = picker(Algorithm.LEAST_CONNECTIONS, Scope.CLUSTER);
            long seed = random.nextLong();
            AtomicBoolean done = new AtomicBoolean();
            Threads.run(3, thread -> {
                SplittableRandom own = new SplittableRandom(seed + thread);
                if (thread == 0) {
                    for (int i = 0; i < 3_000; i++) {
                        others.put(backends.get(own.nextInt(3)), own.nextInt(50));
                        beat(own.nextInt(3));
                    }
                    done.set(true);
                } else {
                    while (!done.get()) {
                        Lease lease = picker.pick(0, Pools.NONE, own, 0);
                        assertThat(lease).isNotNull();
                        lease.close();
                    }
                }
            });
            long least = backends.stream().mapToLong(Backend::load).min().orElseThrow();
            Lease last = picker.pick(0, Pools.NONE, new SplittableRandom(1), 0);
            long before = last.backend().load();
            last.close();
            assertThat(last.backend().load()).isEqualTo(least);
            assertThat(before).isGreaterThanOrEqualTo(least);
            assertThat(Arrays.stream(new int[] {0, 1, 2})
                            .map(i -> backends.get(i).connections())
                            .sum())
                    .isZero();
        });
    }
}
