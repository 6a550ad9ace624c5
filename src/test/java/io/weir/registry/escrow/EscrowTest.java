package io.weir.registry.escrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Seed;
import io.weir.model.HostPort;
import io.weir.model.Off;
import io.weir.registry.peer.LoanAsk;
import io.weir.registry.peer.LoanGrant;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerCodec;
import io.weir.registry.peer.PeerView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class EscrowTest {
    private static final Map<String, Integer> CAP = Map.of("a", 100);

    private final Seed seed = Seed.fresh();
    private final SimNet net = new SimNet(seed.random(1));

    @Test
    void aNodeThatExpectsNobodyHasAllAtOnce() {
        SimTill till = new SimTill();
        new Escrow(false).open("a", 100, till);
        assertThat(till.limit).isEqualTo(Off.COUNT);
    }

    @Test
    void aNodeThatExpectsOthersHasNothingUntilItKnowsThatThereAreNone() {
        Escrow escrow = new Escrow(true);
        SimTill till = new SimTill();
        escrow.open("a", 100, till);
        assertThat(till.limit).isZero();
        NodeId self = new NodeId(1, "n", new HostPort("n", 17355));
        escrow.started(new SimPeers((to, message) -> {}));
        escrow.changed(PeerView.alone(self), 0);
        assertThat(till.limit).isEqualTo(Off.COUNT);
        assertThat(escrow.held("a")).isEqualTo(Off.COUNT);
    }

    @Test
    @Tag("contract-13")
    void whoJoinsBeginsWithNothingAndSoonHasItsPart() {
        SimNode first = started("first");
        net.clock.run(2_000);
        assertThat(first.mayUse("a")).isEqualTo(100);
        SimNode second = started("second");
        assertThat(second.mayUse("a")).isZero();
        net.clock.run(2_000);
        assertThat(first.mayUse("a") + second.mayUse("a")).as("%s", seed).isEqualTo(100);
        assertThat(second.mayUse("a")).as("%s", seed).isBetween(45L, 55L);
    }

    @Test
    void whoLeavesGivesBackWhatItDoesNotUse() {
        SimNode first = started("first");
        SimNode second = started("second");
        net.clock.run(2_000);
        for (int i = 0; i < 10; i++) {
            assertThat(second.tryTake("a")).isTrue();
        }
        second.escrow.leave();
        net.clock.run(1_000);
        assertThat(second.escrow.held("a")).as("%s", seed).isEqualTo(10);
        assertThat(first.mayUse("a")).as("%s", seed).isGreaterThan(80);
    }

    @Test
    @Tag("contract-13")
    void whatIsInUseIsNotTakenAwayAndWhatComesFreeIsLentOn() {
        SimNode first = started("first");
        net.clock.run(2_000);
        for (int i = 0; i < 100; i++) {
            assertThat(first.tryTake("a")).isTrue();
        }
        SimNode second = started("second");
        net.clock.run(2_000);
        assertThat(second.tryTake("a")).isFalse();
        first.till("a").used = 60;
        net.clock.run(2_000);
        assertThat(second.mayUse("a")).as("%s", seed).isBetween(15L, 25L);
        assertThat(first.mayUse("a")).as("%s", seed).isBetween(75L, 85L);
    }

    @Test
    @Tag("contract-13")
    void aNodeThatWasCutOffKeepsToWhatItHadUntilAllOthersHaveComeToIt() {
        SimNode a = started("a");
        SimNode b = started("b");
        SimNode c = started("c");
        net.clock.run(3_000);
        long had = c.mayUse("a");
        assertThat(had).as("%s", seed).isBetween(30L, 40L);
        List<SimNode> gone = List.of(a, b);
        gone.forEach(node -> node.alive = false);
        net.lose(c);
        assertThat(c.mayUse("a")).isEqualTo(had);
        SimCluster island = new SimCluster();
        net.main = island;
        net.join(c, island);
        net.clock.run(60_000);
        assertThat(c.mayUse("a")).as("%s alone", seed).isEqualTo(had);
        a.boot();
        net.join(a, island);
        net.clock.run(5_000);
        assertThat(c.mayUse("a") + a.mayUse("a")).as("%s with one of two", seed).isEqualTo(had);
        b.boot();
        net.join(b, island);
        net.clock.run(5_000);
        assertThat(a.mayUse("a") + b.mayUse("a") + c.mayUse("a"))
                .as("%s with both", seed)
                .isEqualTo(100);
    }

    /** It was told by the one that knew, which is gone. */
    @Test
    @Tag("contract-13")
    void whoTakesOverFromANodeThatWasCutOffKeepsToWhatThatHad() {
        SimNode a = started("a");
        SimNode b = started("b");
        SimNode c = started("c");
        net.clock.run(3_000);
        long had = c.mayUse("a");
        List.of(a, b).forEach(node -> node.alive = false);
        net.lose(c);
        net.main = new SimCluster();
        net.join(c, net.main);
        net.clock.run(1_000);
        a.boot();
        net.join(a, net.main);
        net.clock.run(5_000);
        assertThat(a.mayUse("a")).as("%s", seed).isPositive();
        NodeId gone = Objects.requireNonNull(c.id);
        c.alive = false;
        net.remove(c, gone, net.main);
        net.clock.run(5_000);
        assertThat(a.mayUse("a")).as("%s: b may use the rest", seed).isBetween(1L, had);
    }

    @Test
    @Tag("contract-13")
    void whoComesBackWithConnectionsTakesNoMoreUntilTheyAreCovered() {
        SimNode a = started("a");
        SimNode b = started("b");
        SimNode c = started("c");
        net.clock.run(3_000);
        while (c.tryTake("a")) {
            // All that it may
        }
        int carried = c.used("a");
        NodeId old = Objects.requireNonNull(c.id);
        net.lose(c);
        net.remove(c, old, net.main);
        net.clock.run(2_000);
        for (SimNode node : List.of(a, b)) {
            while (node.tryTake("a")) {
                // All that it may
            }
        }
        assertThat(a.used("a") + b.used("a")).as("%s", seed).isEqualTo(100);
        net.join(c, net.main);
        net.clock.run(3_000);
        assertThat(c.mayUse("a")).isZero();
        assertThat(c.tryTake("a")).isFalse();
        a.till("a").used = 10;
        net.clock.run(3_000);
        assertThat(c.mayUse("a")).as("%s", seed).isGreaterThanOrEqualTo(carried);
        assertThat(a.mayUse("a") + b.mayUse("a") + c.mayUse("a")).as("%s", seed).isEqualTo(100);
    }

    @Test
    void theLowestCapThatAnyoneHasIsTheOneThatHolds() {
        SimNode first = started("first");
        SimNode second = net.node("second", Map.of("a", 40));
        net.join(second, net.main);
        net.clock.run(3_000);
        assertThat(first.mayUse("a") + second.mayUse("a")).as("%s", seed).isEqualTo(40);
    }

    @Test
    void aCapThatChangesIsFollowed() {
        SimNode first = started("first");
        SimNode second = started("second");
        net.clock.run(3_000);
        for (int cap : new int[] {10, 300, 1}) {
            for (SimNode node : List.of(first, second)) {
                node.escrow.open("a", cap, node.till("a"));
            }
            net.clock.run(3_000);
            assertThat(first.mayUse("a") + second.mayUse("a")).as("%s", seed).isEqualTo(cap);
        }
    }

    /** Nothing else happens afterwards that would have it said again. */
    @Test
    void aLoanThatIsLostIsLentAgain() {
        SimNode first = started("first");
        SimNode second = started("second");
        net.clock.run(3_000);
        long had = second.mayUse("a");
        net.lost = LoanGrant.class::isInstance;
        for (SimNode node : List.of(first, second)) {
            node.escrow.open("a", 300, node.till("a"));
        }
        net.clock.run(300);
        assertThat(second.mayUse("a")).as("%s: lost", seed).isEqualTo(had);
        net.lost = message -> false;
        net.clock.run(1_000);
        assertThat(second.mayUse("a")).as("%s", seed).isEqualTo(150);
    }

    @Test
    void whatWasGivenBackUnheardIsGivenBackAgain() {
        SimNode first = started("first");
        SimNode second = started("second");
        net.clock.run(3_000);
        net.lost = message ->
                message instanceof LoanAsk ask && ask.lines().stream().anyMatch(line -> line.returned() > 0);
        SimNode third = started("third");
        net.clock.run(1_500);
        assertThat(first.mayUse("a") + second.mayUse("a") + third.mayUse("a"))
                .as("%s: lost", seed)
                .isLessThan(100);
        net.lost = message -> false;
        net.clock.run(1_000);
        for (SimNode node : List.of(first, second, third)) {
            assertThat(node.mayUse("a")).as("%s %s", seed, node.name).isBetween(33L, 34L);
        }
    }

    @Test
    void aNodeThatUsesAnAccountNoMoreLeavesItToTheOthers() {
        SimNode first = started("first");
        SimNode second = started("second");
        net.clock.run(3_000);
        assertThat(second.tryTake("a")).isTrue();
        assertThat(second.tryTake("a")).isTrue();
        second.escrow.close("a", second.till("a"));
        net.clock.run(3_000);
        assertThat(first.mayUse("a")).as("%s", seed).isEqualTo(98);
        assertThat(second.tryTake("a")).isFalse();
        second.till("a").used = 0;
        net.clock.run(3_000);
        assertThat(first.mayUse("a")).as("%s", seed).isEqualTo(100);
        assertThat(second.mayUse("a")).as("%s", seed).isZero();
        second.escrow.open("a", 100, second.till("a"));
        net.clock.run(3_000);
        assertThat(second.mayUse("a")).as("%s", seed).isBetween(45L, 55L);
        assertThat(first.mayUse("a") + second.mayUse("a")).as("%s", seed).isEqualTo(100);
    }

    @Test
    void thousandsOfAccountsFitIntoMessagesAndAreSharedWithinSeconds() {
        Map<String, Integer> caps = new LinkedHashMap<>();
        for (int i = 0; i < 3_000; i++) {
            caps.put("a-pool-of-some-length\nbackend-" + i + "\nbackend-" + i + ".example.internal:8080", 100);
        }
        net.inBytes = true;
        for (String name : List.of("first", "second", "third")) {
            net.join(net.node(name, caps), net.main);
        }
        net.clock.run(10_000);
        long before = net.bytes;
        caps.keySet().forEach(account -> {
            for (SimNode node : net.nodes) {
                assertThat(node.mayUse(account)).as("%s %s", seed, account).isBetween(33L, 34L);
            }
        });
        assertThat(net.longest).isLessThanOrEqualTo(PeerCodec.MOST_BYTES);
        net.clock.run(60_000);
        long quiet = (net.bytes - before) / 60;
        net.nodes.forEach(node -> node.tills.values().forEach(till -> till.used = 1 + net.random.nextInt(9)));
        before = net.bytes;
        net.clock.run(1_000);
        assertThat(quiet).as("%s: bytes a second, quiet", seed).isLessThan(50_000);
        assertThat(net.bytes - before)
                .as("%s: bytes in a second, all counts changed", seed)
                .isLessThan(2_000_000);
    }

    private SimNode started(String name) {
        SimNode node = net.node(name, CAP);
        net.join(node, net.main);
        return node;
    }
}
