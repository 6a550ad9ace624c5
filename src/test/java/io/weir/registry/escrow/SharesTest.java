package io.weir.registry.escrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Seed;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SharesTest {
    @Test
    void whatFitsIsGivenAndTheRestIsSpreadEvenly() {
        assertThat(Shares.of(100, new long[] {10, 0, 0}, new long[3])).containsExactly(40, 30, 30);
    }

    @Test
    void whatDoesNotFitIsSharedFairly() {
        assertThat(Shares.of(100, new long[] {500, 10, 500}, new long[3])).containsExactly(45, 10, 45);
    }

    @Test
    void aUnitThatCannotBeDividedStaysWhereItLies() {
        assertThat(Shares.of(1, new long[] {0, 0, 0}, new long[] {0, 1, 0})).containsExactly(0, 1, 0);
        assertThat(Shares.of(1, new long[] {4, 4, 4}, new long[] {0, 0, 1})).containsExactly(0, 0, 1);
        assertThat(Shares.of(1, new long[] {0, 0, 2}, new long[] {0, 1, 0})).containsExactly(0, 0, 1);
    }

    @Test
    void nobodyToShareWith() {
        assertThat(Shares.of(5, new long[0], new long[0])).isEmpty();
    }

    @Test
    void laws() {
        Seed seed = Seed.fresh();
        RandomGenerator random = seed.random(1);
        for (int round = 0; round < 50_000; round++) {
            int count = 1 + random.nextInt(9);
            int total = random.nextInt(10) == 0 ? Integer.MAX_VALUE - 1 : random.nextInt(120);
            long[] wanted = new long[count];
            long[] held = new long[count];
            for (int i = 0; i < count; i++) {
                wanted[i] = random.nextInt(3) == 0 ? 0 : random.nextInt(60);
                held[i] = random.nextInt(60);
            }
            int[] shares = Shares.of(total, wanted, held);
            String what = seed + " round " + round + ": " + total + " for " + Arrays.toString(wanted) + " holding "
                    + Arrays.toString(held) + " gives " + Arrays.toString(shares);
            long sum = 0;
            boolean scarce = Arrays.stream(wanted).sum() > total;
            for (int i = 0; i < count; i++) {
                sum += shares[i];
                for (int j = 0; j < count; j++) {
                    if (scarce) {
                        assertThat(shares[i]).as(what).isBetween(0, (int) wanted[i]);
                        assertThat(shares[i] < wanted[i] && shares[j] > shares[i] + 1)
                                .as(what)
                                .isFalse();
                    } else {
                        assertThat(shares[i] - wanted[i]).as(what).isBetween(0L, shares[j] - wanted[j] + 1);
                    }
                }
            }
            assertThat(sum).as(what).isEqualTo(total);
        }
    }
}
