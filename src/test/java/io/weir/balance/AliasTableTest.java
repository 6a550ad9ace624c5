package io.weir.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AliasTableTest {
    private static final int DRAWS = 1 << 17;

    @Test
    void draws_are_in_proportion_to_weight() {
        Cases.each(40, random -> {
            int[] weights = Cases.weights(random, Cases.between(random, 1, 40), Cases.between(random, 1, 1000));
            double[] share = shares(new AliasTable(weights), weights.length);
            double total = Arrays.stream(weights).sum();
            for (int i = 0; i < weights.length; i++) {
                // Evenly spread bits leave an error of the order of members / draws.
                assertThat(Math.abs(share[i] - weights[i] / total)).isLessThan(0.002);
            }
        });
    }

    @Test
    void one_that_towers_above_a_thousand_gets_its_share_and_no_more() {
        int[] weights = new int[1001];
        Arrays.fill(weights, 1);
        weights[500] = 1000;
        double[] share = shares(new AliasTable(weights), weights.length);
        assertThat(share[500]).isBetween(0.495, 0.505);
    }

    @Test
    void the_ends_of_the_range_stay_inside() {
        AliasTable table = new AliasTable(new int[] {3, 1, 2});
        assertThat(table.draw(0)).isBetween(0, 2);
        assertThat(table.draw(-1)).isBetween(0, 2);
    }

    /** Draws with bits spread evenly over all longs: steps of the golden section. */
    private static double[] shares(AliasTable table, int members) {
        double[] share = new double[members];
        for (int i = 0; i < DRAWS; i++) {
            long even = i * 0x9E3779B97F4A7C15L;
            share[table.draw((even & 0xFFFF_FFFF_0000_0000L) | (Xxh64.avalanche(i) >>> 32))] += 1.0 / DRAWS;
        }
        return share;
    }
}
