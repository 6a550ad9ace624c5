package io.weir.sim;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A cluster and its clients.
 *
 * @param nodes balancers
 * @param spread how the clients are spread over them
 * @param traffic how much, and of what kind
 */
record Town(int nodes, Spread spread, Traffic traffic) {
    /** Equal good backends in each. */
    static final int BACKENDS = 20;

    /** The part of the time in which things settle. */
    static final double WARM = 0.4;

    /** How clients are spread over nodes. */
    enum Spread {
        /** All nodes alike. */
        EVEN,
        /** The first has four times as many as all others together, which are alike. */
        LOPSIDED,
        /** The second has half as many as the first, the third a third, and so on. */
        FALLING;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** New connections come at random moments and last for times that are exponentially spread. */
    enum Traffic {
        /** Two thousand a second that last a second. */
        SHORT(2000, 1, 5),
        /** A hundred a second that last a minute. */
        LONG(100, 60, 80),
        /** Four a second that last a minute: a node has less than one a backend where there are many nodes. */
        SPARSE(4, 60, 200);

        final double arrivalsPerSecond;
        final double meanSeconds;

        /** How long it goes on; the first {@link #WARM} of it is not looked at. */
        final double seconds;

        Traffic(double arrivalsPerSecond, double meanSeconds, double seconds) {
            this.arrivalsPerSecond = arrivalsPerSecond;
            this.meanSeconds = meanSeconds;
            this.seconds = seconds;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Each node's share of the clients up to and including it. */
    double[] upTo() {
        double[] shares = IntStream.range(0, nodes)
                .mapToDouble(node -> switch (spread) {
                    case EVEN -> 1;
                    case LOPSIDED -> node == 0 ? Math.max(1, 4.0 * (nodes - 1)) : 1;
                    case FALLING -> 1.0 / (node + 1);
                })
                .toArray();
        double all = Arrays.stream(shares).sum();
        double sum = 0;
        for (int node = 0; node < nodes; node++) {
            sum += shares[node] / all;
            shares[node] = sum;
        }
        return shares;
    }

    /** The most new connections that a backend may get within half a second: not a herd yet. */
    double herd() {
        double share = traffic.arrivalsPerSecond / 2 / BACKENDS;
        return 2 * share + 3 * Math.sqrt(share);
    }

    @Override
    public String toString() {
        return nodes + " nodes, " + spread + ", " + traffic;
    }
}
