package io.weir.transport.socket;

import java.util.SplittableRandom;

/**
 * TCP keep-alive probes.
 *
 * @param idleSeconds quiet time before the first, at least 1
 * @param intervalSeconds time between two, at least 1
 * @param count unanswered ones that end the connection, 1 to 127
 */
public record KeepAlive(int idleSeconds, int intervalSeconds, int count) {
    /** More than so many seconds Linux refuses, and goes on with its own. */
    private static final int MOST_SECONDS = 32_767;

    /**
     * One socket's own share: up to a quarter more of both times. The kernel fires timers of a minute in batches of
     * seconds, and what the probes of thousands of connections of one age overflow, an interface without a queue of its
     * own (loopback, a container's) drops unseen, every round anew.
     *
     * @param random where the share comes from
     * @return the same number of probes, at times of the socket's own
     */
    public KeepAlive spread(SplittableRandom random) {
        return new KeepAlive(more(idleSeconds, random), more(intervalSeconds, random), count);
    }

    private static int more(int seconds, SplittableRandom random) {
        return Math.min(MOST_SECONDS, seconds + random.nextInt(seconds / 4 + 1));
    }
}
