package io.weir.routing;

import static io.weir.routing.Tables.leased;
import static io.weir.routing.Tables.up;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.balance.Backend;
import io.weir.balance.Lease;
import io.weir.model.Algorithm;
import io.weir.model.CloseReason;
import io.weir.model.Off;
import io.weir.model.PoolSettings;
import io.weir.model.Scope;
import io.weir.model.WhenAllDown;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Caps that hold over the cluster, as a connection meets them on one node. */
class AllowanceRouteTest {
    private static final Choice FULL = new Choice.Refused(CloseReason.BACKEND_FULL);

    private final SplittableRandom random = new SplittableRandom(5);

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    @Tag("contract-13")
    void noMoreAreTakenThanTheAllowanceAndARaisedOneCountsAtOnce(Algorithm algorithm) {
        PoolRoute route = route(algorithm, Off.COUNT, up("a", 1, 50, false), up("b", 1, 50, false));
        allow(route, "a", 3);
        allow(route, "b", 0);
        List<Lease> held = fill(route);
        assertThat(held).hasSize(3);
        allow(route, "b", 4);
        held.addAll(fill(route));
        assertThat(held).hasSize(7);
        allow(route, "a", 1);
        assertThat(fill(route)).isEmpty();
        held.stream().filter(lease -> lease.backend().key().id().equals("a")).forEach(Lease::close);
        assertThat(fill(route)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    @Tag("contract-13")
    void whoMayWaitIsToldWhatIsLackingAndGoesToABackupOnlyWhenItMayNot(Algorithm algorithm) {
        PoolRoute route = route(algorithm, Off.COUNT, up("a", 1, 9, false), up("z", 1, 9, true));
        allow(route, "a", 0);
        allow(route, "z", 9);
        assertThat(choose(route, true)).isEqualTo(new Choice.InNeed(Tables.POOL, up("a").key(), true));
        assertThat(choose(route, true)).isEqualTo(new Choice.InNeed(Tables.POOL, up("a").key(), false));
        assertThat(backend(route, "a").takeTurnedAway()).isEqualTo(2);
        assertThat(choose(route, true)).isEqualTo(new Choice.InNeed(Tables.POOL, up("a").key(), true));
        assertThat(route.connections()).isZero();
        assertThat(leased(choose(route, false)).backend().key().id()).isEqualTo("z");
        allow(route, "a", 1);
        assertThat(leased(choose(route, true)).backend().key().id()).isEqualTo("a");
    }

    @Test
    void nobodyWaitsForACapThatIsReached() {
        PoolRoute route = route(Algorithm.RANDOM, Off.COUNT, up("a", 1, 2, false), up("b", 1, 2, false));
        assertThat(fill(route)).hasSize(4);
        assertThat(choose(route, true)).isEqualTo(FULL);
        allow(route, "a", 2);
        assertThat(choose(route, true)).isEqualTo(FULL);
    }

    @Test
    @Tag("contract-13")
    void theCapOfAPoolIsWaitedForTheSameWay() {
        PoolRoute route = route(Algorithm.ROUND_ROBIN, 5, up("a"), up("b"));
        route.memory().allow(2);
        List<Lease> held = fill(route);
        assertThat(held).hasSize(2);
        assertThat(choose(route, true)).isEqualTo(new Choice.InNeed(Tables.POOL, null, true));
        assertThat(choose(route, true)).isEqualTo(new Choice.InNeed(Tables.POOL, null, false));
        assertThat(choose(route, false)).isEqualTo(FULL);
        assertThat(route.memory().takeTurnedAway()).isEqualTo(2);
        route.memory().allow(9);
        held.addAll(fill(route));
        assertThat(held).hasSize(5);
        assertThat(choose(route, true)).isEqualTo(FULL);
        held.forEach(Lease::close);
        assertThat(route.connections()).isZero();
    }

    @Test
    @Tag("contract-12")
    void aNodeKnowsWhetherItMayUseAnythingOfTheCaps() {
        PoolRoute pool = route(Algorithm.ROUND_ROBIN, 5, up("a"), up("b"));
        pool.memory().allow(0);
        assertThat(pool.hasAllowance()).isFalse();
        pool.memory().allow(1);
        assertThat(pool.hasAllowance()).isTrue();
        PoolRoute backends = route(Algorithm.RANDOM, Off.COUNT, up("a", 1, 2, false), up("b", 1, 2, false));
        allow(backends, "a", 0);
        allow(backends, "b", 0);
        assertThat(backends.hasAllowance()).isFalse();
        allow(backends, "b", 1);
        assertThat(backends.hasAllowance()).isTrue();
        PoolRoute own = Tables.route(Tables.pool(Algorithm.RANDOM, WhenAllDown.REFUSE, 5, List.of(up("a"))));
        own.memory().allow(0);
        assertThat(own.hasAllowance()).as("its caps are not the cluster's").isTrue();
    }

    private static PoolRoute route(Algorithm algorithm, int cap, BackendInput... backends) {
        PoolInput pool = Tables.pool(algorithm, WhenAllDown.REFUSE, cap, List.of(backends));
        PoolSettings s = pool.settings();
        return Tables.route(new PoolInput(
                new PoolSettings(
                        s.name(),
                        s.algorithm(),
                        s.balanceScope(),
                        s.backends(),
                        s.maxConnections(),
                        Scope.CLUSTER,
                        s.healthCheck(),
                        s.outlierDetection(),
                        s.connect(),
                        s.whenAllDown(),
                        s.resolveInterval()),
                pool.backends()));
    }

    /** Takes what can be taken. */
    private List<Lease> fill(PoolRoute route) {
        List<Lease> held = new ArrayList<>();
        while (choose(route, false) instanceof Choice.Leased(Lease lease)) {
            held.add(lease);
        }
        return held;
    }

    private Choice choose(PoolRoute route, boolean patient) {
        return route.choose(random.nextLong(), List.of(), random, 0, patient);
    }

    private static void allow(PoolRoute route, String id, int most) {
        backend(route, id).allow(most);
    }

    private static Backend backend(PoolRoute route, String id) {
        return route.backends().stream()
                .filter(view -> view.key().id().equals(id))
                .map(BackendView::backend)
                .findFirst()
                .orElseThrow();
    }
}
