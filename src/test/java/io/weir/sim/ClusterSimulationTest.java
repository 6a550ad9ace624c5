package io.weir.sim;

import static io.weir.model.Algorithm.LEAST_CONNECTIONS;
import static io.weir.model.Algorithm.POWER_OF_TWO_CHOICES;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.Algorithm;
import io.weir.sim.Town.Spread;
import io.weir.sim.Town.Traffic;
import io.weir.sim.TownRun.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What it is worth to know the other nodes' connections half a second late: against knowing only one's own, and against
 * knowing all at any moment. Claims hold for each of twenty seeds. The figures are committed as {@code sim/cluster.txt}
 * ({@code -Dsim.update=true} writes it anew).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterSimulationTest {
    private static final Path REPORT = Path.of("src/test/resources/sim/cluster.txt");
    private static final int SEEDS = 20;
    private static final int FEWER_SEEDS = 3;
    private static final List<Algorithm> COUNTING = List.of(LEAST_CONNECTIONS, POWER_OF_TWO_CHOICES);

    private final Map<String, List<Result>> results = new TreeMap<>();

    @Test
    void ten_nodes_do_nearly_as_well_as_one_that_knows_all() {
        each(10, (town, algorithm) -> {
            List<Result> cluster = of(town, algorithm, Knows.REPORTS, SEEDS);
            List<Result> all = of(town, algorithm, Knows.ALL, SEEDS);
            for (int i = 0; i < SEEDS; i++) {
                double best = all.get(i).worst();
                assertThat(cluster.get(i).worst())
                        .as("%s, %s, seed %d", town, algorithm.word(), i + 1)
                        .isLessThanOrEqualTo(Math.max(1.1 * best, best + 2));
            }
        });
    }

    @Test
    void ten_nodes_are_no_herd() {
        for (Spread spread : Spread.values()) {
            Town town = new Town(10, spread, Traffic.SHORT);
            for (Algorithm algorithm : COUNTING) {
                List<Result> cluster = of(town, algorithm, Knows.REPORTS, SEEDS);
                for (int i = 0; i < SEEDS; i++) {
                    assertThat((double) cluster.get(i).burst())
                            .as("%s, %s, seed %d", town, algorithm.word(), i + 1)
                            .isLessThanOrEqualTo(town.herd());
                }
            }
        }
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void the_report_is_the_committed_one() throws IOException {
        List<String> report = new ArrayList<>(List.of(
                "Twenty backends. short: 2000 connections a second that last a second; long: 100 that last a minute; sparse: 4 that",
                "last a minute. Clients are spread over the nodes evenly, lopsided (four fifths on one) or falling (1, 1/2, 1/3, ...).",
                "Whose connections a choice knows of: the node's own, all by reports that are half a second apart, or all at once.",
                "worst: connections of the backend that has most, over time; peak: the most that any ever had; burst: the most new",
                "connections that any got within half a second. Means over the seeds, 20 for ten nodes, else 3.",
                "",
                row("nodes", "spread", "traffic", "algorithm", "knows", "worst", "peak", "burst")));
        for (int nodes : new int[] {2, 3, 10, 30, 100}) {
            each(nodes, (town, algorithm) -> {
                for (Knows knows : Knows.values()) {
                    List<Result> known = of(town, algorithm, knows, nodes == 10 ? SEEDS : FEWER_SEEDS);
                    report.add(row(
                            nodes,
                            town.spread(),
                            town.traffic(),
                            algorithm.word(),
                            knows.word(),
                            mean(known, Result::worst),
                            mean(known, Result::peak),
                            mean(known, Result::burst)));
                }
            });
        }
        String text = String.join("\n", report) + "\n";
        if (Boolean.getBoolean("sim.update")) {
            Files.writeString(REPORT, text);
        }
        assertThat(text)
                .as("run again with -Dsim.update=true if this is what you meant")
                .isEqualTo(Files.readString(REPORT));
    }

    @FunctionalInterface
    private interface Claim {
        void holds(Town town, Algorithm algorithm);
    }

    private static void each(int nodes, Claim claim) {
        for (Traffic traffic : Traffic.values()) {
            for (Spread spread : Spread.values()) {
                for (Algorithm algorithm : COUNTING) {
                    claim.holds(new Town(nodes, spread, traffic), algorithm);
                }
            }
        }
    }

    /** Runs what was not run yet. */
    private List<Result> of(Town town, Algorithm algorithm, Knows knows, int seeds) {
        // Who knows all does not care how many nodes there are, or where clients go.
        String name = (knows == Knows.ALL ? town.traffic() + " " + seeds : town.toString()) + algorithm + knows;
        return results.computeIfAbsent(name, n -> {
            List<Result> all = new ArrayList<>();
            for (long seed = 1; seed <= seeds; seed++) {
                all.add(TownRun.of(town, algorithm, knows, seed));
            }
            return all;
        });
    }

    private static String mean(List<Result> results, ToDoubleFunction<Result> figure) {
        return String.format(
                Locale.ROOT,
                "%.1f",
                results.stream().mapToDouble(figure).average().orElseThrow());
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, "%5s  %-8s  %-7s  %-20s  %-11s  %7s  %7s  %7s", cells);
    }
}
