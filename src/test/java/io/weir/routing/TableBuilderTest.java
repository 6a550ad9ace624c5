package io.weir.routing;

import static io.weir.routing.Tables.leased;
import static io.weir.routing.Tables.next;
import static io.weir.routing.Tables.pool;
import static io.weir.routing.Tables.up;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.balance.Backend;
import io.weir.balance.Cases;
import io.weir.balance.Lease;
import io.weir.model.AdminState;
import io.weir.model.Algorithm;
import io.weir.model.BackendKey;
import io.weir.model.BackendSpec;
import io.weir.model.Health;
import io.weir.model.HostPort;
import io.weir.model.Off;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TableBuilderTest {
    private final SplittableRandom random = new SplittableRandom(11);

    @Test
    void the_same_inputs_give_the_very_same_table() {
        Cases.each(40, cases -> {
            PoolInput pool = anyPool(cases);
            RoutingTable first = next(RoutingTable.EMPTY, pool);
            PoolInput equal = new PoolInput(pool.settings(), new ArrayList<>(pool.backends()));
            assertThat(next(first, equal)).isSameAs(first);
            assertThat(first.version()).isEqualTo(1);
        });
    }

    @Test
    void building_takes_nothing_and_tells_nobody() {
        PoolInput pool = pool(Algorithm.LEAST_CONNECTIONS, up("a"), up("b"));
        RoutingTable table = next(RoutingTable.EMPTY, pool);
        PoolRoute route = route(table);
        Lease held = leased(choose(route));
        PoolInput changed = pool(Algorithm.LEAST_CONNECTIONS, up("a"), up("b"), up("c"));
        RoutingTable one = next(table, changed);
        RoutingTable other = next(table, changed);
        assertThat(one.version()).isEqualTo(other.version()).isEqualTo(2);
        // Never published, so the table in use still hears of its connections and stays exact.
        for (int i = 0; i < 5; i++) {
            Lease lease = leased(choose(route));
            assertThat(lease.backend()).isNotSameAs(held.backend());
            lease.close();
        }
    }

    @Test
    void a_pool_in_which_nothing_changed_goes_over_as_it_is() {
        PoolInput pool = pool(Algorithm.SOURCE_HASH, up("a"));
        RoutingTable one = next(RoutingTable.EMPTY, pool);
        Map<String, PoolInput> two = new LinkedHashMap<>();
        two.put(Tables.POOL, pool);
        two.put("other", named("other", pool));
        RoutingTable next = TableBuilder.build(one, two, random);
        assertThat(next.version()).isEqualTo(2);
        assertThat(next.pool(Tables.POOL)).isSameAs(one.pool(Tables.POOL));
    }

    @Test
    void backends_and_their_counts_outlive_a_rebuild() {
        RoutingTable one = next(RoutingTable.EMPTY, pool(Algorithm.ROUND_ROBIN, up("a"), up("b")));
        Lease lease = leased(choose(route(one)));
        lease.backend().dialFailed(0);
        RoutingTable two = next(one, pool(Algorithm.FIRST, up("b", 3, 2, false), up("c"), up("a", 3, 2, false)));
        Backend same = backend(two, lease.backend().key().id());
        assertThat(same).isSameAs(lease.backend());
        assertThat(same.connections()).isEqualTo(1);
        assertThat(same.consecutiveFailures()).isEqualTo(1);
        assertThat(route(two).connections()).isEqualTo(1);
        lease.close();
        assertThat(route(two).connections()).isZero();
    }

    @Test
    void another_address_is_another_backend() {
        RoutingTable one = next(RoutingTable.EMPTY, pool(Algorithm.ROUND_ROBIN, up("a")));
        BackendInput moved = up("a");
        moved = new BackendInput(
                moved.key(),
                moved.spec(),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 9),
                moved.state(),
                moved.health(),
                "",
                false);
        RoutingTable two = next(one, pool(Algorithm.ROUND_ROBIN, moved));
        assertThat(backend(two, "a")).isNotSameAs(backend(one, "a"));
    }

    @Test
    void what_is_open_at_addresses_before_is_found_under_the_same_name() {
        BackendInput[] places = {at(9001), at(9002), at(9003)};
        RoutingTable table = next(RoutingTable.EMPTY, pool(Algorithm.FIRST, places[0]));
        Lease first = leased(choose(route(table)));
        table = next(table, pool(Algorithm.FIRST, places[1]));
        Lease second = leased(choose(route(table)));
        Lease third = leased(choose(route(table)));
        assertThat(table.former(places[1].key())).containsExactly(first.backend());
        table = next(table, pool(Algorithm.FIRST, places[2], up("b")));
        assertThat(table.former(places[2].key())).containsExactlyInAnyOrder(first.backend(), second.backend());
        assertThat(table.formerConnections(places[2].key())).isEqualTo(3);
        assertThat(table.former(up("b").key())).isEmpty();
        table = next(table, pool(Algorithm.FIRST, places[0]));
        assertThat(table.former(places[0].key())).containsExactly(second.backend());
        second.close();
        assertThat(table.formerConnections(places[0].key())).isEqualTo(1);
        third.close();
        assertThat(table.formerConnections(places[0].key())).isZero();
        assertThat(next(table, pool(Algorithm.FIRST, places[0], up("b"))).former(places[0].key()))
                .isEmpty();
    }

    private static BackendInput at(int port) {
        BackendKey key = new BackendKey(Tables.POOL, "a", new HostPort("127.0.0.1", port));
        BackendSpec spec = new BackendSpec("a", key.address(), 1, Off.COUNT, false);
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return new BackendInput(key, spec, address, AdminState.READY, Health.UP, "", false);
    }

    @Test
    void one_that_was_gone_comes_back_with_the_connections_it_still_holds() {
        BackendInput a = up("a", 1, 1, false);
        RoutingTable one = next(RoutingTable.EMPTY, pool(Algorithm.FIRST, a, up("b")));
        Lease lease = leased(choose(route(one)));
        RoutingTable without = next(one, pool(Algorithm.FIRST, up("b")));
        RoutingTable nothing = TableBuilder.build(without, Map.of(), random);
        RoutingTable back = next(nothing, pool(Algorithm.FIRST, a, up("b")));
        assertThat(backend(back, "a")).isSameAs(lease.backend());
        assertThat(route(back).connections()).isEqualTo(1);
        assertThat(leased(choose(route(back))).backend().key().id()).isEqualTo("b");
        lease.close();
        assertThat(backend(back, "a").connections()).isZero();
    }

    @Test
    void one_that_was_gone_and_idle_is_forgotten() {
        RoutingTable one = next(RoutingTable.EMPTY, pool(Algorithm.FIRST, up("a"), up("b")));
        RoutingTable without = next(one, pool(Algorithm.FIRST, up("b")));
        assertThat(without.retired()).isEqualTo(Retired.NONE);
    }

    @Test
    void a_name_that_never_resolved_is_down_and_not_chosen() {
        BackendInput known = up("a");
        BackendInput unresolved =
                new BackendInput(known.key(), known.spec(), null, AdminState.READY, Health.UP, "name not found", false);
        PoolRoute route = Tables.route(pool(Algorithm.RANDOM, unresolved, up("b")));
        assertThat(route.backends().getFirst().health()).isEqualTo(Health.DOWN);
        assertThat(route.backends().getFirst().backend()).isNull();
        for (int i = 0; i < 10; i++) {
            assertThat(leased(choose(route)).backend().key().id()).isEqualTo("b");
        }
    }

    @Test
    void only_ready_ones_with_a_weight_are_chosen() {
        for (Algorithm algorithm : Algorithm.values()) {
            PoolRoute route = Tables.route(pool(
                    algorithm,
                    up("draining").withState(AdminState.DRAINING),
                    up("maintenance").withState(AdminState.MAINTENANCE),
                    up("removing").withState(AdminState.REMOVING),
                    up("weightless", 0, Off.COUNT, false),
                    up("down").withHealth(Health.DOWN, ""),
                    up("ejected").withEjected(true),
                    up("good")));
            for (int i = 0; i < 20; i++) {
                assertThat(leased(choose(route)).backend().key().id())
                        .as(algorithm.word())
                        .isEqualTo("good");
            }
        }
    }

    @Test
    void two_backends_of_one_id_are_refused() {
        assertThatThrownBy(() -> pool(Algorithm.FIRST, up("a"), up("a"))).isInstanceOf(IllegalArgumentException.class);
    }

    private PoolInput anyPool(SplittableRandom cases) {
        List<BackendInput> backends = new ArrayList<>();
        for (int i = 0; i < Cases.between(cases, 1, 30); i++) {
            backends.add(up("b" + i, cases.nextInt(4), 1 + cases.nextInt(9), cases.nextBoolean())
                    .withHealth(Cases.oneOf(cases, Health.values()), "r")
                    .withState(Cases.oneOf(cases, AdminState.values()))
                    .withEjected(cases.nextInt(4) == 0));
        }
        Algorithm algorithm = Cases.oneOf(cases, Algorithm.values());
        return pool(algorithm, backends.toArray(BackendInput[]::new));
    }

    private static PoolInput named(String name, PoolInput pool) {
        var was = pool.settings();
        List<BackendSpec> specs = was.backends();
        return new PoolInput(
                new io.weir.model.PoolSettings(
                        name,
                        was.algorithm(),
                        was.balanceScope(),
                        specs,
                        was.maxConnections(),
                        was.maxConnectionsScope(),
                        was.healthCheck(),
                        was.outlierDetection(),
                        was.connect(),
                        was.whenAllDown(),
                        was.resolveInterval()),
                pool.backends());
    }

    private Choice choose(PoolRoute route) {
        return route.choose(random.nextLong(), List.of(), random, 0);
    }

    private static PoolRoute route(RoutingTable table) {
        return java.util.Objects.requireNonNull(table.pool(Tables.POOL));
    }

    private static Backend backend(RoutingTable table, String id) {
        return route(table).backends().stream()
                .filter(view -> view.key().id().equals(id))
                .map(view -> java.util.Objects.requireNonNull(view.backend()))
                .findFirst()
                .orElseThrow();
    }
}
