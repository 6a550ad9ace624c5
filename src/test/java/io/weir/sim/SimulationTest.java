package io.weir.sim;

import static io.weir.model.Algorithm.FIRST;
import static io.weir.model.Algorithm.LEAST_CONNECTIONS;
import static io.weir.model.Algorithm.PEAK_EWMA;
import static io.weir.model.Algorithm.POWER_OF_TWO_CHOICES;
import static io.weir.model.Algorithm.RANDOM;
import static io.weir.model.Algorithm.ROUND_ROBIN;
import static io.weir.model.Algorithm.SOURCE_HASH;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.Algorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What each algorithm does to connections in twelve situations, with the real policies on a clock that jumps: each
 * claim holds for each of twenty seeds. The figures are committed as {@code sim/report.txt}; a change of behaviour
 * shows as a change there ({@code -Dsim.update=true} writes it anew). It says nothing of what a pick costs: that
 * is {@code docs/benchmarks-picks.md}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SimulationTest {
    private static final Path REPORT = Path.of("src/test/resources/sim/report.txt");
    private static final List<Algorithm> COUNTING = List.of(LEAST_CONNECTIONS, POWER_OF_TWO_CHOICES, PEAK_EWMA);

    private final Map<Scene, List<String>> rows = new LinkedHashMap<>();

    @Test
    void nothing_is_lost_while_all_is_well_and_shares_are_even() {
        Sweep sweep = sweep(Scenes.SHORT);
        sweep.each((algorithm, outcome) ->
                assertThat(outcome.failed + outcome.refused + outcome.badDials).isZero());
        sweep.each(ROUND_ROBIN, outcome -> assertThat(outcome.share(0)).isBetween(9.95, 10.05));
        sweep.each(RANDOM, outcome -> assertThat(outcome.share(0)).isBetween(8.0, 12.0));
        sweep.each(POWER_OF_TWO_CHOICES, outcome -> assertThat(outcome.share(0)).isBetween(8.0, 12.0));
        sweep.each(LEAST_CONNECTIONS, outcome -> assertThat(outcome.share(0)).isBetween(9.0, 11.0));
        sweep.each(FIRST, outcome -> assertThat(outcome.share(0)).isEqualTo(100));
        sweep.each(SOURCE_HASH, outcome -> assertThat(outcome.homes.values()).allMatch(homes -> homes.size() == 1));
    }

    @Test
    void long_connections_are_most_even_where_they_are_counted() {
        Sweep sweep = sweep(Scenes.LONG);
        sweep.pairs(
                POWER_OF_TWO_CHOICES,
                RANDOM,
                (two, one) -> assertThat(two.unevenness()).isLessThan(one.unevenness()));
        sweep.pairs(
                POWER_OF_TWO_CHOICES,
                ROUND_ROBIN,
                (two, blind) -> assertThat(two.unevenness()).isLessThan(blind.unevenness()));
        sweep.each(
                LEAST_CONNECTIONS, outcome -> assertThat(outcome.unevenness()).isLessThan(1.02));
        sweep.each(
                POWER_OF_TWO_CHOICES,
                outcome -> assertThat(outcome.unevenness()).isLessThan(1.05));
    }

    @Test
    void a_slow_backend_gets_less_from_those_that_count() {
        Sweep sweep = sweep(Scenes.SLOW);
        for (Algorithm counting : COUNTING) {
            for (Algorithm other : List.of(ROUND_ROBIN, RANDOM, SOURCE_HASH, FIRST)) {
                sweep.pairs(
                        counting,
                        other,
                        (careful, blind) -> assertThat(careful.share(0)).isLessThan(blind.share(0) / 2));
                sweep.pairs(
                        counting,
                        other,
                        (careful, blind) -> assertThat(careful.peak[0]).isLessThan(blind.peak[0] / 2));
            }
        }
        sweep.each(RANDOM, outcome -> assertThat(outcome.share(0)).isBetween(8.0, 12.0));
        sweep.each(SOURCE_HASH, outcome -> assertThat(outcome.share(0)).isBetween(8.0, 12.0));
        sweep.each(FIRST, outcome -> assertThat(outcome.share(0)).isEqualTo(100));
    }

    @Test
    void a_backend_that_is_slow_to_connect_is_avoided_by_peak_ewma() {
        Sweep sweep = sweep(Scenes.SLOW_CONNECT);
        for (Algorithm other : List.of(ROUND_ROBIN, POWER_OF_TWO_CHOICES, RANDOM, SOURCE_HASH)) {
            sweep.pairs(
                    PEAK_EWMA,
                    other,
                    (aware, unaware) -> assertThat(aware.meanWaitMillis()).isLessThan(unaware.meanWaitMillis() / 3));
        }
        sweep.each(PEAK_EWMA, outcome -> assertThat(outcome.share(0)).isPositive());
    }

    @Test
    void nobody_notices_a_crash_and_all_comes_back() {
        Sweep sweep = sweep(Scenes.CRASH);
        sweep.each((algorithm, outcome) -> {
            assertThat(outcome.failed + outcome.refused).isZero();
            // Five in a row eject it, and one more that was under way.
            assertThat(outcome.badDials).isLessThanOrEqualTo(6);
            assertThat(outcome.worstWaitMillis()).isLessThan(60);
            assertThat(outcome.joinsBetween(0, 9, 15)).isZero();
            assertThat(outcome.flips).isEqualTo(2);
        });
        sweep.each(
                ROUND_ROBIN,
                outcome -> assertThat(outcome.shareBetween(0, 37, 45)).isBetween(9.0, 11.0));
        sweep.each(
                POWER_OF_TWO_CHOICES,
                outcome -> assertThat(outcome.shareBetween(0, 37, 45)).isBetween(5.0, 15.0));
        sweep.each(
                LEAST_CONNECTIONS,
                outcome -> assertThat(outcome.shareBetween(0, 37, 45)).isBetween(5.0, 15.0));
        sweep.each(
                RANDOM, outcome -> assertThat(outcome.shareBetween(0, 37, 45)).isBetween(5.0, 15.0));
        sweep.each(FIRST, outcome -> assertThat(outcome.shareBetween(0, 37, 45)).isEqualTo(100));
        sweep.each(
                PEAK_EWMA,
                outcome -> assertThat(outcome.shareBetween(0, 37, 45)).isGreaterThan(2));
        sweep.each(SOURCE_HASH, outcome -> {
            assertThat(outcome.homes.values()).allMatch(homes -> homes.size() <= 2);
            assertThat(outcome.homes.values().stream().filter(homes -> homes.size() > 1))
                    .allMatch(homes -> homes.contains(0));
        });
    }

    @Test
    void a_black_hole_costs_those_caught_in_it_one_time_out() {
        Sweep sweep = sweep(Scenes.BLACK_HOLE);
        sweep.each((algorithm, outcome) -> {
            assertThat(outcome.failed + outcome.refused).isZero();
            assertThat(outcome.worstWaitMillis()).isLessThan(3_100);
            assertThat(outcome.joinsBetween(0, 13, 20)).isZero();
        });
        for (Algorithm counting : COUNTING) {
            sweep.pairs(
                    counting,
                    ROUND_ROBIN,
                    (careful, blind) -> assertThat(careful.waitingOver(1_000)).isLessThan(blind.waitingOver(1_000)));
        }
    }

    @Test
    void a_flapping_backend_costs_retries_and_no_client() {
        Sweep sweep = sweep(Scenes.FLAPPING);
        sweep.each((algorithm, outcome) -> {
            assertThat(outcome.failed + outcome.refused).isZero();
            assertThat(100.0 * outcome.badDials / outcome.total()).isLessThan(2);
            // A second of refusals in three mostly is too short for three failures in a row half a second apart.
            assertThat(outcome.flips).isLessThan(5);
        });
    }

    @Test
    void a_backend_that_comes_back_is_stormed_by_least_connections_and_first_alone() {
        Sweep sweep = sweep(Scenes.RECOVERING);
        sweep.each(
                LEAST_CONNECTIONS,
                outcome -> assertThat(outcome.shareBetween(0, 33, 35)).isGreaterThan(95));
        sweep.each(
                POWER_OF_TWO_CHOICES,
                outcome -> assertThat(outcome.shareBetween(0, 33, 35)).isBetween(20.0, 60.0));
        sweep.each(
                ROUND_ROBIN,
                outcome -> assertThat(outcome.shareBetween(0, 33, 35)).isBetween(15.0, 25.0));
        for (Algorithm blind : List.of(RANDOM, SOURCE_HASH)) {
            sweep.each(
                    blind,
                    outcome -> assertThat(outcome.shareBetween(0, 33, 35)).isBetween(10.0, 30.0));
        }
        sweep.each(
                PEAK_EWMA,
                outcome -> assertThat(outcome.shareBetween(0, 33, 35)).isBetween(10.0, 60.0));
        sweep.each(FIRST, outcome -> assertThat(outcome.shareBetween(0, 33, 35)).isEqualTo(100));
    }

    @Test
    void long_connections_settle_by_weight() {
        Sweep sweep = sweep(Scenes.WEIGHTS);
        sweep.each(ROUND_ROBIN, outcome -> assertThat(outcome.share(0)).isBetween(9.9, 10.1));
        for (Algorithm algorithm : List.of(LEAST_CONNECTIONS, POWER_OF_TWO_CHOICES, RANDOM, PEAK_EWMA)) {
            sweep.each(algorithm, outcome -> {
                assertThat(outcome.share(0)).isBetween(8.0, 12.0);
                assertThat(outcome.share(3)).isBetween(37.0, 43.0);
            });
        }
    }

    @Test
    void first_leaves_the_last_ones_idle() {
        Sweep sweep = sweep(Scenes.FILL_UP);
        sweep.each(FIRST, outcome -> {
            assertThat(outcome.peak[0]).isEqualTo(20);
            assertThat(outcome.peak[5] + outcome.peak[9]).isZero();
        });
        sweep.each(ROUND_ROBIN, outcome -> assertThat(outcome.peak[9]).isPositive());
        sweep.each((algorithm, outcome) -> assertThat(outcome.refused).isZero());
    }

    @Test
    void when_there_is_too_much_every_algorithm_uses_every_place() {
        Sweep sweep = sweep(Scenes.OVERLOAD);
        for (Algorithm algorithm : Algorithm.values()) {
            sweep.pairs(algorithm, FIRST, (one, other) -> {
                assertThat(one.refused).isPositive().isEqualTo(other.refused);
                assertThat(one.peak).containsOnly(10);
            });
        }
    }

    @Test
    void backups_step_in_when_the_primaries_are_gone() {
        Sweep sweep = sweep(Scenes.LAST_RESORT);
        sweep.each((algorithm, outcome) -> {
            assertThat(outcome.failed + outcome.refused).isZero();
            assertThat(outcome.joinsBetween(2, 0, 5)).isZero();
            assertThat(outcome.shareBetween(2, 12, 30)).isEqualTo(100);
        });
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void the_report_is_the_committed_one() throws IOException {
        List<String> report = new ArrayList<>(List.of(
                "Medians over " + Sweep.SEEDS
                        + " seeds; share is backend 0's in percent, with its range over the seeds;",
                "peak is the busiest backend's against the mean; waits are from arrival to joined, in milliseconds.",
                "",
                String.format(
                        "%-16s %-22s %6s %7s %16s %7s %8s %8s %6s %6s %6s %5s %5s",
                        "scene",
                        "algorithm",
                        "joined",
                        "share",
                        "[least,   most]",
                        "peak",
                        "wait",
                        "longest",
                        "retry",
                        "failed",
                        "refuse",
                        "flips",
                        "eject")));
        for (Scene scene : Scenes.ALL) {
            List<String> known = rows.get(scene);
            report.addAll(known != null ? known : new Sweep(scene).rows());
        }
        String text = String.join("\n", report) + "\n";
        if (Boolean.getBoolean("sim.update")) {
            Files.writeString(REPORT, text);
        }
        assertThat(text)
                .as("run again with -Dsim.update=true if this is what you meant")
                .isEqualTo(Files.readString(REPORT));
    }

    private Sweep sweep(Scene scene) {
        Sweep sweep = new Sweep(scene);
        rows.put(scene, sweep.rows());
        return sweep;
    }
}
