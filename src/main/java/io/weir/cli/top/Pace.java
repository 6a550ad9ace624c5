package io.weir.cli.top;

/**
 * How fast something goes.
 *
 * @param opened connections a second
 * @param in bytes a second from clients
 * @param out bytes a second to clients
 */
record Pace(double opened, double in, double out) {
    static final Pace NONE = new Pace(0, 0, 0);

    /** Both directions. */
    double bytes() {
        return in + out;
    }

    Pace plus(Pace other) {
        return new Pace(opened + other.opened, in + other.in, out + other.out);
    }

    /** From two looks; a counter that went back belongs to a node that was started again, and counts from nothing. */
    static Pace between(Counters before, Counters after, double seconds) {
        if (seconds <= 0) {
            return NONE;
        }
        return new Pace(
                more(before.opened(), after.opened()) / seconds,
                more(before.in(), after.in()) / seconds,
                more(before.out(), after.out()) / seconds);
    }

    private static double more(long before, long after) {
        return after < before ? after : after - before;
    }
}
