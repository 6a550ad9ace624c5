package io.weir.observe;

/**
 * The two times a part may ask for, so that a test can hold them in its hand. Implementations may be called by any
 * thread.
 */
public interface NanoClock {
    /** Nanoseconds that only ever go forward, from an arbitrary zero; only differences mean something. */
    long nanoTime();

    /** Milliseconds since 1970 by the wall clock, for people to read; it may jump, so no timer uses it. */
    long epochMillis();

    /** The machine's own clocks. */
    static NanoClock system() {
        return SystemClock.INSTANCE;
    }
}
