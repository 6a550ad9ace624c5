package io.weir.balance;

import io.weir.model.Algorithm;

/** From an algorithm's word to its picker. */
public final class Pickers {
    private Pickers() {}

    /** A picker over these candidates. */
    public static Picker of(Algorithm algorithm, Candidates candidates) {
        return switch (algorithm) {
            case ROUND_ROBIN, LEAST_CONNECTIONS, POWER_OF_TWO_CHOICES, RANDOM, SOURCE_HASH, FIRST, PEAK_EWMA ->
                new RoundRobin(candidates);
        };
    }
}
