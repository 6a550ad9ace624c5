package io.weir.model;

/** How a pool chooses a backend for a connection. */
public enum Algorithm implements Worded {
    /** Each in turn, in proportion to weight. */
    ROUND_ROBIN("round-robin"),

    /** The one with the fewest connections for its weight; ties go round. */
    LEAST_CONNECTIONS("least-connections"),

    /** Two drawn by weight, the less loaded one. */
    POWER_OF_TWO_CHOICES("power-of-two-choices"),

    /** One drawn by weight. */
    RANDOM("random"),

    /** By the client's address, the same on every node. */
    SOURCE_HASH("source-hash"),

    /** The first in the file that has room; weights do not count. */
    FIRST("first"),

    /** Two drawn by weight, the one with the smaller product of connect time and connections. */
    PEAK_EWMA("peak-ewma");

    private final String word;

    Algorithm(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
