package io.weir.observe;

/** A clock that shows what a test sets. Belongs to one thread. */
public class TestClock implements NanoClock {
    public long now;

    public TestClock(long now) {
        this.now = now;
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public long epochMillis() {
        return now / 1_000_000;
    }
}
