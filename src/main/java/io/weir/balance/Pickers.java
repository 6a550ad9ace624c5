package io.weir.balance;

import io.weir.model.Algorithm;
import java.util.function.Supplier;

/** From an algorithm's word to its picker. */
public final class Pickers {
    private Pickers() {}

    /**
     * A picker over these candidates.
     *
     * @param maglev the table of the pool's members, candidates or not; asked for by source hash alone
     */
    public static Picker of(Algorithm algorithm, Candidates candidates, Supplier<Maglev> maglev) {
        return switch (algorithm) {
            case ROUND_ROBIN -> new RoundRobin(candidates);
            case LEAST_CONNECTIONS -> new LeastConnections(candidates);
            case POWER_OF_TWO_CHOICES -> new PowerOfTwo(candidates);
            case RANDOM -> new RandomDraw(candidates);
            case SOURCE_HASH -> new SourceHash(candidates, maglev.get());
            case FIRST -> new FirstFit(candidates);
            case PEAK_EWMA -> new PeakEwmaChoice(candidates);
        };
    }
}
