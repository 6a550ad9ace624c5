package io.weir.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MaglevTest {
    private static final int KEYS = 20_000;

    @Test
    void sizes_are_the_first_primes_above_powers_of_two() {
        for (int i = 0; i < Maglev.SIZES.length; i++) {
            assertThat(BigInteger.valueOf(1L << (16 + i)).nextProbablePrime())
                    .isEqualTo(BigInteger.valueOf(Maglev.SIZES[i]));
        }
    }

    @Test
    void a_slot_count_that_fits_the_members() {
        assertThat(Maglev.of(equal(3)).size()).isEqualTo(65537);
        assertThat(Maglev.of(equal(1024)).size()).isEqualTo(65537);
        assertThat(Maglev.of(equal(1025)).size()).isEqualTo(131101);
        assertThat(Maglev.of(equal(4096)).size()).isEqualTo(262147);
    }

    @Test
    void the_order_in_which_members_are_given_does_not_matter() {
        Cases.each(10, random -> {
            List<Maglev.Member> members = weighted(random, Cases.between(random, 2, 50));
            List<Maglev.Member> shuffled = new ArrayList<>(members);
            Collections.shuffle(shuffled, new Random(random.nextLong()));
            Maglev one = Maglev.of(members);
            Maglev other = Maglev.of(shuffled);
            assertThat(one.isOf(shuffled)).isTrue();
            for (int i = 0; i < KEYS; i++) {
                long key = random.nextLong();
                assertThat(id(one, key)).isEqualTo(id(other, key));
            }
        });
    }

    @Test
    void shares_follow_the_weights_within_a_percent() {
        Cases.each(10, random -> {
            List<Maglev.Member> members = weighted(random, Cases.between(random, 2, 30));
            double total = members.stream().mapToInt(Maglev.Member::weight).sum();
            Maglev maglev = Maglev.of(members);
            int[] slots = new int[members.size()];
            for (int slot = 0; slot < maglev.size(); slot++) {
                slots[maglev.member(keyOf(slot, maglev.size()))]++;
            }
            for (int i = 0; i < slots.length; i++) {
                double expected = maglev.size() * maglev.members().get(i).weight() / total;
                assertThat(slots[i] / expected).isBetween(0.99, 1.01);
            }
        });
    }

    @Test
    void a_removal_moves_its_own_keys_and_few_others() {
        Cases.each(10, random -> {
            List<Maglev.Member> members = equal(Cases.between(random, 3, 60));
            List<Maglev.Member> left = new ArrayList<>(members);
            String gone = left.remove(random.nextInt(left.size())).id();
            Maglev before = Maglev.of(members);
            Maglev after = Maglev.of(left);
            int others = 0;
            int moved = 0;
            for (int i = 0; i < KEYS; i++) {
                long key = random.nextLong();
                String was = id(before, key);
                if (!was.equals(gone)) {
                    others++;
                    moved += was.equals(id(after, key)) ? 0 : 1;
                }
            }
            assertThat(moved / (double) others)
                    .as("share of other keys that moved")
                    .isLessThan(0.12);
        });
    }

    private static List<Maglev.Member> equal(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Maglev.Member("b" + i, 1))
                .toList();
    }

    private static List<Maglev.Member> weighted(SplittableRandom random, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Maglev.Member("10.0.0." + i + ":80", Cases.between(random, 1, 20)))
                .toList();
    }

    private static String id(Maglev maglev, long key) {
        return maglev.members().get(maglev.member(key)).id();
    }

    /** A hash that falls into this slot. */
    private static long keyOf(int slot, int size) {
        return BigInteger.valueOf(slot)
                .shiftLeft(64)
                .add(BigInteger.valueOf(size - 1))
                .divide(BigInteger.valueOf(size))
                .longValue();
    }
}
