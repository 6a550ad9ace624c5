package io.weir.health;

import io.weir.model.Health;
import io.weir.model.HealthCheckSettings;
import io.weir.model.Off;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * What the nodes' votes come to.
 *
 * @param health up, down or unknown
 * @param reason why, in words for people: what was found, then how many nodes say so
 */
public record Verdict(Health health, String reason) {
    /** A node that was silent for so long does not vote. */
    public static final long SILENCE_NANOS = 3_000_000_000L;

    /**
     * Down when more than half of the fresh votes say down, else up; what was found is what the first of those nodes by name
     * found. Without a fresh vote what our own probe says; without one the verdict before. Pure.
     *
     * @param votes one a node
     * @param own what our own probe says; unknown where we do not probe
     * @param before the verdict so far
     */
    public static Verdict of(
            Collection<Vote> votes, HealthCheckSettings settings, Verdict own, Verdict before, long nowNanos) {
        long fresh = freshness(settings);
        List<Vote> counting = votes.stream()
                .filter(vote -> vote.health() != Health.UNKNOWN)
                .filter(vote ->
                        nowNanos - vote.advancedNanos() <= fresh && nowNanos - vote.heardNanos() < SILENCE_NANOS)
                .sorted(Comparator.comparing(Vote::node))
                .toList();
        if (counting.isEmpty()) {
            return own.health() == Health.UNKNOWN ? before : own;
        }
        int all = counting.size();
        Health health = with(Health.DOWN, counting).size() * 2 > all ? Health.DOWN : Health.UP;
        List<Vote> winners = with(health, counting);
        return new Verdict(
                health,
                winners.getFirst().reason() + " (" + winners.size() + " of " + all + (all == 1 ? " node)" : " nodes)"));
    }

    private static List<Vote> with(Health health, List<Vote> votes) {
        return votes.stream().filter(vote -> vote.health() == health).toList();
    }

    /** A vote counts for so long after its probe sequence advanced: twice the longest interval and time-out of a probe. */
    public static long freshness(HealthCheckSettings settings) {
        long interval = Math.max(Off.nanos(settings.interval()), Off.nanos(settings.downInterval()));
        long once = Math.addExact(interval / 4, Off.nanos(settings.timeout()) / 4);
        return once > Long.MAX_VALUE / 8 ? Long.MAX_VALUE : 8 * once;
    }
}
