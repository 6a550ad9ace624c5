package io.weir.registry;

import static io.weir.registry.FakePeers.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.balance.Backend;
import io.weir.balance.Lease;
import io.weir.model.BackendSpec;
import io.weir.model.CheckKind;
import io.weir.model.Off;
import io.weir.model.PoolSettings;
import io.weir.model.Scope;
import io.weir.probe.HandClock;
import io.weir.probe.HandTime;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerMessage;
import io.weir.registry.peer.PeerView;
import io.weir.registry.peer.Peers;
import io.weir.routing.Choice;
import io.weir.routing.PoolRoute;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Registries of several nodes that share caps, with all between them but a network. */
class AllowancesTest {
    private static final ActorTestKit KIT = ActorTestKit.create(HandTime.config());
    private static final HandTime TIME = HandTime.of(KIT.system());
    private static final Duration MOMENT = Duration.ofMillis(1_500);

    private final HandClock clock = new HandClock(TIME);
    private final List<RegistryBench> benches = new ArrayList<>();
    private final List<NodeId> ids = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(1);

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    void aLoneRegistryHasAllOfACap() {
        start(shared(Off.COUNT, 3));
        assertThat(fill(0)).hasSize(3);
    }

    @Test
    @Tag("contract-13")
    void threeRegistriesTogetherTakeNoMoreThanTheCapAndAllOfIt() {
        for (int n = 0; n < 3; n++) {
            start(shared(Off.COUNT, 100));
        }
        join(3);
        assertThat(fill(1)).isEmpty();
        assertThat(fill(2)).isEmpty();
        pass(MOMENT);
        List<Lease> held = new ArrayList<>();
        for (int n = 0; n < 3; n++) {
            held.addAll(fill(n));
        }
        assertThat(held).hasSize(100);
        pass(MOMENT);
        for (int n = 0; n < 3; n++) {
            assertThat(fill(n)).isEmpty();
        }
    }

    @Test
    @Tag("contract-13")
    void whoIsInNeedGetsMoreAtOnce() {
        start(shared(Off.COUNT, 100));
        start(shared(Off.COUNT, 100));
        join(2);
        pass(MOMENT);
        int first = fill(1).size();
        assertThat(first).isBetween(40, 60);
        assertThat(choose(1, true)).isInstanceOfSatisfying(Choice.InNeed.class, need -> {
            assertThat(need.news()).isTrue();
            benches.get(1).registry.tell(new BackendRegistry.LoanWanted(need.pool(), need.backend()));
        });
        settle();
        assertThat(fill(1)).as("without any time going by").isNotEmpty();
    }

    @Test
    @Tag("contract-13")
    void theCapOfAPoolIsSharedToo() {
        start(shared(10, Off.COUNT));
        start(shared(10, Off.COUNT));
        join(2);
        pass(MOMENT);
        assertThat(fill(0).size() + fill(1).size()).isEqualTo(10);
    }

    @Test
    @Tag("contract-13")
    void aTableBuiltAnewHoldsToTheSameAllowances() {
        start(shared(Off.COUNT, 100));
        start(shared(Off.COUNT, 100));
        join(2);
        pass(MOMENT);
        int allowance = backend(1).allowance();
        PoolSettings heavier = pool(Scope.CLUSTER, Off.COUNT, 100, 5);
        benches.get(1).configured(heavier);
        pass(MOMENT);
        assertThat(benches.get(1).inTable("web", 0).spec().weight()).isEqualTo(5);
        assertThat(backend(1).allowance()).isEqualTo(allowance).isLessThan(100);
    }

    @Test
    void aCapThatBecomesTheNodesOwnIsSharedNoMore() {
        start(shared(Off.COUNT, 100));
        start(shared(Off.COUNT, 100));
        join(2);
        pass(MOMENT);
        benches.get(1).configured(pool(Scope.NODE, Off.COUNT, 100, 1));
        pass(MOMENT);
        assertThat(backend(1).allowance()).isEqualTo(Off.COUNT);
        assertThat(backend(0).allowance()).isEqualTo(100);
        assertThat(fill(1)).hasSize(100);
    }

