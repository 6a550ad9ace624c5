package io.weir.observe;

/** A clock on which time passes at each look. Belongs to one thread. */
public final class SteppingClock extends TestClock {
    private final long step;

    /**
     * Begins at 0.
     *
     * @param step nanoseconds between two looks
     */
    public SteppingClock(long step) {
        super(0);
        this.step = step;
    }

    @Override
    public long nanoTime() {
        now += step;
        return now;
    }
}
