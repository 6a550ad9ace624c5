package io.weir.kit;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * How long tests wait for something that is certain to come. All such waits are multiplied by the environment variable
 * {@code WEIR_TEST_TIMEOUT_FACTOR} (a number, 1 where it is unset), so that one knob suits a slow machine. Times that
 * are part of what is tested are not waits and do not go through here.
 */
public final class Patience {
    private static final double FACTOR =
            Double.parseDouble(System.getenv().getOrDefault("WEIR_TEST_TIMEOUT_FACTOR", "1"));
    /** What comes late on a busy machine comes; only a test that fails anyway takes the longer for it. */
    private static final double ONLY_WAITED_FOR = 3;

    /** Looking often would take the processor from what is waited for. */
    private static final Duration MOST_OFTEN = Duration.ofMillis(10);

    private static final Duration LEAST_OFTEN = Duration.ofMillis(60);

    private Patience() {}

    /**
     * Stretches a wait.
     *
     * @param seconds on an ordinary machine
     * @return on this one
     */
    public static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000 * FACTOR));
    }

    /**
     * As much as is asked of an ordinary machine in a second is asked of a slower one in a stretched second.
     *
     * @param perSecond on an ordinary machine
     * @return on this one
     */
    public static double rate(double perSecond) {
        return perSecond / FACTOR;
    }

    /**
     * A condition that is polled every 10 ms at first and every 60 ms in the end, and takes up to 15 seconds where nothing
     * else runs. It is waited for three times as long.
     *
     * @param what is awaited, for the failure message
     * @return Awaitility's entry
     */
    public static ConditionFactory until(String what) {
        return until(what, 15);
    }

    /**
     * A condition that is polled every 10 ms at first and every 60 ms in the end. That it comes is what is tested, not when: a
     * bound on a time is measured and asserted.
     *
     * @param what is awaited, for the failure message
     * @param seconds the most it takes where nothing else runs; stretched, and three times as long is waited
     * @return Awaitility's entry
     */
    public static ConditionFactory until(String what, double seconds) {
        return Awaitility.await(what)
                .pollDelay(Duration.ZERO)
                .pollInterval(Patience::next)
                .atMost(seconds(seconds * ONLY_WAITED_FOR));
    }

    private static Duration next(int polled, Duration previous) {
        Duration longer = previous.multipliedBy(3).dividedBy(2);
        return longer.compareTo(MOST_OFTEN) < 0 ? MOST_OFTEN : longer.compareTo(LEAST_OFTEN) > 0 ? LEAST_OFTEN : longer;
    }
}
