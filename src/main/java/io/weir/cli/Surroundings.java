package io.weir.cli;

import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the commands find around them.
 *
 * @param environment the process's variables
 * @param screen where the output goes, looked at when something is shown
 * @param time the clock that waiting goes by
 * @param rules how the nodes judge values
 */
public record Surroundings(Map<String, String> environment, Supplier<Screen> screen, Time time, Rules rules) {
    /** Without rules, so that only a node judges. */
    public Surroundings(Map<String, String> environment, Supplier<Screen> screen, Time time) {
        this(environment, screen, time, Rules.NONE);
    }

    /** The same with these rules. */
    public Surroundings with(Rules others) {
        return new Surroundings(environment, screen, time, others);
    }

    /** A clock, and waiting by it. */
    public interface Time {
        /** Nanoseconds since some moment; never goes back. */
        long nanos();

        /** Waits. */
        void pause(Duration time) throws InterruptedException;

        /** How long nothing may come on a stream of events, on which a node says something every 5 s. */
        default Duration silence() {
            return Duration.ofSeconds(15);
        }
    }

    /** This process's. */
    public static Surroundings here() {
        return new Surroundings(System.getenv(), Screen::here, new Time() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public void pause(Duration time) throws InterruptedException {
                java.util.concurrent.TimeUnit.NANOSECONDS.sleep(time.toNanos());
            }
        });
    }
}
