package io.weir.sim;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** What came of a run. */
final class Outcome {
    /** The most connections each backend had at once. */
    final int[] peak;

    /** Which backends each client was joined to. */
    final Map<Integer, Set<Integer>> homes = new HashMap<>();

    int refused;
    int failed;
    int badDials;
    int flips;
    int ejections;

    private int joined;
    private byte[] whose = new byte[1024];
    private long[] when = new long[1024];
    private long[] waited = new long[1024];

    Outcome(int backends) {
        peak = new int[backends];
    }

    void joined(int backend, int client, long at, long wait, int connections) {
        if (joined == when.length) {
            whose = Arrays.copyOf(whose, 2 * joined);
            when = Arrays.copyOf(when, 2 * joined);
            waited = Arrays.copyOf(waited, 2 * joined);
        }
        whose[joined] = (byte) backend;
        when[joined] = at;
        waited[joined] = wait;
        joined++;
        homes.computeIfAbsent(client, c -> new HashSet<>()).add(backend);
        peak[backend] = Math.max(peak[backend], connections);
    }

    int total() {
        return joined;
    }

    /** A backend's share of all connections, in percent. */
    double share(int backend) {
        return shareBetween(backend, 0, Double.MAX_VALUE);
    }

    /** A backend's share of those joined from one second to another, in percent. */
    double shareBetween(int backend, double from, double to) {
        return 100.0
                * joinsBetween(backend, from, to)
                / IntStream.range(0, joined).filter(i -> within(i, from, to)).count();
    }

    /** How many a backend was given from one second to another. */
    long joinsBetween(int backend, double from, double to) {
        return IntStream.range(0, joined)
                .filter(i -> whose[i] == backend && within(i, from, to))
                .count();
    }

    /** The greatest of the backends' greatest numbers of connections against their mean. */
    double unevenness() {
        return Arrays.stream(peak).max().orElseThrow()
                / Arrays.stream(peak).average().orElseThrow();
    }

    double meanWaitMillis() {
        return Arrays.stream(waited, 0, joined).average().orElse(0) / 1e6;
    }

    double worstWaitMillis() {
        return Arrays.stream(waited, 0, joined).max().orElse(0) / 1e6;
    }

    /** How many waited longer for their backend. */
    long waitingOver(double millis) {
        return Arrays.stream(waited, 0, joined)
                .filter(wait -> wait > millis * 1e6)
                .count();
    }

    private boolean within(int i, double from, double to) {
        return when[i] >= from * 1e9 && when[i] < to * 1e9;
    }
}
