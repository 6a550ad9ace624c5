package io.weir.balance;

/** Of two drawn by weight the one with fewer connections for its weight. */
final class PowerOfTwo extends TwoDraws {
    private final Candidates candidates;

    PowerOfTwo(Candidates candidates) {
        super(candidates);
        this.candidates = candidates;
    }

    @Override
    boolean prefersSecond(int first, int second, long nowNanos) {
        // Connections held, not one more: at rest two weights then tie, and the draw alone decides, by weight.
        long one = candidates.load(first) * candidates.weight(second);
        long other = candidates.load(second) * candidates.weight(first);
        return other < one;
    }
}
