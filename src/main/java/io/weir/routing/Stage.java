package io.weir.routing;

import io.weir.balance.Backend;
import io.weir.balance.Lease;
import io.weir.balance.Picker;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Backends of one standing: the primaries, and the backups behind them, which are used together while no primary
 * can take a connection. Any thread.
 */
record Stage(List<Picker> tiers) {
    Stage {
        tiers = List.copyOf(tiers);
    }

    @Nullable
    Lease pick(long clientHash, List<Backend> tried, RandomGenerator random, long nowNanos) {
        for (int i = 0; i < tiers.size(); i++) {
            Lease lease = tiers.get(i).pick(clientHash, tried, random, nowNanos);
            if (lease != null) {
                return lease;
            }
        }
        return null;
    }

    void attach() {
        tiers.forEach(Picker::attach);
    }
}
