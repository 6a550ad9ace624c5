package io.weir.probe;

import io.weir.observe.NanoClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;

/** A clock that moves only by hand, and moves an actor system's timers along. */
public final class HandClock implements NanoClock {
    private final AtomicLong now = new AtomicLong(1_000_000_000_000L);
    private final ManualTime timers;

    public HandClock(ManualTime timers) {
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

    /** Lets time pass for whoever reads the clock and for every timer. */
    public void pass(Duration time) {
        now.addAndGet(time.toNanos());
        timers.timePasses(time);
    }
}
