package io.weir.balance;

/**
 * Draws an index in proportion to weight in constant time: Walker's alias method with Vose's way of filling the
 * table. Immutable; space is a word a member, a draw costs one random word and one look-up. Probabilities are exact
 * to 2^-32.
 */
final class AliasTable {
    private static final double ONE = 0x1p32;
    private static final long LOW = 0xFFFF_FFFFL;

    /** A threshold in the upper half, who is meant above it in the lower. */
    private final long[] slots;

    /** Weights of the members by index, each at least 1. */
    AliasTable(int[] weights) {
        int n = weights.length;
        double total = 0;
        for (int weight : weights) {
            total += weight;
        }
        double[] share = new double[n];
        int[] small = new int[n];
        int[] large = new int[n];
        int smalls = 0;
        int larges = 0;
        for (int i = 0; i < n; i++) {
            share[i] = weights[i] * n / total;
            if (share[i] < 1) {
                small[smalls++] = i;
            } else {
                large[larges++] = i;
            }
        }
        slots = new long[n];
        while (smalls > 0 && larges > 0) {
            int under = small[--smalls];
            int over = large[larges - 1];
            slots[under] = slot(share[under], over);
            share[over] -= 1 - share[under];
            if (share[over] < 1) {
                larges--;
                small[smalls++] = over;
            }
        }
        while (larges > 0) {
            int rest = large[--larges];
            slots[rest] = slot(1, rest);
        }
        // What is left here fell short of 1 by rounding only.
        while (smalls > 0) {
            int rest = small[--smalls];
            slots[rest] = slot(1, rest);
        }
    }

    /** The index that these 64 random bits draw. */
    int draw(long bits) {
        int index = (int) (((bits >>> 32) * slots.length) >>> 32);
        long slot = slots[index];
        return (bits & LOW) < slot >>> 32 ? index : (int) slot;
    }

    private static long slot(double threshold, int alias) {
        return ((long) Math.min(LOW, threshold * ONE) << 32) | alias;
    }
}
