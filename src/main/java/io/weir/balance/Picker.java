package io.weir.balance;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One algorithm over the candidates of one table. Any thread may pick; nothing blocks. */
public interface Picker {
    /**
     * Leases a candidate.
     *
     * @param clientHash the client's {@link StableHash}; only source hash looks at it
     * @param tried not these; mostly empty
     * @param random the calling thread's own
     * @param nowNanos the monotonic clock
     * @return null where each candidate is full or among {@code tried}
     */
    @Nullable
    Lease pick(long clientHash, List<Backend> tried, RandomGenerator random, long nowNanos);

    /** Takes over the candidates' seats: from now on this picker hears of connections that come and go. */
    void attach();
}
