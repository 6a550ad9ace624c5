package io.weir.routing;

import static io.weir.routing.Tables.leased;
import static io.weir.routing.Tables.next;
import static io.weir.routing.Tables.up;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.balance.Cases;
import io.weir.balance.Lease;
import io.weir.model.Algorithm;
import io.weir.model.Health;
import io.weir.model.Off;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which client goes where, as tables change. */
class SourceHashRouteTest {
    private static final int CLIENTS = 2_000;

    @Test
    @Tag("peers-21")
    void every_node_sends_a_client_to_the_same_backend() {
        Cases.each(15, random -> {
            List<BackendInput> backends = backends(random, Cases.between(random, 1, 40));
            List<BackendInput> elsewhere = new ArrayList<>(backends);
            Collections.shuffle(elsewhere, new Random(random.nextLong()));
            PoolRoute one = route(backends);
            PoolRoute other = route(elsewhere);
            for (long client = 0; client < CLIENTS; client++) {
                assertThat(to(one, client)).isEqualTo(to(other, client));
            }
        });
    }

    @Test
    void when_one_goes_down_only_its_clients_move_and_they_spread_and_come_back() {
        Cases.each(15, random -> {
            List<BackendInput> backends = backends(random, Cases.between(random, 4, 40));
            int gone = random.nextInt(backends.size());
            List<BackendInput> less = new ArrayList<>(backends);
            less.set(gone, less.get(gone).withHealth(Health.DOWN, "refused"));
            RoutingTable whole = next(RoutingTable.EMPTY, pool(backends));
            RoutingTable ailing = next(whole, pool(less));
            RoutingTable healed = next(ailing, pool(backends));
            Set<String> heirs = new HashSet<>();
            int moved = 0;
            for (long client = 0; client < CLIENTS; client++) {
                String before = to(route(whole), client);
                String during = to(route(ailing), client);
                if (before.equals(backends.get(gone).key().id())) {
                    heirs.add(during);
                    moved++;
                } else {
                    assertThat(during).isEqualTo(before);
                }
                assertThat(to(route(healed), client)).isEqualTo(before);
            }
            assertThat(heirs.size()).isGreaterThan(moved > 20 ? 2 : 0);
        });
    }

    @Test
    @Tag("peers-23")
    void a_full_one_is_passed_over_by_its_clients_alone_and_they_come_back() {
        List<BackendInput> backends = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            backends.add(up("b" + i, 1, i == 3 ? 1 : Off.COUNT, false));
        }
        PoolRoute route = route(backends);
        List<String> before = everyone(route);
        long client = before.indexOf("b3");
        Lease only = choose(route, client);
        assertThat(only.backend().key().id()).isEqualTo("b3");
        List<String> during = everyone(route);
        for (int i = 0; i < CLIENTS; i++) {
            if (before.get(i).equals("b3")) {
                assertThat(during.get(i)).isNotEqualTo("b3");
            } else {
                assertThat(during.get(i)).isEqualTo(before.get(i));
            }
        }
        assertThat(everyone(route)).isEqualTo(during);
        only.close();
        assertThat(everyone(route)).isEqualTo(before);
    }

    @Test
    void the_table_is_filled_anew_only_when_members_or_weights_change() {
        List<BackendInput> backends = backends(new SplittableRandom(1), 10);
        RoutingTable one = next(RoutingTable.EMPTY, pool(backends));
        List<BackendInput> sick = new ArrayList<>(backends);
        sick.set(2, sick.get(2).withHealth(Health.DOWN, "").withEjected(true));
        RoutingTable two = next(one, pool(sick));
        assertThat(route(two).maglevs().table(false))
                .isSameAs(route(one).maglevs().table(false));
        sick.remove(5);
        RoutingTable three = next(two, pool(sick));
        assertThat(route(three).maglevs().table(false))
                .isNotSameAs(route(one).maglevs().table(false));
    }

    @Test
    void when_nearly_all_are_down_the_few_left_share_what_comes() {
        List<BackendInput> backends = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            backends.add(up("b" + i).withHealth(i % 250 == 0 ? Health.UP : Health.DOWN, ""));
        }
        List<String> where = everyone(route(backends));
        assertThat(Collections.frequency(where, "b0")).isBetween(CLIENTS / 3, CLIENTS * 2 / 3);
    }

    private static List<BackendInput> backends(SplittableRandom random, int count) {
        List<BackendInput> backends = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            backends.add(up("b" + i, Cases.between(random, 1, 5), Off.COUNT, false));
        }
        return backends;
    }

    private static PoolInput pool(List<BackendInput> backends) {
        return Tables.pool(Algorithm.SOURCE_HASH, backends.toArray(BackendInput[]::new));
    }

    private static PoolRoute route(List<BackendInput> backends) {
        return Tables.route(pool(backends));
    }

    private static PoolRoute route(RoutingTable table) {
        return Objects.requireNonNull(table.pool(Tables.POOL));
    }

    private static List<String> everyone(PoolRoute route) {
        List<String> where = new ArrayList<>();
        for (long client = 0; client < CLIENTS; client++) {
            where.add(to(route, client));
        }
        return where;
    }

    private static String to(PoolRoute route, long client) {
        Lease lease = choose(route, client);
        lease.close();
        return lease.backend().key().id();
    }

    private static Lease choose(PoolRoute route, long client) {
        return leased(route.choose(client, List.of(), new SplittableRandom(client), 0));
    }
}
