package io.weir.registry.escrow;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How a cap is best spread over the nodes that use it. While all that is wanted fits, each gets what it wants and an equal part
 * of the rest, ahead of need. When it does not fit, the cap is shared max-min fairly: nobody gets less than another unless it
 * wants less. What cannot be divided stays where it lies, so that units do not wander.
 */
final class Shares {
    private Shares() {}

    /**
     * The share of each.
     *
     * @param total what there is to share, 0 or more
     * @param wanted what each uses and waits for
     * @param held what each has now
     * @return shares that sum to {@code total}, or nothing for nobody
     */
    static int[] of(int total, long[] wanted, long[] held) {
        int count = wanted.length;
        int[] shares = new int[count];
        if (count == 0) {
            return shares;
        }
        long sum = 0;
        for (long each : wanted) {
            sum += each;
        }
        long left;
        if (sum <= total) {
            long each = (total - sum) / count;
            left = (total - sum) % count;
            for (int i = 0; i < count; i++) {
                shares[i] = (int) (wanted[i] + each);
            }
        } else {
            long level = level(total, wanted);
            left = total;
            for (int i = 0; i < count; i++) {
                shares[i] = (int) Math.min(wanted[i], level);
                left -= shares[i];
            }
        }
        handOut(left, sum > total, shares, wanted, held);
        return shares;
    }

    /** One more for each of {@code left} nodes: first those that have it already. */
    private static void handOut(long left, boolean scarce, int[] shares, long[] wanted, long[] held) {
        IntStream.range(0, shares.length)
                .filter(i -> !scarce || wanted[i] > shares[i])
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(i -> held[i] > shares[i] ? 0 : 1)
                        .thenComparingLong(i -> -wanted[i]))
                .limit(left)
                .forEach(i -> shares[i]++);
    }

    /** The highest level to which all wants can be met where they do not fit. */
    private static long level(int total, long[] wanted) {
        long[] sorted = wanted.clone();
        java.util.Arrays.sort(sorted);
        long left = total;
        for (int i = 0; i < sorted.length; i++) {
            long each = left / (sorted.length - i);
            if (sorted[i] > each) {
                return each;
            }
            left -= sorted[i];
        }
        return left;
    }
}
