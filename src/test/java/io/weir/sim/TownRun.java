package io.weir.sim;

import io.weir.balance.Lease;
import io.weir.kit.Timeline;
import io.weir.model.Algorithm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One town under one algorithm with one seed: the real tables, pickers and loads of each node, on a clock that jumps. What a
 * node says of its counts reaches the others a little later; nodes do not speak at the same moment.
 */
final class TownRun {
    /** Between two reports of a node: what fifty nodes have, ten have a fifth of a second. */
    static final long REPORT = 500_000_000L;

    private static final long ON_THE_WAY = 20_000_000L;
    private static final long BEAT = 100_000_000L;
    private static final long SLOT = 100_000_000L;
    private static final int SLOTS_A_WINDOW = 5;

    /**
     * What came of it, once things had settled.
     *
     * @param worst connections of the backend that has most, on average over time
     * @param peak the most that any ever had
     * @param burst the most new connections that any got within half a second
     */
    record Result(double worst, int peak, int burst) {}

    private final Town town;
    private final SplittableRandom traffic;
    private final SplittableRandom choices;
    private final Timeline timeline = new Timeline();
    private final List<Balancer> nodes = new ArrayList<>();
    private final double[] upTo;
    private final int[] total = new int[Town.BACKENDS];
    private final int[][] joined;
    private final long warm;
    private int[][] said;
    private long worsts;
    private int samples;
    private int peak;

    private TownRun(Town town, Algorithm algorithm, Knows knows, long seed) {
        this.town = town;
        traffic = new SplittableRandom(seed);
        choices = new SplittableRandom(~seed);
        upTo = town.upTo();
        warm = (long) (town.traffic().seconds * Town.WARM * 1e9);
        joined = new int[Town.BACKENDS][(int) (town.traffic().seconds * 1e9 / SLOT) + 1];
        said = new int[town.nodes()][Town.BACKENDS];
        for (int i = 0; i < (knows == Knows.ALL ? 1 : town.nodes()); i++) {
            nodes.add(new Balancer(algorithm, knows, town.nodes()));
        }
        if (knows == Knows.REPORTS) {
            for (int i = 0; i < town.nodes(); i++) {
                int node = i;
                timeline.after(REPORT * i / town.nodes(), () -> report(node));
                timeline.after(BEAT * i / town.nodes(), () -> beat(node));
            }
        }
        timeline.after(warm, this::sample);
    }

    static Result of(Town town, Algorithm algorithm, Knows knows, long seed) {
        TownRun run = new TownRun(town, algorithm, knows, seed);
        run.arrive();
        run.timeline.runUntil((long) (town.traffic().seconds * 1e9));
        return new Result((double) run.worsts / run.samples, run.peak, run.burst());
    }

    private void arrive() {
        timeline.after(exponential(1 / town.traffic().arrivalsPerSecond), () -> {
            int node = node(traffic.nextDouble());
            long lasts = exponential(town.traffic().meanSeconds);
            Lease lease = nodes.get(node % nodes.size()).choose(choices, timeline.now());
            int backend = Balancer.index(lease.backend());
            total[backend]++;
            joined[backend][(int) (timeline.now() / SLOT)]++;
            if (timeline.now() >= warm) {
                peak = Math.max(peak, total[backend]);
            }
            timeline.after(lasts, () -> {
                total[backend]--;
                lease.close();
            });
            arrive();
        });
    }

    private int node(double draw) {
        int node = 0;
        while (node < upTo.length - 1 && draw >= upTo[node]) {
            node++;
        }
        return node;
    }

    private void report(int node) {
        int[] now = nodes.get(node).counts();
        timeline.after(ON_THE_WAY, () -> {
            for (int other = 0; other < nodes.size(); other++) {
                if (other != node) {
                    nodes.get(other).told(node, said[node], now);
                }
            }
            said[node] = now;
        });
        timeline.after(REPORT, () -> report(node));
    }

    private void beat(int node) {
        nodes.get(node).beat(node);
        timeline.after(BEAT, () -> beat(node));
    }

    private void sample() {
        worsts += Arrays.stream(total).max().orElseThrow();
        samples++;
        timeline.after(SLOT / 4, this::sample);
    }

    private int burst() {
        int most = 0;
        for (int[] slots : joined) {
            for (int slot = (int) (warm / SLOT); slot + SLOTS_A_WINDOW < slots.length; slot++) {
                most = Math.max(
                        most, Arrays.stream(slots, slot, slot + SLOTS_A_WINDOW).sum());
            }
        }
        return most;
    }

    private long exponential(double meanSeconds) {
        return (long) (-meanSeconds * 1e9 * StrictMath.log(1 - traffic.nextDouble()));
    }
}
