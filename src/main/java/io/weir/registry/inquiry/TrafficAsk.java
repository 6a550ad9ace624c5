package io.weir.registry.inquiry;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Asks what a node has counted since its start. Answered by {@link TrafficPart}s. Which backends are asked for goes by pool and
 * then id; an older node, which knows nothing of that, answers with all.
 *
 * @param pool of this one alone; null for all
 * @param afterPool with {@code afterBackend} the last one that is not asked for; null to begin with the first
 * @param limit at most so many; 0 for all
 */
public record TrafficAsk(
        @Nullable String pool,
        @Nullable String afterPool,
        @Nullable String afterBackend,
        int limit) {
    /** Its word. */
    public static final String WORD = "traffic";

    /** The order of pages. */
    public static final Comparator<TrafficPart.OfBackend> ORDER =
            Comparator.comparing(TrafficPart.OfBackend::pool).thenComparing(TrafficPart.OfBackend::id);

    /** For everything. */
    public static final TrafficAsk ALL = new TrafficAsk(null, null, null, 0);

    /** Whether a backend is one of those that are asked for, if there is room. */
    public boolean wants(TrafficPart.OfBackend backend) {
        return (pool == null || pool.equals(backend.pool())) && isAfter(backend);
    }

    private boolean isAfter(TrafficPart.OfBackend backend) {
        if (afterPool == null || afterBackend == null) {
            return true;
        }
        int order = backend.pool().compareTo(afterPool);
        return order > 0 || (order == 0 && backend.id().compareTo(afterBackend) > 0);
    }
}
