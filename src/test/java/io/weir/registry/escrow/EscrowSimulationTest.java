package io.weir.registry.escrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Seed;
import java.util.LinkedHashMap;
import java.util.Map;
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
        for (int run = 0; run < 25; run++) {
            chaos(run, false);
        }
    }

    @Test
    @Tag("contract-13")
    void no_connection_is_ever_above_the_cap_while_no_removed_node_lives() {
        for (int run = 100; run < 115; run++) {
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