    @Test
    @Tag("contract-13")
    void connectionsToABackendThatANodeHasNoMoreStillCount() {
        start(shared(Off.COUNT, 100));
        start(shared(Off.COUNT, 100));
        join(2);
        pass(MOMENT);
        List<Lease> held = fill(1);
        benches.get(1).configured();
        pass(MOMENT);
        assertThat(backend(0).allowance()).isEqualTo(100 - held.size());
        held.forEach(Lease::close);
        pass(MOMENT);
        assertThat(backend(0).allowance()).isEqualTo(100);
    }

    @Test
    @Tag("contract-13")
    void withoutAControlPlaneWhatIsHeldIsKept() {
        start(shared(Off.COUNT, 100));
        start(shared(Off.COUNT, 100));
        join(2);
        pass(MOMENT);
        int allowance = backend(1).allowance();
        benches.get(1).tell(new BackendRegistry.PeersStopped());
        pass(MOMENT);
        assertThat(backend(1).allowance()).isEqualTo(allowance);
        assertThat(fill(1)).hasSize(allowance);
    }

    private static PoolSettings shared(int poolCap, int cap) {
        return pool(Scope.CLUSTER, poolCap, cap, 1);
    }

    private static PoolSettings pool(Scope scope, int poolCap, int cap, int weight) {
        BackendSpec defined = Given.backend("a", 1001);
        BackendSpec capped = new BackendSpec("a", defined.address(), weight, cap, false);
        PoolSettings p = Given.pool("web", new CheckKind.None(), capped);
        return new PoolSettings(
                p.name(),
                p.algorithm(),
                p.balanceScope(),
                p.backends(),
                poolCap,
                scope,
                p.healthCheck(),
                p.outlierDetection(),
                p.connect(),
                p.whenAllDown(),
                p.resolveInterval());
    }

    private void start(PoolSettings pool) {
        RegistryBench bench = new RegistryBench(KIT, clock).subscribed();
        bench.tell(new BackendRegistry.Restore(List.of()));
        bench.configured(pool);
        benches.add(bench);
        ids.add(node(benches.size()));
    }

    /** The first so many are a cluster, the first of all the oldest. */
    private void join(int count) {
        List<PeerView.Member> members = ids.stream()
                .limit(count)
                .map(id -> new PeerView.Member(id, true))
                .toList();
        for (int n = 0; n < count; n++) {
            NodeId self = ids.get(n);
            benches.get(n).registry.tell(new BackendRegistry.PeersStarted(from(self)));
            benches.get(n).registry.tell(new BackendRegistry.PeersChanged(new PeerView(self, members)));
            benches.get(n).settle();
        }
    }

    private Peers from(NodeId self) {
        return new Peers() {
            @Override
            public void tell(NodeId to, PeerMessage message) {
                benches.get(ids.indexOf(to)).registry.tell(new BackendRegistry.FromPeer(self, message));
            }
        };
    }

    /** What was said is answered, and the answers too. */
    private void settle() {
        settle(5);
    }

    private void settle(int rounds) {
        for (int round = 0; round < rounds; round++) {
            benches.forEach(RegistryBench::settle);
        }
    }

    private void pass(Duration time) {
        for (long left = time.toMillis(); left > 0; left -= 100) {
            clock.pass(Duration.ofMillis(100));
            settle(2);
        }
    }

    private Backend backend(int bench) {
        return benches.get(bench).inTable("web", 0).backend();
    }

    private Choice choose(int bench, boolean patient) {
        PoolRoute route = benches.get(bench).table.current().pool("web");
        return route.choose(random.nextLong(), List.of(), random, 0, patient);
    }

    private List<Lease> fill(int bench) {
        List<Lease> held = new ArrayList<>();
        while (choose(bench, false) instanceof Choice.Leased(Lease lease)) {
            held.add(lease);
        }
        return held;
    }
}
