package io.weir.kit;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Where a test's randomness starts. A fresh one is taken from the clock, or from the system property
 * {@code weir.test.seed} to repeat a failure; tests put it into every failure message.
 *
 * @param value the number to repeat with
 */
public record Seed(long value) {
    /**
     * The run's seed.
     *
     * @return the property's value, or one that differs from run to run
     */
    public static Seed fresh() {
        Long fixed = Long.getLong("weir.test.seed");
        return new Seed(fixed == null ? System.nanoTime() & 0xffff_ffffL : fixed);
    }

    /**
     * A generator for one purpose; equal purposes give equal numbers.
     *
     * @param purpose tells generators of one test apart
     * @return a generator of its own
     */
    public RandomGenerator random(long purpose) {
        return new SplittableRandom(value * 0x9e37_79b9_7f4a_7c15L + purpose);
    }

    /**
     * Content that can be checked anywhere without being kept.
     *
     * @param purpose tells payloads of one test apart
     * @param length bytes
     * @return the payload
     */
    public Payload payload(long purpose, long length) {
        return new Payload(value * 0xbf58_476d_1ce4_e5b9L + purpose, length);
    }

    @Override
    public String toString() {
        return "seed " + value + " (repeat with -Dweir.test.seed=" + value + ")";
    }
}
