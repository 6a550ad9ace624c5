package io.weir;

import io.weir.observe.NanoClock;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Whether a node read all that another member holds once since its start, and may use some of each cap that holds over the
 * cluster, or looked for that for ten seconds, or has nobody to look for: before, it does not know what was said at run time
 * while it was away. Once it is so it stays so. Any thread.
 */
final class Acquaintance {
    /** Counted from when it begins to look: a start on a busy machine takes as long, and leaves none of it. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final NanoClock clock;
    private final BooleanSupplier exchanged;
    private volatile boolean made;
    private volatile boolean looking;
    private volatile long since;

    /**
     * Of a node that does not look for others yet.
     *
     * @param nobody whether there is nobody to look for
     * @param exchanged whether it has all that it needs of another member; any thread
     */
    Acquaintance(NanoClock clock, boolean nobody, BooleanSupplier exchanged) {
        this.clock = clock;
        this.made = nobody;
        this.exchanged = exchanged;
    }

    /** The node looks for others from now on, or has done so before. For one thread. */
    void begin() {
        if (!looking) {
            since = clock.nanoTime();
            looking = true;
        }
    }

    boolean isMade() {
        if (!made) {
            made = exchanged.getAsBoolean() || (looking && clock.nanoTime() - since >= PATIENCE.toNanos());
        }
        return made;
    }
}
