package io.weir.cli;

import java.time.Duration;

/**
 * How a node judges values, so that a command can say what is wrong with one without asking any. Each method throws an
 * {@link IllegalArgumentException} that says what is wrong and what is allowed.
 */
public interface Rules {
    /** Takes everything, and every time for none at all. */
    Rules NONE = new Rules() {
        @Override
        public void address(String text) {}

        @Override
        public void id(String text) {}

        @Override
        public Duration time(String text) {
            return Duration.ZERO;
        }
    };

    /** The address of a backend. */
    void address(String text);

    /** The id of a backend. */
    void id(String text);

    /** A length of time with its unit, such as {@code 5m}, which none at all needs not have; may be negative. */
    Duration time(String text);
}
