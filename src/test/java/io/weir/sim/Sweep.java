package io.weir.sim;

import io.weir.model.Algorithm;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** One scene under every algorithm with every seed. */
final class Sweep {
    /** Every claim holds for each of these. */
    static final int SEEDS = 20;

    private final Scene scene;
    private final Map<Algorithm, List<Outcome>> outcomes = new EnumMap<>(Algorithm.class);

    Sweep(Scene scene) {
        this.scene = scene;
        for (Algorithm algorithm : Algorithm.values()) {
            List<Outcome> all = new ArrayList<>();
            for (long seed = 1; seed <= SEEDS; seed++) {
                all.add(Run.of(scene, algorithm, seed));
            }
            outcomes.put(algorithm, all);
        }
    }

    /** Says something of each algorithm's run, seed by seed. */
    void each(Claim claim) {
        for (int i = 0; i < SEEDS; i++) {
            int index = i;
            for (Algorithm algorithm : Algorithm.values()) {
                check(index, algorithm.word(), () -> claim.holds(algorithm, of(algorithm, index)));
            }
        }
    }

    /** Says something of one algorithm's run, seed by seed. */
    void each(Algorithm algorithm, Consumer<Outcome> claim) {
        each((each, outcome) -> {
            if (each == algorithm) {
                claim.accept(outcome);
            }
        });
    }

    /** Compares two algorithms under the same traffic, seed by seed. */
    void pairs(Algorithm one, Algorithm other, BiConsumer<Outcome, Outcome> claim) {
        for (int i = 0; i < SEEDS; i++) {
            int index = i;
            check(index, one.word() + " and " + other.word(), () -> claim.accept(of(one, index), of(other, index)));
        }
    }

    /** Something said of a run. */
    @FunctionalInterface
    interface Claim {
        void holds(Algorithm algorithm, Outcome outcome);
    }

    /** A line an algorithm: medians over the seeds. */
    List<String> rows() {
        List<String> rows = new ArrayList<>();
        outcomes.forEach((algorithm, all) -> rows.add(String.format(
                Locale.ROOT,
                "%-16s %-22s %6.0f %7.2f [%6.2f, %6.2f] %7.2f %8.2f %8.1f %6.0f %6.0f %6.0f %5.0f %5.0f",
                scene.name(),
                algorithm.word(),
                median(all, Outcome::total),
                median(all, o -> o.share(0)),
                all.stream().mapToDouble(o -> o.share(0)).min().orElseThrow(),
                all.stream().mapToDouble(o -> o.share(0)).max().orElseThrow(),
                median(all, Outcome::unevenness),
                median(all, Outcome::meanWaitMillis),
                median(all, Outcome::worstWaitMillis),
                median(all, o -> o.badDials),
                median(all, o -> o.failed),
                median(all, o -> o.refused),
                median(all, o -> o.flips),
                median(all, o -> o.ejections))));
        return rows;
    }

    private Outcome of(Algorithm algorithm, int index) {
        List<Outcome> all = outcomes.get(algorithm);
        if (all == null) {
            throw new AssertionError(algorithm);
        }
        return all.get(index);
    }

    private void check(int index, String who, Runnable claim) {
        try {
            claim.run();
        } catch (AssertionError e) {
            throw new AssertionError(scene.name() + ", " + who + ", seed " + (index + 1) + ": " + e.getMessage(), e);
        }
    }

    private static double median(List<Outcome> all, ToDoubleFunction<Outcome> figure) {
        double[] sorted = all.stream().mapToDouble(figure).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
