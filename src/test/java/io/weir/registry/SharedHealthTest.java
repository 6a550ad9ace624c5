package io.weir.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.balance.Lease;
import io.weir.model.BackendKey;
import io.weir.model.BackendSpec;
import io.weir.model.DialFailure;
import io.weir.model.Health;
import io.weir.model.PoolSettings;
import io.weir.model.Scope;
import io.weir.observe.Kept;
import io.weir.probe.HandTime;
import io.weir.registry.Registries.Node;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Several registries that report to each other, without a cluster around them. */
class SharedHealthTest {
    private static final ActorTestKit KIT = ActorTestKit.create(HandTime.config());
    private static final HandTime TIME = HandTime.of(KIT.system());
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static final BackendSpec[] SPECS = IntStream.range(0, 8)
            .mapToObj(i -> Given.backend("b" + i, 2000 + i))
            .toArray(BackendSpec[]::new);
    private static final PoolSettings WEB = Given.together(Given.checked("web", SPECS), Scope.CLUSTER, 3);
    private static final BackendKey KEY = Given.key("web", SPECS[0]);

    private final Registries all = new Registries(KIT, TIME);

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    void aBackendOfTenNodesIsCheckedAsOftenAsOneOfThree() {
        all.of(3, WEB);
        all.pass(Duration.ofSeconds(4));
        int before = all.checksMade;
        all.pass(Duration.ofSeconds(5));
        int ofThree = all.checksMade - before;
        Registries ten = new Registries(KIT, TIME).of(10, WEB);
        ten.pass(Duration.ofSeconds(4));
        before = ten.checksMade;
        ten.pass(Duration.ofSeconds(5));
        assertThat(ten.checksMade - before).isEqualTo(ofThree);
        assertThat(ten.watched())
                .hasSize(SPECS.length)
                .allSatisfy((key, nodes) -> assertThat(nodes).isEqualTo(3));
        for (Node node : ten.nodes()) {
            assertThat(node.view().pool("web").backends())
                    .as(node.id.name())
                    .allSatisfy(backend -> assertThat(backend.health()).isEqualTo(Health.UP));
        }
    }

    @Test
    @Tag("contract-5")
    void whatItsOwnersFindAllNodesKnowWithinASecondAfterThem() {
        all.of(10, WEB);
        all.pass(Duration.ofSeconds(4));
        all.is(KEY, Health.DOWN);
        // Each owner checks once a second.
        assertThat(all.until(KEY, Health.DOWN, Duration.ofSeconds(5))).isLessThanOrEqualTo(Duration.ofSeconds(2));
        Node stranger = stranger();
        assertThat(stranger.shown(KEY).reason()).matches("L4CON at connect: connection refused \\([23] of 3 nodes\\)");
        all.pass(Duration.ofSeconds(2));
        assertThat(all.nodes())
                .as("who agreed later is counted too")
                .allSatisfy(node -> assertThat(node.shown(KEY).reason())
                        .isEqualTo("L4CON at connect: connection refused (3 of 3 nodes)"));
        all.is(KEY, Health.UP);
        assertThat(all.until(KEY, Health.UP, Duration.ofSeconds(5))).isLessThanOrEqualTo(Duration.ofSeconds(2));
        assertThat(stranger.journal.own(0, 100).stream()
                        .map(Kept::event)
                        .filter(event -> event.type().equals("backend-health"))
                        .filter(event -> event.details().get("backend").equals("b0")))
                .extracting(event -> event.details().get("to"))
                .containsExactly("up", "down", "up");
    }

    @Test
    void oneWhoFindsABackendDownAloneAvoidsItAndTheOthersDoNot() {
        all.of(5, WEB);
        all.pass(Duration.ofSeconds(4));
        Node odd = all.watching(KEY).iterator().next();
        odd.seesOtherwise.put(KEY, Health.DOWN);
        all.pass(Duration.ofSeconds(3));
        for (Node node : all.nodes()) {
            assertThat(node.in(KEY).health()).as(node.id.name()).isEqualTo(Health.UP);
            assertThat(node.in(KEY).ejected()).as(node.id.name()).isEqualTo(node == odd);
        }
        assertThat(stranger().shown(KEY).votes().get(odd.id.name()).health()).isEqualTo(Health.DOWN);
        odd.seesOtherwise.clear();
        all.pass(Duration.ofSeconds(2));
        assertThat(odd.in(KEY).ejected()).isFalse();
    }

