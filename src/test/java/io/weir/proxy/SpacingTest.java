package io.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is left goes down along a straight line, however few there are, whatever else they do and on however many loops. */
@Tag("contract-10")
class SpacingTest {
    private static final int RUNS = 300;
    private static final long MILLI = 1_000_000;

    private final Seed seed = Seed.fresh();

    /** A node that ends its connections, in time of its own. */
    private final class Town {
        final RandomGenerator random;
        final int[] loops;
        /** Any number is as good, one whose end is beyond the highest long among them. */
        final long began;

        final long time;
        final Spacing spacing;
        long now;
        int ended;

        Town(int run) {
            random = seed.random(run);
            loops = new int[1 + random.nextInt(16)];
            time = (1 + random.nextLong(20_000)) * MILLI;
            began = run % 2 == 0 ? random.nextLong() : Long.MAX_VALUE - random.nextLong(time);
            spacing = new Spacing(began, time);
        }

        int left() {
            return Arrays.stream(loops).sum();
        }

        void arrive(int many) {
            for (int i = 0; i < many; i++) {
                loops[random.nextInt(loops.length)]++;
            }
        }

        /** Some end by themselves; gives how many. */
        int depart(int most) {
            int gone = 0;
            for (int i = 0; i < most; i++) {
                int loop = random.nextInt(loops.length);
                if (loops[loop] > 0) {
                    loops[loop]--;
                    gone++;
                }
            }
            return gone;
        }

        /** A while passes, mostly fifty milliseconds as for a node, and what is due is ended; gives how many that was. */
        int step() {
            now += random.nextInt(10) == 0 ? random.nextLong(500 * MILLI) : 50 * MILLI;
            int[] due = spacing.due(began + now, loops.clone());
            int many = 0;
            for (int i = 0; i < loops.length; i++) {
                assertThat(due[i]).as("loop %s, %s", i, seed).isBetween(0, loops[i]);
                loops[i] -= due[i];
                many += due[i];
            }
            ended += many;
            return many;
        }

        boolean isOver() {
            return now >= time;
        }

        /** How many there may be now of so many if they go down along the line from that moment to the end. */
        double line(double many, long since) {
            return many * (time - now) / (time - since);
        }
    }

    @Test
    void atAnyTimeSoManyAreEndedAsAreToBeByThenOrOneMore() {
        for (int run = 0; run < RUNS; run++) {
            Town town = new Town(run);
            int many = run < 30 ? run : town.random.nextInt(run < 250 ? 100 : 20_000);
            town.arrive(many);
            while (!town.isOver()) {
                town.step();
                if (!town.isOver()) {
                    assertThat((double) town.left())
                            .as("%s after %s of %s, run %s, %s", many, town.now, town.time, run, seed)
                            .isBetween(town.line(many, 0) - 1 - 1e-6, town.line(many, 0) + 1e-6);
                }
            }
            assertThat(town.left()).as("run %s, %s", run, seed).isZero();
            assertThat(town.ended).isEqualTo(many);
        }
    }

    @Test
    void whoEndsByItselfMakesNobodyElseEndSoonerAndWhoComesHasItsTurnAsWell() {
        for (int run = 0; run < RUNS; run++) {
            Town town = new Town(run);
            town.arrive(town.random.nextInt(200));
            double due = town.left();
            while (!town.isOver()) {
                // What there is goes down along its line, and each that comes or goes raises or lowers that by one
                long before = town.now;
                int came = town.random.nextInt(4) == 0 ? town.random.nextInt(4) : 0;
                town.arrive(came);
                int gone = town.random.nextInt(4) == 0 ? town.depart(town.random.nextInt(4)) : 0;
                due += came - gone;
                town.step();
                if (!town.isOver()) {
                    due = town.line(due, before);
                    assertThat((double) town.left())
                            .as("%s after %s of %s, run %s, %s", due, town.now, town.time, run, seed)
                            .isBetween(due - 1 - 1e-6, due + 1e-6);
                }
            }
            assertThat(town.left()).as("run %s, %s", run, seed).isZero();
        }
    }

    @Test
    void noMoreAreEndedInAnyWhileThanItsShareAndOne() {
        for (int run = 0; run < RUNS; run++) {
            Town town = new Town(run);
            int many = town.random.nextInt(200);
            town.arrive(many);
            List<long[]> steps = new ArrayList<>();
            while (!town.isOver()) {
                long before = town.now;
                town.depart(town.random.nextInt(8) == 0 ? 1 : 0);
                steps.add(new long[] {before, town.step(), town.now});
            }
            for (int from = 0; from < steps.size(); from++) {
                long ended = 0;
                for (int to = from; to < steps.size(); to++) {
                    ended += steps.get(to)[1];
                    long passed = Math.min(town.time, steps.get(to)[2]) - steps.get(from)[0];
                    assertThat((double) ended)
                            .as("%s of %s in %s of %s, run %s, %s", ended, many, passed, town.time, run, seed)
                            .isLessThanOrEqualTo((double) many * passed / town.time + 1 + 1e-6);
                }
            }
        }
    }

    @Test
    void theFirstIsEndedAtOnceAndHasAllOfTheTimeToBeWrittenOut() {
        Spacing spacing = new Spacing(0, 10_000 * MILLI);
        assertThat(spacing.due(1, new int[] {0, 1, 0})).containsExactly(0, 1, 0);
    }

    @Test
    void loopsTakeTurnsAndTheFullestIsFirst() {
        Spacing spacing = new Spacing(0, 10);
        assertThat(spacing.due(4, new int[] {1, 9, 0})).containsExactly(0, 4, 0);
        assertThat(spacing.due(8, new int[] {1, 5, 0})).containsExactly(0, 4, 0);
        assertThat(spacing.due(10, new int[] {1, 1, 0})).containsExactly(1, 1, 0);
    }

    @Test
    void aTimeThatIsOffIsOverAtOnce() {
        Spacing spacing = new Spacing(7, 0);
        assertThat(spacing.isOver(7)).isTrue();
        assertThat(spacing.due(7, new int[] {3, 4})).containsExactly(3, 4);
    }
}
