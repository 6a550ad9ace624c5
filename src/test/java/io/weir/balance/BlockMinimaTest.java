package io.weir.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BlockMinimaTest {
    @Test
    void finds_what_a_plain_search_finds() {
        Cases.each(60, random -> {
            int size = Cases.between(random, 1, 400);
            int span = Cases.between(random, 1, 5);
            BlockMinima minima = new BlockMinima(size);
            long[] model = new long[size];
            Arrays.fill(model, BlockMinima.NONE);
            assertThat(minima.least(0)).isEqualTo(-1);
            for (int step = 0; step < 500; step++) {
                int index = random.nextInt(size);
                long load = random.nextInt(8) == 0 ? BlockMinima.NONE : random.nextInt(span);
                minima.set(index, load);
                model[index] = load;
                int from = random.nextInt(size);
                assertThat(minima.least(from)).isEqualTo(leastOf(model, from));
            }
        });
    }

    @Test
    void once_threads_that_raise_and_lower_are_done_the_least_is_the_least() {
        Cases.each(20, random -> {
            int size = Cases.between(random, 1, 200);
            BlockMinima minima = new BlockMinima(size);
            long[] model = new long[size];
            long seed = random.nextLong();
            // Each thread owns the indices of one remainder, so that the last value of each is known.
            Threads.run(2, thread -> {
                SplittableRandom own = new SplittableRandom(seed + thread);
                for (int step = 0; step < 4_000; step++) {
                    int index = own.nextInt(size);
                    if (index % 2 == thread) {
                        model[index] = 1L + own.nextInt(6);
                        minima.set(index, model[index]);
                    }
                    minima.least(index);
                }
                for (int index = thread; index < size; index += 2) {
                    model[index] = 1L + own.nextInt(1_000);
                    minima.set(index, model[index]);
                }
            });
            assertThat(minima.least(0)).isEqualTo(leastOf(model, 0));
        });
    }

    private static int leastOf(long[] model, int from) {
        int best = -1;
        for (int n = 0; n < model.length; n++) {
            int at = (from + n) % model.length;
            if (model[at] != BlockMinima.NONE && (best < 0 || model[at] < model[best])) {
                best = at;
            }
        }
        return best;
    }
}
