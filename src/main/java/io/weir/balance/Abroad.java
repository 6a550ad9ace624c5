package io.weir.balance;

/**
 * What a node believes the others hold of a backend, in one word that the choice reads at once: a load is {@code held *
 * factor + rest}, where {@code held} is what this node holds. The factor is in the upper 24 bits, the rest below, both in
 * units of a 256th. Pure.
 */
final class Abroad {
    /** Bits behind the point of a load. */
    static final int BITS = 8;

    /** One connection. */
    static final long ONE = 1L << BITS;

    /** The others hold nothing and nothing is made of what is held here. */
    static final long NONE = word(1, 0);

    private static final int REST = 40;
    private static final double MOST_FACTOR = (1 << 16) - 1;
    private static final double MOST_REST = (1L << (REST - BITS - 1)) - 1;

    private Abroad() {}

    /**
     * A word.
     *
     * @param factor by how much a connection here counts, 1 or more
     * @param rest connections, may be negative
     */
    static long word(double factor, double rest) {
        long upper = Math.round(Math.clamp(factor, 1, MOST_FACTOR) * ONE);
        long lower = Math.round(Math.clamp(rest, -MOST_REST, MOST_REST) * ONE);
        return (upper << REST) | (lower & ((1L << REST) - 1));
    }

    /** The nearest factor that a word can hold. */
    static double rounded(double factor) {
        return Math.round(Math.min(factor, MOST_FACTOR - 1) * ONE) / (double) ONE;
    }

    /** The load of so many connections here; the others never hold less than nothing. */
    static long load(long word, long held) {
        long all = held * (word >>> REST) + ((word << (Long.SIZE - REST)) >> (Long.SIZE - REST));
        return Math.max(all, held << BITS);
    }
}
