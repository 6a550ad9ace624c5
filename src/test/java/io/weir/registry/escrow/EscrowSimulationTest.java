package io.weir.registry.escrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Seed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Allowances under everything a network and its nodes may do: never too many, and never long too few. */
class EscrowSimulationTest {
    private static final Map<String, Integer> CAPS = caps();

    private final Seed seed = Seed.fresh();

    @Test
    @Tag("contract-13")
    void members_never_hold_more_than_the_cap_whatever_happens() {
        for (int run = 0; run < 15; run++) {
            chaos(run, false);
        }
    }

    @Test
    @Tag("contract-13")
    void no_connection_is_ever_above_the_cap_while_no_removed_node_lives() {
        for (int run = 100; run < 110; run++) {
            chaos(run, true);
        }
    }

    @Test
    @Tag("contract-13")
    void six_hundred_at_once_over_three_cold_nodes_never_exceed_a_hundred() {
        for (int run = 200; run < 240; run++) {
            String what = seed + " run " + run;
            SimNet net = new SimNet(seed.random(run));
            net.slowestMillis = 3;
            for (int n = 0; n < 3; n++) {
                SimNode node = net.node("n" + n, Map.of("a", 100));
                net.clock.afterMillis(net.random.nextDouble() * 500, () -> net.join(node, net.main));
            }
            SimLoad load = new SimLoad(net);
            load.lifeMillis = 1e9;
            load.watching = true;
            new SimLaw(net, what).watch(true);
            long connectAt = net.random.nextInt(4_000);
            net.clock.run(connectAt);
            for (int c = 0; c < 600; c++) {
                load.connect("n" + c % 3, "a");
            }
            net.clock.run(300);
            assertThat(load.served + load.refused).as(what).isEqualTo(600);
            assertThat(load.served).as(what).isBetween(connectAt > 2_000 ? 100L : 0L, 100L);
        }
    }

    /**
     * What the caps cannot keep (ADR 11): nodes that are started cut off from each other each take all of a cap to be theirs. It
     * is never more than a cap a node, and from their meeting on only those there are live on.
     */
    @Test
    void nodes_started_cut_off_from_each_other_use_a_cap_each_at_most_until_they_meet() {
        for (int run = 300; run < 315; run++) {
            String what = seed + " run " + run;
            RandomGenerator random = seed.random(run);
            SimNet net = new SimNet(random);
            int count = 2 + random.nextInt(4);
            SimLoad load = new SimLoad(net);
            load.lifeMillis = 500;
            for (int n = 0; n < count; n++) {
                SimNode node = net.node("n" + n, CAPS);
                net.join(node, n == 0 ? net.main : new SimCluster());
                CAPS.forEach((account, cap) -> load.rate(node.name, account, 2 * cap / (load.lifeMillis / 1000)));
            }
            SimLaw law = new SimLaw(net, what);
            law.watch(false);
            bound(net, law, count);
            net.clock.run(5_000);
            for (String account : List.of("a", "b")) {
                assertThat(law.used(account))
                        .as(what + ": it is reached, so it has to be told")
                        .isGreaterThan(CAPS.get(account));
            }
            for (SimNode node : net.nodes.subList(1, count)) {
                net.clock.afterMillis(random.nextDouble() * 5_000, () -> {
                    net.lose(node);
                    net.clock.afterMillis(random.nextDouble() * 1_000, () -> net.join(node, net.main));
                });
            }
            net.clock.run(6_500);
            assertThat(net.main.latest()).as(what).hasSize(count);
            net.clock.run(20_000);
            CAPS.keySet().forEach(law::neverMoreThanTheCap);
            new SimLaw(net, what).watch(true);
            net.clock.run(10_000);
        }
    }

    private static void bound(SimNet net, SimLaw law, int nodes) {
        net.clock.afterMillis(3, () -> {
            CAPS.keySet().forEach(account -> law.neverMoreThan(nodes, account));
            bound(net, law, nodes);
        });
    }

