package io.weir.kit;

import java.time.Duration;

/**
 * Slowness on purpose: for peers that take their time and for time that must pass because time is what is tested. Not
 * for waiting until something is so; that is {@link Patience}. The one place in the tests that sleeps.
 */
public final class Pace {
    private Pace() {}

    /**
     * Lets time pass.
     *
     * @param time how much at least
     */
    public static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
