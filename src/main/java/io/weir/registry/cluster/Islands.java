package io.weir.registry.cluster;

import io.weir.model.HostPort;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a node joins, founds or leaves a cluster, from what the nodes it hails answer. All nodes decide alike, so
 * that they come to one cluster whatever the order of seeds and starts. Times are nanoseconds of a clock that only moves
 * forward. For one thread.
 */
final class Islands {
    /** A node that found no cluster for so long founds one, if no other that was found is to do so. */
    static final Duration ALONE = Duration.ofSeconds(10);

    /** It founds one after so long even where another was to, which did not. */
    static final Duration TIRED = Duration.ofSeconds(15);

    /** All that are asked are given so long to answer, so that of several clusters the right one is joined at once. */
    static final Duration HEARING = Duration.ofSeconds(1);

    /** An answer counts for so long: some hails may be lost. */
    static final Duration FRESH = Duration.ofSeconds(7);

    /** Another cluster must outrank ours for so long: numbers change while nodes come together. */
    static final Duration SURE = Duration.ofSeconds(2);

    /** A wish to join that nobody answered for so long is not repeated elsewhere: it may yet be granted. */
    static final Duration UNWELCOME = Duration.ofSeconds(10);

    /** A node that another took along as a member, and did not become one for so long, begins anew. */
    static final Duration STUCK = Duration.ofSeconds(60);

    /** So long another cluster may count a node of ours as its own before that node makes an end of it. */
    static final Duration STRANDED = Duration.ofSeconds(10);

    private static final Comparator<HostPort> LOWEST =
            Comparator.comparing(HostPort::host).thenComparingInt(HostPort::port);

    private final HostPort self;
    private final long uid;
    private final Set<HostPort> targets;
    private final long startedNanos;
    private final Map<HostPort, Heard> heard = new HashMap<>();
    private @Nullable Rival rival;
    private @Nullable Long askedNanos;
    private @Nullable Long strandedNanos;

    private record Heard(long uid, @Nullable Island island, long nanos) {}

    private record Rival(long oldest, long sinceNanos) {}

    /**
     * A node that is a member of nothing.
     *
     * @param self its address
     * @param uid its incarnation
     * @param seeds whom it asks, perhaps itself among them
     */
    Islands(HostPort self, long uid, Collection<HostPort> seeds, long nowNanos) {
        this.self = self;
        this.uid = uid;
        this.targets = new LinkedHashSet<>(seeds);
        targets.remove(self);
        this.startedNanos = nowNanos;
    }

    /** Whom to hail. */
    Set<HostPort> targets() {
        return Set.copyOf(targets);
    }

    /** Who of those that are hailed was not heard of lately. */
    Set<HostPort> silent(long nowNanos) {
        forget(nowNanos);
        Set<HostPort> silent = new TreeSet<>(LOWEST);
        silent.addAll(targets);
        silent.removeAll(heard.keySet());
        return silent;
    }

    /** Somebody of our name hailed or answered. */
    void heard(Hail hail, long nowNanos) {
        if (!hail.address().equals(self)) {
            heard.put(hail.address(), new Heard(hail.uid(), hail.island(), nowNanos));
        }
    }

    /** What to do while this node is a member of nothing. */
    Move looking(long nowNanos) {
        if (askedNanos != null) {
            return since(askedNanos, UNWELCOME, nowNanos) ? new Move.Anew() : new Move.Stay();
        }
        Move move = choose(nowNanos);
        if (!(move instanceof Move.Stay)) {
            askedNanos = nowNanos;
        }
        return move;
    }

    /** What to do while this node was taken along and is no full member yet. */
    Move joining(long nowNanos) {
        return askedNanos != null && since(askedNanos, STUCK, nowNanos) ? new Move.Anew() : new Move.Stay();
    }

    private static boolean since(long fromNanos, Duration limit, long nowNanos) {
        return nowNanos - fromNanos >= limit.toNanos();
    }

    private Move choose(long nowNanos) {
        forget(nowNanos);
        HostPort best = null;
        Island island = null;
        for (Map.Entry<HostPort, Heard> each : heard.entrySet()) {
            Island found = each.getValue().island();
            if (found != null && (island == null || found.outranks(island))) {
                island = found;
                best = each.getKey();
            }
        }
        long waited = nowNanos - startedNanos;
        boolean allAnswered = heard.keySet().containsAll(targets);
        if (best != null) {
            return allAnswered || waited >= HEARING.toNanos() ? new Move.Join(best) : new Move.Stay();
        }
        boolean lowest = heard.keySet().stream().allMatch(other -> LOWEST.compare(self, other) < 0);
        boolean found = (lowest && (allAnswered || waited >= ALONE.toNanos())) || waited >= TIRED.toNanos();
        return found ? new Move.Found() : new Move.Stay();
    }

    /** What to do as a member of a cluster. */
    Move member(Island own, long nowNanos) {
        forget(nowNanos);
        if (!stranded(own)) {
            strandedNanos = null;
        } else if (strandedNanos == null) {
            strandedNanos = nowNanos;
        } else if (since(strandedNanos, STRANDED, nowNanos)) {
            return new Move.Anew();
        }
        HostPort best = null;
        Island strongest = null;
        for (Map.Entry<HostPort, Heard> each : heard.entrySet()) {
            Island other = each.getValue().island();
            if (other == null
                    || own.uids().contains(each.getValue().uid())
                    || own.overlaps(other)
                    || !other.outranks(own)
                    || (strongest != null && !other.outranks(strongest))) {
                continue;
            }
            strongest = other;
            best = each.getKey();
        }
        if (best == null || strongest == null) {
            rival = null;
            return new Move.Stay();
        }
        Rival before = rival;
        if (before == null || before.oldest() != strongest.oldest()) {
            rival = new Rival(strongest.oldest(), nowNanos);
            return new Move.Stay();
        }
        return since(before.sinceNanos(), SURE, nowNanos) ? new Move.Merge(best, strongest) : new Move.Stay();
    }

    /** Whether a cluster that is not ours counts this node, and of ours only this one, among its own. */
    private boolean stranded(Island own) {
        return heard.values().stream().anyMatch(each -> {
            Island other = each.island();
            return other != null
                    && other.uids().contains(uid)
                    && other.uids().stream().filter(own.uids()::contains).count() == 1;
        });
    }

    private void forget(long nowNanos) {
        heard.values().removeIf(each -> nowNanos - each.nanos() > FRESH.toNanos());
    }
}