    @Test
    @Tag("contract-7")
    void theChecksOfAKilledNodeAreTakenOverAndItsCountsGoWithItsMembership() {
        all.of(5, WEB);
        all.pass(Duration.ofSeconds(4));
        Node killed = all.watching(KEY).iterator().next();
        Lease lease = killed.connect("web");
        BackendKey taken = lease.backend().key();
        all.pass(SECOND);
        all.silence(killed);
        all.pass(Duration.ofSeconds(4));
        assertThat(all.watched().get(KEY)).isEqualTo(3);
        assertThat(all.watched()).allSatisfy((key, nodes) -> assertThat(nodes).isEqualTo(3));
        List<Node> left = all.nodes().stream().filter(node -> node != killed).toList();
        for (Node node : left) {
            assertThat(node.shown(KEY).health()).isEqualTo(Health.UP);
            assertThat(node.backend(taken).clusterConnections()).isEqualTo(1);
        }
        all.meet(left);
        for (Node node : left) {
            assertThat(node.backend(taken).clusterConnections()).isZero();
            assertThat(node.shown(taken).connections()).doesNotContainKey(killed.id.name());
        }
        all.is(KEY, Health.DOWN);
        assertThat(all.until(KEY, Health.DOWN, Duration.ofSeconds(5))).isLessThanOrEqualTo(Duration.ofSeconds(2));
        lease.close();
    }

    @Test
    void whoLeavesHandsItsChecksOverFirst() {
        all.of(5, WEB);
        all.pass(Duration.ofSeconds(4));
        Node leaving = all.watching(KEY).iterator().next();
        leaving.registry.tell(new BackendRegistry.Leave());
        all.pass(SECOND.dividedBy(2));
        assertThat(all.watching(KEY).stream().filter(node -> node != leaving))
                .as("begun")
                .hasSize(3);
        all.pass(SECOND);
        assertThat(leaving.targets).as("handed over").isEmpty();
        for (Node node : all.nodes()) {
            assertThat(node.in(KEY).health()).isEqualTo(Health.UP);
        }
    }

    @Test
    @Tag("contract-7")
    void theCountsOfASilentNodeAreGoneAfterFifteenSecondsWhateverMembershipSays() {
        all.of(3, WEB);
        all.pass(Duration.ofSeconds(2));
        Node killed = all.node(2);
        Lease lease = killed.connect("web");
        BackendKey taken = lease.backend().key();
        all.pass(SECOND);
        all.silence(killed);
        all.node(1).registry.tell(new BackendRegistry.PeersStopped());
        all.pass(Duration.ofSeconds(13));
        for (int i = 0; i < 2; i++) {
            assertThat(all.node(i).backend(taken).clusterConnections()).isEqualTo(1);
        }
        all.pass(Duration.ofSeconds(3));
        for (int i = 0; i < 2; i++) {
            assertThat(all.node(i).backend(taken).clusterConnections()).isZero();
            assertThat(all.node(i).shown(taken).connections()).containsEntry("n2", 0);
        }
        all.speak(killed);
        all.pass(Duration.ofSeconds(2));
        assertThat(all.node(0).backend(taken).clusterConnections()).isEqualTo(1);
        lease.close();
    }

    @Test
    void connectionsOfAllNodesAreKnownToEach() {
        all.of(3, WEB);
        all.pass(Duration.ofSeconds(3));
        Lease one = all.node(0).connect("web");
        BackendKey key = one.backend().key();
        all.pass(SECOND);
        assertThat(all.node(1).backend(key).connections()).isZero();
        assertThat(all.node(1).backend(key).clusterConnections()).isEqualTo(1);
        assertThat(all.node(2).shown(key).connections())
                .containsEntry("n0", 1)
                .containsEntry("n1", 0)
                .containsEntry("n2", 0);
        assertThat(all.node(2).shown(key).totalConnections()).isEqualTo(1);
        one.close();
        all.pass(SECOND);
        assertThat(all.node(2).shown(key).totalConnections()).isZero();
    }

