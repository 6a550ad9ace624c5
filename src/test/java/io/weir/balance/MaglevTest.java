package io.weir.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MaglevTest {
    private static final int KEYS = 20_000;

    @Test
    void a_slot_count_that_fits_the_members() {
        assertThat(BigInteger.valueOf(Maglev.FEWEST).isProbablePrime(50)).isTrue();
        assertThat(Maglev.of(equal(3)).size()).isEqualTo(65537);
        assertThat(Maglev.of(equal(1024)).size()).isEqualTo(65537);
        assertThat(Maglev.of(equal(1025)).size()).isEqualTo(2 * 65537);
        assertThat(Maglev.of(equal(2048)).size()).isEqualTo(2 * 65537);
        assertThat(Maglev.of(equal(4096)).size()).isEqualTo(4 * 65537);
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
                    .isLessThan(0.02);
        });
    }

    /** Larger tables are made of smaller ones, so what was dealt there shows here. */
    @Test
    void shares_are_as_even_in_tables_of_every_size() {
        for (int count : new int[] {1024, 1025, 2049, 5000, 65_536}) {
            Maglev maglev = Maglev.of(equal(count));
            int[] slots = new int[count];
            for (int slot = 0; slot < maglev.size(); slot++) {
                slots[maglev.member(keyOf(slot, maglev.size()))]++;
            }
            int even = maglev.size() / count;
            assertThat(Arrays.stream(slots).summaryStatistics())
                    .as("slots of %d members", count)
                    .satisfies(
                            all -> assertThat(all.getMin()).isGreaterThanOrEqualTo(even),
                            all -> assertThat(all.getMax()).isLessThanOrEqualTo(even + 1));
        }
    }

    /** 1024 members and 1025 have tables of different sizes, so do 2048 and 2049. */
    @Test
    @Tag("peers-21")
    void across_the_bounds_of_size_a_change_moves_no_more_than_elsewhere() {
        Cases.each(5, random -> {
            for (int count : new int[] {900, 1024, 1500, 2048}) {
                List<Maglev.Member> more = named(random, count + 1);
                List<Maglev.Member> less = new ArrayList<>(more);
                String one = less.remove(random.nextInt(more.size())).id();
                Maglev large = Maglev.of(more);
                Maglev small = Maglev.of(less);
                int moved = 0;
                for (int i = 0; i < KEYS; i++) {
                    long key = random.nextLong();
                    String with = id(large, key);
                    moved += with.equals(one) || with.equals(id(small, key)) ? 0 : 1;
                }
                assertThat(moved / (double) KEYS)
                        .as("share of other keys that moved between %d and %d members", count, count + 1)
                        .isLessThan(0.02);
            }
        });
    }

    private static List<Maglev.Member> named(SplittableRandom random, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Maglev.Member(i + "-" + random.nextLong(), 1))
                .toList();
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
        return slot * (Long.divideUnsigned(-1L, size) + 1);
    }
}
