package io.weir.probe;

import io.weir.observe.NanoClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that moves only by hand, and moves an actor system's timers along. */
public final class HandClock implements NanoClock {
    private final AtomicLong now = new AtomicLong(1_000_000_000_000L);
    private final HandTime timers;

    public HandClock(HandTime timers) {
        this.timers = timers;
    }

    @Override
    public long nanoTime() {
        return now.get();
    }

    @Override
    public long epochMillis() {
        return now.get() / 1_000_000;
    }

    /** Waits until whoever was told something before has done it. */
    public void settle() {
        timers.settle();
    }

    /** Lets time pass for whoever reads the clock and for every timer. What was told before is done before. */
    public void pass(Duration time) {
        settle();
        now.addAndGet(time.toNanos());
        timers.pass(time);
    }

    /** Lets time pass that no timer hears of: as if nothing ran meanwhile. */
    public void leap(Duration time) {
        settle();
        now.addAndGet(time.toNanos());
    }
}
