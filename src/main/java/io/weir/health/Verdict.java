package io.weir.health;

import io.weir.model.Health;
import io.weir.model.HealthCheckSettings;
import io.weir.model.Off;
import java.util.Collection;

/**
 * What the nodes' votes come to.
 *
 * @param health up, down or unknown
 * @param reason why, in words for people
 */
public record Verdict(Health health, String reason) {
    /** A node that was silent for so long does not vote. */
    public static final long SILENCE_NANOS = 3_000_000_000L;

    /**
     * Down when more than half of the fresh votes say down, else up. Without a fresh vote what our own probe says;
     * without one the verdict before. Pure.
     *
     * @param votes one a node
     * @param own our own probe's word, unknown where we do not probe
     * @param before the verdict so far
     */
    public static Verdict of(
            Collection<Vote> votes, HealthCheckSettings settings, Health own, Verdict before, long nowNanos) {
        long fresh = freshness(settings);
        int up = 0;
        int down = 0;
        for (Vote vote : votes) {
            boolean counts = nowNanos - vote.advancedNanos() <= fresh && nowNanos - vote.heardNanos() < SILENCE_NANOS;
            if (counts && vote.health() == Health.UP) {
                up++;
            } else if (counts && vote.health() == Health.DOWN) {
                down++;
            }
        }
        int all = up + down;
        if (all > 0) {
            return down * 2 > all
                    ? new Verdict(Health.DOWN, down + " of " + all + " nodes say down")
                    : new Verdict(Health.UP, up + " of " + all + " nodes say up");
        }
        return own == Health.UNKNOWN ? before : new Verdict(own, "no fresh vote; our own probe says " + own.word());
    }

    /** A vote counts for so long after its probe sequence advanced: twice the longest interval and time-out of a probe. */
    public static long freshness(HealthCheckSettings settings) {
        long interval = Math.max(Off.nanos(settings.interval()), Off.nanos(settings.downInterval()));
        long once = Math.addExact(interval / 4, Off.nanos(settings.timeout()) / 4);
        return once > Long.MAX_VALUE / 8 ? Long.MAX_VALUE : 8 * once;
    }
}
