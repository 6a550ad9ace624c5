package io.weir.routing;

import io.weir.balance.Backend;
import io.weir.balance.Candidates;
import io.weir.balance.Lease;
import io.weir.balance.Picker;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Backends of one standing: the primaries, and the backups behind them, which are used together while no primary
 * can take a connection. Any thread.
 */
record Stage(List<Tier> tiers) {
    Stage {
        tiers = List.copyOf(tiers);
    }

    /**
     * Backends that are used together.
     *
     * @param picker chooses one of them
     * @param members those it chooses from
     */
    record Tier(Picker picker, Candidates members) {}

    @Nullable
    Lease pick(long clientHash, List<Backend> tried, RandomGenerator random, long nowNanos) {
        for (int i = 0; i < tiers.size(); i++) {
            Lease lease = tiers.get(i).picker().pick(clientHash, tried, random, nowNanos);
            if (lease != null) {
                return lease;
            }
        }
        return null;
    }

    /** As {@link #pick}, of the best tier alone. */
    @Nullable
    Lease pickFirst(long clientHash, List<Backend> tried, RandomGenerator random, long nowNanos) {
        return tiers.getFirst().picker().pick(clientHash, tried, random, nowNanos);
    }

    /** One of the best tier that has no room for want of an allowance alone, not always the same; null where there is none. */
    @Nullable
    Backend inNeed(List<Backend> tried, RandomGenerator random) {
        Candidates best = tiers.getFirst().members();
        return best.inNeed(random.nextInt(best.size()), tried);
    }

    void attach() {
        tiers.forEach(tier -> tier.picker().attach());
    }
}
