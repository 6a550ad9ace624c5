package io.weir.balance;

/**
 * Of two drawn by weight the one that is likely to answer sooner: the smaller product of its {@link PeakEwma time to
 * connect} and its connections, as in Finagle and Linkerd. Connections count in relation to a backend's share of the
 * weight. One that was never measured is tried at once while it is idle and left alone while its first dial lasts.
 */
final class PeakEwmaChoice extends TwoDraws {
    /** Above any time to connect, in nanoseconds, and small enough to multiply. */
    private static final double UNMEASURED = 1e12;

    private final Candidates candidates;
    private final double meanWeight;

    PeakEwmaChoice(Candidates candidates) {
        super(candidates);
        this.candidates = candidates;
        double total = 0;
        for (int i = 0; i < candidates.size(); i++) {
            total += candidates.weight(i);
        }
        meanWeight = total / candidates.size();
    }

    @Override
    boolean prefersSecond(int first, int second, long nowNanos) {
        return cost(second, nowNanos) < cost(first, nowNanos);
    }

    private double cost(int index, long nowNanos) {
        Backend backend = candidates.backend(index);
        double connections = (double) candidates.load(index) / Abroad.ONE;
        double queue = connections * meanWeight / candidates.weight(index);
        if (!backend.measured()) {
            return connections == 0 ? 0 : UNMEASURED * (queue + 1);
        }
        return backend.connectNanos(nowNanos) * (queue + 1);
    }
}