    @Test
    @Tag("contract-5")
    void aFailedDialHurriesTheOwnersWhereverItWas() {
        all.of(6, WEB);
        all.pass(Duration.ofSeconds(4));
        Node stranger = stranger();
        for (int i = 1; i <= 3; i++) {
            stranger.registry.tell(new BackendRegistry.DialFailed(KEY, DialFailure.REFUSED, i));
        }
        // Taken in before time passes: a second later it would hurry them again
        stranger.view();
        all.pass(Duration.ofMillis(100));
        for (Node node : all.nodes()) {
            if (node != stranger) {
                assertThat(node.hurried).as(node.id.name()).hasSize(node.watches(KEY) ? 1 : 0);
            }
        }
    }

    @Test
    void whatANodeEjectsTheOthersSee() {
        all.of(3, WEB);
        all.pass(Duration.ofSeconds(3));
        all.node(0).registry.tell(new BackendRegistry.DialFailed(KEY, DialFailure.REFUSED, Given.FAILURES));
        all.pass(SECOND);
        assertThat(all.node(0).in(KEY).ejected()).isTrue();
        assertThat(all.node(1).in(KEY).ejected()).isFalse();
        assertThat(all.node(1).shown(KEY).ejectedBy()).containsExactly("n0");
    }

    @Test
    @Tag("contract-8")
    void whoLosesTheOthersGoesOnWithWhatItKnewAndThenWithItsOwnChecks() {
        all.of(6, WEB);
        all.pass(Duration.ofSeconds(4));
        Node alone = stranger();
        alone.registry.tell(new BackendRegistry.PeersStopped());
        alone.view();
        assertThat(alone.targets).hasSize(SPECS.length);
        assertThat(alone.in(KEY).health()).as("as last heard").isEqualTo(Health.UP);
        alone.seesOtherwise.put(KEY, Health.DOWN);
        all.pass(Duration.ofSeconds(6));
        assertThat(alone.in(KEY).health()).as("as it finds").isEqualTo(Health.DOWN);
        assertThat(all.watching(KEY).stream().filter(node -> node != alone))
                .allSatisfy(node -> assertThat(node.in(KEY).health()).isEqualTo(Health.UP));
        alone.seesOtherwise.clear();
        alone.registry.tell(new BackendRegistry.PeersStarted(alone));
        all.meet(all.nodes());
        all.pass(Duration.ofSeconds(4));
        assertThat(alone.in(KEY).health()).isEqualTo(Health.UP);
        assertThat(all.watched().get(KEY)).isEqualTo(3);
    }

    @Test
    void whoChecksOtherwiseJudgesForItself() {
        all.of(4, WEB);
        PoolSettings other = Given.together(Given.checked("web", SPECS), Scope.CLUSTER, 2);
        Node canary = all.add(other);
        all.meet(all.nodes());
        all.pass(Duration.ofSeconds(4));
        assertThat(canary.targets).hasSize(SPECS.length);
        canary.seesOtherwise.put(KEY, Health.DOWN);
        all.pass(Duration.ofSeconds(2));
        assertThat(canary.in(KEY).health()).isEqualTo(Health.DOWN);
        assertThat(all.node(0).in(KEY).health()).isEqualTo(Health.UP);
    }

    @Test
    void eachForItselfTellsNobody() {
        all.of(3, Given.together(Given.checked("web", SPECS), Scope.NODE, 3));
        all.pass(Duration.ofSeconds(3));
        assertThat(all.watched().get(KEY)).isEqualTo(3);
        all.node(0).seesOtherwise.put(KEY, Health.DOWN);
        all.node(1).seesOtherwise.put(KEY, Health.DOWN);
        all.pass(Duration.ofSeconds(2));
        assertThat(all.node(0).in(KEY).health()).isEqualTo(Health.DOWN);
        assertThat(all.node(2).in(KEY).health()).isEqualTo(Health.UP);
        assertThat(all.node(2).shown(KEY).votes()).containsOnlyKeys("n2");
    }

    /** A node that does not check the backend. */
    private Node stranger() {
        return all.nodes().stream()
                .filter(node -> !node.watches(KEY))
                .findFirst()
                .orElseThrow();
    }
}
