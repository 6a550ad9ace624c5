package io.weir.transport;

import org.jspecify.annotations.Nullable;

/** Something to be done at a time: an entry of a {@link TimerWheel}, on at most one place of it. */
public abstract class Timer {
    @Nullable
    Timer previous;

    @Nullable
    Timer next;

    @Nullable
    Timer list;

    long dueTick;

    /** Whether it is waiting. */
    public final boolean isScheduled() {
        return list != null;
    }

    /**
     * Acts; it is no longer scheduled and may schedule itself anew.
     *
     * @param now the loop's time in nanoseconds
     */
    protected abstract void fire(long now);
}
