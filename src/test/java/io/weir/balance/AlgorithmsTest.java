package io.weir.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.Algorithm;
import io.weir.model.Off;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each algorithm promises beside the laws for all. */
class AlgorithmsTest {
    private static final long MILLI = 1_000_000L;

    @Test
    @Tag("peers-15")
    @Tag("peers-16")
    void round_robin_is_exact_over_a_cycle_even_between_two_tables() {
        Cases.each(30, random -> {
            int[] weights = Cases.weights(random, Cases.between(random, 1, 10), 20);
            Pools first = Pools.of(Algorithm.ROUND_ROBIN, weights, Pools.uncapped(weights.length), random);
            Pools second = Pools.over(
                    Algorithm.ROUND_ROBIN,
                    first.memory,
                    first.backends,
                    weights,
                    Pools.uncapped(weights.length),
                    random);
            int divisor = Arrays.stream(weights).reduce(0, AlgorithmsTest::gcd);
            int cycle = Arrays.stream(weights).sum() / divisor;
            int[] seen = new int[weights.length];
            int handOver = random.nextInt(cycle + 1);
            for (int i = 0; i < cycle; i++) {
                Lease lease = (i < handOver ? first : second).take();
                seen[first.index(lease)]++;
                lease.close();
            }
            assertThat(seen)
                    .isEqualTo(Arrays.stream(weights).map(w -> w / divisor).toArray());
        });
    }

    @Test
    void round_robin_spreads_what_a_full_one_cannot_take_over_the_others() {
        Pools pool =
                Pools.of(Algorithm.ROUND_ROBIN, new int[] {1, 1, 1}, new int[] {1, 999, 999}, new SplittableRandom(5));
        int[] seen = new int[3];
        for (int i = 0; i < 201; i++) {
            seen[pool.index(pool.take())]++;
        }
        assertThat(seen).isEqualTo(new int[] {1, 100, 100});
    }

    @Test
    void round_robin_starts_anywhere() {
        Map<Integer, Integer> firsts = new HashMap<>();
        Cases.each(60, random -> {
            Pools pool = Pools.of(Algorithm.ROUND_ROBIN, new int[] {1, 1, 1}, Pools.uncapped(3), random);
            firsts.merge(pool.index(pool.take()), 1, Integer::sum);
        });
        assertThat(firsts).hasSize(3);
    }

    @Test
    void least_connections_takes_the_least_loaded_for_its_weight_and_ties_go_round() {
        Cases.each(30, random -> {
            int[] weights = Cases.weights(random, Cases.between(random, 1, 200), Cases.between(random, 1, 5));
            Pools pool = Pools.of(Algorithm.LEAST_CONNECTIONS, weights, Pools.uncapped(weights.length), random);
            int[] held = new int[weights.length];
            List<Lease> leases = new ArrayList<>();
            for (int step = 0; step < 600; step++) {
                if (leases.isEmpty() || random.nextInt(3) > 0) {
                    Lease lease = pool.take();
                    int at = pool.index(lease);
                    for (int i = 0; i < weights.length; i++) {
                        assertThat((held[at] + 1L) * weights[i]).isLessThanOrEqualTo((held[i] + 1L) * weights[at]);
                    }
                    held[at]++;
                    leases.add(lease);
                } else {
                    Lease lease = leases.remove(random.nextInt(leases.size()));
                    held[pool.index(lease)]--;
                    lease.close();
                }
            }
        });
    }

    @Test
    void least_connections_goes_round_while_all_are_idle() {
        Pools pool = Pools.of(Algorithm.LEAST_CONNECTIONS, ones(130), Pools.uncapped(130), new SplittableRandom(2));
        Lease first = pool.take();
        int at = pool.index(first);
        first.close();
        for (int i = 1; i <= 260; i++) {
            Lease lease = pool.take();
            assertThat(pool.index(lease)).isEqualTo((at + i) % 130);
            lease.close();
        }
    }

