package io.weir.health;

import io.weir.model.Health;

/**
 * Where a backend stands between up and down by one prober's checks: HAProxy's single counter from 0 to {@code rise +
 * fall - 1}, up while it is at least {@code rise}. A good check of one that is going down makes it wholly well again;
 * a bad one of one that is coming up sends it back to the bottom. The first result ever decides alone.
 *
 * @param rise successes in a row that bring it up, at least 1
 * @param fall failures in a row that take it down, at least 1
 * @param counter 0 to {@code rise + fall - 1}, or {@link #UNCHECKED}
 */
public record RiseFall(int rise, int fall, int counter) {
    /** The counter before the first result. */
    public static final int UNCHECKED = -1;

    public RiseFall {
        if (rise < 1 || fall < 1) {
            throw new IllegalArgumentException("rise and fall are at least 1: " + rise + ", " + fall);
        }
        if (counter < UNCHECKED || counter > rise + fall - 1) {
            throw new IllegalArgumentException("counter " + counter + " of rise " + rise + ", fall " + fall);
        }
    }

    /** Before the first result. */
    public static RiseFall unchecked(int rise, int fall) {
        return new RiseFall(rise, fall, UNCHECKED);
    }

    /** What a check's result did. */
    public record Step(RiseFall next, Health from, Health to) {
        /** Whether the backend's health is another one now. */
        public boolean flipped() {
            return from != to;
        }

        /** As in {@link RiseFall#progress}. */
        public String progress() {
            return next.progress();
        }
    }

    /** Up, down, or unknown before the first result. */
    public Health health() {
        if (counter == UNCHECKED) {
            return Health.UNKNOWN;
        }
        return counter >= rise ? Health.UP : Health.DOWN;
    }

    /** Whether it is on its way from one to the other, or was never checked. */
    public boolean changing() {
        return counter != 0 && counter != top();
    }

    /**
     * How far: while up, what is left of {@code fall}; while down, what is reached of {@code rise}; {@code 2/3} is up
     * with one failure, {@code 1/2} down with one success.
     */
    public String progress() {
        return switch (health()) {
            case UP -> (counter - rise + 1) + "/" + fall;
            case DOWN, UNKNOWN -> Math.max(counter, 0) + "/" + rise;
        };
    }

    /** What a check's result leads to. */
    public Step after(boolean success) {
        return new Step(
                new RiseFall(rise, fall, success ? up() : down()), health(), success ? upHealth() : downHealth());
    }

    /** The same health under other thresholds, as far from changing as can be. */
    public RiseFall with(int newRise, int newFall) {
        return switch (health()) {
            case UNKNOWN -> unchecked(newRise, newFall);
            case UP -> new RiseFall(newRise, newFall, newRise + newFall - 1);
            case DOWN -> new RiseFall(newRise, newFall, 0);
        };
    }

    private int up() {
        return counter == UNCHECKED || counter + 1 >= rise ? top() : counter + 1;
    }

    private int down() {
        return counter == UNCHECKED || counter - 1 < rise ? 0 : counter - 1;
    }

    private Health upHealth() {
        return up() >= rise ? Health.UP : Health.DOWN;
    }

    private Health downHealth() {
        return down() >= rise ? Health.UP : Health.DOWN;
    }

    private int top() {
        return rise + fall - 1;
    }
}
