package io.weir.balance;

import java.util.SplittableRandom;

/**
 * Runs a law over many generated cases. Each case draws everything from the randomness it is given; when one fails,
 * the message names its seed, and {@code -Dcases.seed=N} runs that one alone.
 */
public final class Cases {
    private static final String ONLY = System.getProperty("cases.seed", "");

    private Cases() {}

    /** A law that holds whatever is drawn. */
    @FunctionalInterface
    public interface Law {
        void holds(SplittableRandom random) throws Exception;
    }

    /** Checks the law over so many cases. */
    public static void each(int count, Law law) {
        if (!ONLY.isEmpty()) {
            check(Long.parseLong(ONLY), law);
            return;
        }
        for (long seed = 1; seed <= count; seed++) {
            check(seed, law);
        }
    }

    /** Between {@code least} and {@code most}, both included. */
    public static int between(SplittableRandom random, int least, int most) {
        return random.nextInt(least, most + 1);
    }

    /** One of these. */
    public static <T> T oneOf(SplittableRandom random, T[] values) {
        return values[random.nextInt(values.length)];
    }

    /** So many weights from 1 to {@code most}. */
    public static int[] weights(SplittableRandom random, int count, int most) {
        return random.ints(count, 1, most + 1).toArray();
    }

    private static void check(long seed, Law law) {
        try {
            law.holds(new SplittableRandom(seed));
        } catch (Exception | AssertionError e) {
            throw new AssertionError(
                    "case with seed " + seed + " (run it alone with -Dcases.seed=" + seed + "): " + e, e);
        }
    }
}
