package io.weir.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RotationTest {
    @Test
    void equal_weights_go_round_in_the_files_order() {
        Rotation rotation = new Rotation(new int[] {7, 7, 7});
        assertThat(rotation.cycle()).isEqualTo(3);
        for (long turn = 0; turn < 12; turn++) {
            assertThat(rotation.at(turn)).isEqualTo((int) (turn % 3));
        }
    }

    @Test
    void each_comes_up_exactly_by_weight_over_any_cycle() {
        Cases.each(60, random -> {
            int[] weights = Cases.weights(random, Cases.between(random, 1, 40), Cases.between(random, 1, 60));
            Rotation rotation = new Rotation(weights);
            int divisor = Arrays.stream(weights).reduce(0, RotationTest::gcd);
            assertThat(rotation.cycle()).isEqualTo(Arrays.stream(weights).sum() / divisor);
            int[] seen = new int[weights.length];
            long start = random.nextLong(Long.MAX_VALUE - 1_000_000);
            for (long turn = 0; turn < rotation.cycle(); turn++) {
                seen[rotation.at(start + turn)]++;
            }
            assertThat(seen)
                    .isEqualTo(Arrays.stream(weights).map(w -> w / divisor).toArray());
        });
    }

    @Test
    void two_weights_are_never_more_than_one_turn_from_even() {
        Cases.each(60, random -> {
            int[] weights = {Cases.between(random, 1, 1000), Cases.between(random, 1, 1000)};
            Rotation rotation = new Rotation(weights);
            double share = weights[0] / (double) (weights[0] + weights[1]);
            int seen = 0;
            for (int turn = 0; turn < rotation.cycle(); turn++) {
                seen += rotation.at(turn) == 0 ? 1 : 0;
                assertThat(Math.abs(seen - share * (turn + 1))).isLessThanOrEqualTo(1.0);
            }
        });
    }

    @Test
    void any_weights_stay_close_to_even_in_any_window() {
        Cases.each(30, random -> {
            int[] weights = Cases.weights(random, Cases.between(random, 2, 30), 100);
            Rotation rotation = new Rotation(weights);
            double total = Arrays.stream(weights).sum();
            int[] seen = new int[weights.length];
            double worst = 0;
            for (int turn = 0; turn < rotation.cycle(); turn++) {
                seen[rotation.at(turn)]++;
                for (int i = 0; i < weights.length; i++) {
                    worst = Math.max(worst, Math.abs(seen[i] - weights[i] / total * (turn + 1)));
                }
            }
            // A turn a level of the tree at most: 30 classes make 5 levels.
            assertThat(worst).isLessThan(5);
        });
    }

    @Test
    void the_turn_may_pass_the_end_of_the_numbers() {
        Rotation rotation = new Rotation(new int[] {1, 2});
        assertThat(rotation.at(Long.MAX_VALUE)).isBetween(0, 1);
        assertThat(rotation.at(Long.MIN_VALUE)).isBetween(0, 1);
        assertThat(rotation.at(-1)).isBetween(0, 1);
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