    /**
     * Loans go ahead of need, so that few connections wait at all. A cap of 100 that is used to six tenths over three and over ten
     * nodes, while each has an even part of the load, and while another one has all of it every second. In docs/allowances.md.
     */
    @Test
    @Tag("contract-13")
    void few_connections_wait_at_all_where_there_is_room() {
        assertThat(percentThatWait(3, false)).isLessThan(0.05);
        assertThat(percentThatWait(10, false)).isLessThan(0.1);
        assertThat(percentThatWait(3, true)).isLessThan(0.05);
        assertThat(percentThatWait(10, true)).isLessThan(1);
    }

    private static double percentThatWait(int nodes, boolean jumping) {
        SimNet net = new SimNet(new SplittableRandom(11));
        net.slowestMillis = 2;
        SimLoad load = new SimLoad(net);
        load.lifeMillis = 1_000;
        for (int n = 0; n < nodes; n++) {
            net.join(net.node("n" + n, Map.of("a", 100)), net.main);
        }
        double all = 60 / (load.lifeMillis / 1000);
        net.nodes.forEach(node -> load.rate(node.name, "a", all / nodes));
        if (jumping) {
            jump(net, load, all);
        }
        net.clock.run(10_000);
        load.watching = true;
        net.clock.run(120_000);
        String what = "%d nodes, %s: of %d connections %d wait and %d are refused"
                .formatted(
                        nodes,
                        jumping ? "jumping" : "even",
                        load.cameWithRoom,
                        load.waitedWithRoom,
                        load.refusedWithRoom);
        System.out.println(what);
        assertThat(load.cameWithRoom).as(what).isGreaterThan(5_000);
        assertThat(load.refusedWithRoom).as(what).isZero();
        return 100.0 * load.waitedWithRoom / load.cameWithRoom;
    }

    private static void jump(SimNet net, SimLoad load, double all) {
        SimNode busy = net.nodes.get(net.random.nextInt(net.nodes.size()));
        net.nodes.forEach(node -> load.rate(node.name, "a", node.equals(busy) ? all : 0));
        net.clock.afterMillis(1_000, () -> jump(net, load, all));
    }

    private void chaos(int run, boolean gentle) {
        String what = seed + " run " + run;
        RandomGenerator random = seed.random(run);
        SimNet net = new SimNet(random);
        net.twice = random.nextDouble() * 0.1;
        int count = 3 + random.nextInt(4);
        SimLoad load = new SimLoad(net);
        for (int n = 0; n < count; n++) {
            SimNode node = net.node("n" + n, CAPS);
            if (n == 0) {
                net.join(node, net.main);
            } else {
                net.clock.afterMillis(random.nextDouble() * 3_000, () -> net.join(node, net.main));
            }
        }
        vary(net, load, random);
        new SimLaw(net, what).watch(gentle);
        SimChaos chaos = new SimChaos(net, random, gentle);
        chaos.begin();
        net.clock.run(150_000);
        assertThat(chaos.events).as(what).isPositive();
        chaos.end();
        net.clock.run(75_000);
        assertThat(chaos.affected()).as(what).isEmpty();
        load.watching = true;
        load.served = 0;
        net.slowestMillis = 2;
        net.clock.run(10_000);
        assertThat(load.longestDrought)
                .as(what + ": longest drought in ms" + net)
                .isLessThan(1_000);
        assertThat(load.refusedWithRoom)
                .as(what + ": refused though a quarter of the cap was free, of " + load.served + " served" + net)
                .isLessThan(Math.max(20, load.served / 50));
    }

    /** Every second another node is the busy one. */
    private static void vary(SimNet net, SimLoad load, RandomGenerator random) {
        CAPS.forEach((account, cap) -> net.nodes.forEach(node -> {
            double busy = random.nextInt(3) == 0 ? random.nextDouble() * 4 : random.nextDouble() * 0.8;
            load.rate(node.name, account, busy * cap / net.nodes.size() / (load.lifeMillis / 1000));
        }));
        net.clock.afterMillis(1_000, () -> vary(net, load, random));
    }

    private static Map<String, Integer> caps() {
        Map<String, Integer> caps = new LinkedHashMap<>();
        caps.put("a", 60);
        caps.put("b", 7);
        caps.put("c", 1);
        return caps;
    }
}
