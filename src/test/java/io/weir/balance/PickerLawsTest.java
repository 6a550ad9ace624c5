package io.weir.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.Algorithm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every algorithm. */
class PickerLawsTest {
    @ParameterizedTest
    @EnumSource
    void caps_are_filled_to_the_last_place_and_never_beyond(Algorithm algorithm) {
        Cases.each(25, random -> {
            int[] caps = caps(random);
            Pools pool = Pools.of(algorithm, Cases.weights(random, caps.length, 9), caps, random);
            int places = Arrays.stream(caps).sum();
            List<Lease> held = new ArrayList<>();
            for (int i = 0; i < places; i++) {
                held.add(pool.take());
            }
            assertThat(pool.pick()).isNull();
            for (int i = 0; i < caps.length; i++) {
                assertThat(pool.backends.get(i).connections()).isEqualTo(caps[i]);
            }
            // One freed place is found, wherever it is.
            for (int i = 0; i < Math.min(places, 20); i++) {
                Lease freed = held.remove(random.nextInt(held.size()));
                freed.close();
                Lease again = pool.take();
                assertThat(again.backend()).isSameAs(freed.backend());
                held.add(again);
                assertThat(pool.pick()).isNull();
            }
            held.forEach(Lease::close);
            assertThat(pool.memory.connections()).isZero();
            assertThat(pool.backends).allMatch(backend -> backend.connections() == 0);
        });
    }

    @ParameterizedTest
    @EnumSource
    @Tag("peers-24")
    void caps_hold_against_real_threads_and_every_place_comes_back(Algorithm algorithm) {
        Cases.each(6, random -> {
            int[] caps = caps(random);
            Pools pool = Pools.of(algorithm, Cases.weights(random, caps.length, 5), caps, random);
            AtomicInteger worst = new AtomicInteger();
            long seed = random.nextLong();
            Threads.run(4, thread -> {
                SplittableRandom own = new SplittableRandom(seed + thread);
                List<Lease> held = new ArrayList<>();
                for (int step = 0; step < 1_500; step++) {
                    Lease lease = own.nextInt(3) > 0 ? pool.picker.pick(own.nextLong(), Pools.NONE, own, 0) : null;
                    if (lease != null) {
                        pool.memory.tryEnter(Integer.MAX_VALUE);
                        held.add(lease);
                        int over = lease.backend().connections() - caps[pool.index(lease)];
                        worst.accumulateAndGet(over, Math::max);
                    } else if (!held.isEmpty()) {
                        held.remove(own.nextInt(held.size())).close();
                    }
                }
                held.forEach(Lease::close);
            });
            assertThat(worst.get()).isLessThanOrEqualTo(0);
            assertThat(pool.memory.connections()).isZero();
            assertThat(pool.backends).allMatch(backend -> backend.connections() == 0);
            // What threads did to marks and minima must not hide a place.
            for (int i = 0; i < Arrays.stream(caps).sum(); i++) {
                pool.take();
            }
            assertThat(pool.pick()).isNull();
        });
    }

    @ParameterizedTest
    @EnumSource
    void those_tried_are_passed_over_until_none_is_left(Algorithm algorithm) {
        Cases.each(25, random -> {
            int count = Cases.between(random, 1, 12);
            Pools pool = Pools.of(algorithm, Cases.weights(random, count, 50), Pools.uncapped(count), random);
            List<Backend> tried = new ArrayList<>();
            long hash = random.nextLong();
            for (int i = 0; i < count; i++) {
                Lease lease = pool.pick(tried, hash, 0);
                assertThat(lease).isNotNull();
                assertThat(tried).doesNotContain(lease.backend());
                tried.add(lease.backend());
                lease.close();
            }
            assertThat(pool.pick(tried, hash, 0)).isNull();
        });
    }

    @ParameterizedTest
    @EnumSource
    void a_newer_table_goes_on_from_the_counts_of_the_older(Algorithm algorithm) {
        Cases.each(15, random -> {
            int[] caps = caps(random);
            int[] weights = Cases.weights(random, caps.length, 5);
            Pools older = Pools.of(algorithm, weights, caps, random);
            List<Lease> held = new ArrayList<>();
            for (int i = 0; i < Arrays.stream(caps).sum(); i++) {
                held.add(older.take());
            }
            Pools newer = Pools.over(algorithm, older.memory, older.backends, weights, caps, random);
            assertThat(newer.pick()).isNull();
            Lease freed = held.remove(random.nextInt(held.size()));
            freed.close();
            assertThat(newer.take().backend()).isSameAs(freed.backend());
            // The replaced table hears nothing any more, and still refuses what is full.
            assertThat(older.pick()).isNull();
            held.removeFirst().close();
            assertThat(older.pick()).isNotNull();
        });
    }

    private static int[] caps(SplittableRandom random) {
        return Cases.weights(random, Cases.between(random, 1, random.nextInt(4) == 0 ? 150 : 12), 4);
    }
}
