package io.weir.registry.overrides;

/**
 * Gives out stamps: the wall clock's, or one more than the highest ever seen where that is later. So a clock that is behind,
 * or set back, never makes a write lose against one that it was made in knowledge of. For one thread.
 */
public final class HybridClock {
    private final long node;
    private long highest;

    /** A clock that has seen nothing. */
    public HybridClock(long node) {
        this.node = node;
    }

    /** What its stamps have as their node. */
    public long node() {
        return node;
    }

    /** Takes note of another's stamp; impossible ones are ignored. */
    public void saw(Stamp stamp) {
        if (stamp.possible()) {
            highest = Math.max(highest, stamp.time());
        }
    }

    /** A stamp later than all that were seen or given out. */
    public Stamp next(long wallMillis) {
        highest = Math.min(Stamp.LATEST, Math.max(wallMillis, highest + 1));
        return new Stamp(highest, node);
    }
}