    @Test
    @Tag("peers-18")
    void with_two_held_connections_on_one_the_next_ten_go_to_the_other() {
        Pools pool = Pools.of(
                Algorithm.LEAST_CONNECTIONS, ones(2), new int[] {Off.COUNT, Off.COUNT}, new SplittableRandom(1));
        List<Lease> held = new ArrayList<>(List.of(pool.take(), pool.take(), pool.take(), pool.take()));
        Backend emptied = held.getFirst().backend();
        held.stream().filter(lease -> lease.backend() == emptied).forEach(Lease::close);
        for (int i = 0; i < 10; i++) {
            Lease lease = pool.take();
            assertThat(lease.backend()).isSameAs(emptied);
            lease.close();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POWER_OF_TWO_CHOICES", "PEAK_EWMA"})
    @Tag("peers-19")
    void of_two_draws_the_busiest_is_never_taken(Algorithm algorithm) {
        Cases.each(30, random -> {
            int count = Cases.between(random, 2, 20);
            int weight = Cases.between(random, 1, 100);
            int[] weights = new int[count];
            Arrays.fill(weights, weight);
            Pools pool = Pools.of(algorithm, weights, Pools.uncapped(count), random);
            pool.backends.forEach(backend -> backend.connected(MILLI, 0));
            int busiest = random.nextInt(count);
            for (int i = 0; i < 3; i++) {
                pool.backends.get(busiest).tryLease(Off.COUNT);
            }
            for (int i = 0; i < 200; i++) {
                Lease lease = pool.take();
                assertThat(pool.index(lease)).isNotEqualTo(busiest);
                lease.close();
            }
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"POWER_OF_TWO_CHOICES", "RANDOM"})
    void at_rest_draws_follow_the_weights(Algorithm algorithm) {
        Cases.each(10, random -> {
            int[] weights = Cases.weights(random, 5, 10);
            Pools pool = Pools.of(algorithm, weights, Pools.uncapped(5), random);
            int picks = 40_000;
            double[] seen = new double[5];
            for (int i = 0; i < picks; i++) {
                Lease lease = pool.take();
                seen[pool.index(lease)]++;
                lease.close();
            }
            double total = Arrays.stream(weights).sum();
            for (int i = 0; i < 5; i++) {
                assertThat(seen[i] / picks).isBetween(weights[i] / total - 0.015, weights[i] / total + 0.015);
            }
        });
    }

    @Test
    void held_connections_settle_in_proportion_to_weight() {
        Cases.each(10, random -> {
            int[] weights = {1, 2, 3, 4};
            Pools pool = Pools.of(Algorithm.POWER_OF_TWO_CHOICES, weights, Pools.uncapped(4), random);
            for (int i = 0; i < 1_000; i++) {
                pool.take();
            }
            for (int i = 0; i < 4; i++) {
                assertThat(pool.backends.get(i).connections()).isBetween(weights[i] * 100 - 20, weights[i] * 100 + 20);
            }
        });
    }

    @Test
    void first_fills_one_after_the_other_whatever_their_weights() {
        Pools pool =
                Pools.of(Algorithm.FIRST, new int[] {1, 9, 5}, new int[] {2, 1, Off.COUNT}, new SplittableRandom(1));
        List<Lease> held = new ArrayList<>();
        for (int expected : new int[] {0, 0, 1, 2, 2}) {
            Lease lease = pool.take();
            assertThat(pool.index(lease)).isEqualTo(expected);
            held.add(lease);
        }
        held.get(2).close();
        held.get(1).close();
        assertThat(pool.index(pool.take())).isZero();
        assertThat(pool.index(pool.take())).isEqualTo(1);
    }

    @Test
    @Tag("peers-20")
    void peak_ewma_prefers_the_quick_one_and_forgets() {
        Pools pool = Pools.of(Algorithm.PEAK_EWMA, ones(2), Pools.uncapped(2), new SplittableRandom(4));
        pool.backends.get(0).connected(50 * MILLI, 0);
        pool.backends.get(1).connected(MILLI, 0);
        assertThat(picksOf(pool, 0, 100, MILLI)).isZero();
        // The slow one fades while the quick one is measured again and again.
        long later = 60_000 * MILLI;
        pool.backends.get(1).connected(MILLI, later);
        assertThat(picksOf(pool, 0, 100, later)).isEqualTo(100);
    }

    @Test
    void peak_ewma_leaves_one_alone_that_refused() {
        Pools pool = Pools.of(Algorithm.PEAK_EWMA, ones(2), Pools.uncapped(2), new SplittableRandom(4));
        pool.backends.get(0).dialFailed(0);
        pool.backends.get(1).connected(5 * MILLI, 0);
        assertThat(picksOf(pool, 0, 100, MILLI)).isZero();
    }

    @Test
    void peak_ewma_gives_one_that_was_never_measured_a_single_dial_to_begin_with() {
        Pools pool = Pools.of(Algorithm.PEAK_EWMA, ones(2), Pools.uncapped(2), new SplittableRandom(4));
        pool.backends.get(1).connected(MILLI, 0);
        assertThat(picksOf(pool, 0, 100, MILLI)).as("while it is idle").isEqualTo(100);
        Lease dialling = Objects.requireNonNull(pool.pick(Pools.NONE, 0, MILLI));
        assertThat(picksOf(pool, 0, 100, MILLI)).as("while its dial lasts").isZero();
        dialling.close();
    }

    private static int picksOf(Pools pool, int index, int picks, long now) {
        int seen = 0;
        for (int i = 0; i < picks; i++) {
            Lease lease = pool.pick(Pools.NONE, i, now);
            seen += lease != null && pool.index(lease) == index ? 1 : 0;
            if (lease != null) {
                lease.close();
            }
        }
        return seen;
    }

    private static int[] ones(int count) {
        int[] ones = new int[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
