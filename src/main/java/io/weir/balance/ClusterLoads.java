package io.weir.balance;

import io.weir.model.BackendKey;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.ToIntFunction;

/**
 * Makes loads over the cluster of what other nodes say they hold. What they say is old by up to a report's interval, and
 * nodes that all act on the same old counts send everything to the same backend. So each takes it that since their last
 * word the others did what it did itself: a connection that it adds or loses counts for as many as the others have for each
 * of its own, until they say better. A node thus fills its share of a gap and leaves the rest to the others.
 *
 * <p>Called once a beat by one thread; the choice reads what comes of it. A beat costs a few steps a backend.
 */
public final class ClusterLoads {
    /** What this node held is remembered for so many beats; what was said before counts as said then. */
    public static final int BEATS = 16;

    private int beat;

    /** A beat later; before any pool is looked at. */
    public void next() {
        beat = (beat + 1) % BEATS;
    }

    /**
     * Works out the loads of one pool's backends.
     *
     * @param backends those of a pool that is balanced over the cluster
     * @param others what the other nodes last said they hold, in sum
     * @param ages which share of the others last spoke so many beats ago: {@link #BEATS} numbers that add up to 1; all 0
     *     where there are none
     */
    public void pool(Collection<Backend> backends, ToIntFunction<BackendKey> others, double[] ages) {
        long here = 0;
        long there = 0;
        for (Backend backend : backends) {
            here += backend.connections();
            there += others.applyAsInt(backend.key());
        }
        double alike = here == 0 || Arrays.stream(ages).sum() == 0 ? 0 : Abroad.rounded((double) there / here);
        for (Backend backend : backends) {
            int[] past = backend.past(BEATS);
            past[beat] = backend.connections();
            double then = 0;
            for (int age = 0; age < BEATS; age++) {
                if (ages[age] != 0) {
                    then += ages[age] * past[(beat - age + BEATS) % BEATS];
                }
            }
            int reported = others.applyAsInt(backend.key());
            backend.others(reported, Abroad.word(1 + alike, reported - alike * then));
        }
    }
}
