package io.weir.registry.escrow;

import java.util.Comparator;

/**
 * One term of one bank. A node that answered a bank takes no loan of an earlier epoch any more.
 *
 * @param number one more than the highest that its bank had heard of
 * @param bank the bank's uid, so that no two banks' terms are the same
 */
record Epoch(long number, long bank) implements Comparable<Epoch> {
    /** Before any bank. */
    static final Epoch NONE = new Epoch(0, 0);

    private static final Comparator<Epoch> ORDER =
            Comparator.comparingLong(Epoch::number).thenComparingLong(Epoch::bank);

    /** The first epoch of {@code next} after this one. */
    Epoch after(long next) {
        return new Epoch(number + 1, next);
    }

    boolean isAfter(Epoch other) {
        return compareTo(other) > 0;
    }

    @Override
    public int compareTo(Epoch other) {
        return ORDER.compare(this, other);
    }
}
