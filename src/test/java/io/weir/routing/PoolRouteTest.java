package io.weir.routing;

import static io.weir.routing.Tables.leased;
import static io.weir.routing.Tables.pool;
import static io.weir.routing.Tables.route;
import static io.weir.routing.Tables.up;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.balance.Backend;
import io.weir.balance.Lease;
import io.weir.model.AdminState;
import io.weir.model.Algorithm;
import io.weir.model.CloseReason;
import io.weir.model.Health;
import io.weir.model.Off;
import io.weir.model.WhenAllDown;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PoolRouteTest {
    private final SplittableRandom random = new SplittableRandom(3);

    @Test
    void four_backends_cycle_in_the_files_order() {
        PoolRoute route = route(pool(Algorithm.ROUND_ROBIN, up("a"), up("b"), up("c"), up("d")));
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            seen.add(pick(route));
        }
        String turns = String.join("", seen);
        assertThat("abcdabcdabcdabcd").contains(turns);
    }

    @Test
    @Tag("peers-17")
    void backups_only_while_no_primary_has_room() {
        PoolRoute route =
                route(pool(Algorithm.ROUND_ROBIN, up("a", 1, 1, false), up("b1", 1, 1, true), up("b2", 1, 1, true)));
        Lease a = leased(choose(route, List.of()));
        assertThat(a.backend().key().id()).isEqualTo("a");
        Lease first = leased(choose(route, List.of()));
        Lease second = leased(choose(route, List.of()));
        assertThat(List.of(first.backend().key().id(), second.backend().key().id()))
                .containsExactlyInAnyOrder("b1", "b2");
        assertThat(choose(route, List.of())).isEqualTo(new Choice.Refused(CloseReason.BACKEND_FULL));
        first.close();
        a.close();
        assertThat(pick(route)).isEqualTo("a");
    }

    @Test
    void a_second_close_throws_and_changes_nothing() {
        PoolRoute route = route(pool(Algorithm.ROUND_ROBIN, up("a")));
        Lease lease = leased(choose(route, List.of()));
        lease.close();
        assertThatThrownBy(lease::close).isInstanceOf(IllegalStateException.class);
        assertThat(lease.backend().connections()).isZero();
        assertThat(route.connections()).isZero();
    }

    @Test
    @Tag("contract-11")
    void a_fault_in_the_choice_keeps_no_place() {
        PoolRoute route = route(pool(Algorithm.RANDOM, up("a"), up("b")));
        assertThatThrownBy(() -> route.choose(
                        0,
                        List.of(),
                        () -> {
                            throw new IllegalStateException("on purpose");
                        },
                        0))
                .hasMessage("on purpose");
        assertThat(route.connections()).isZero();
    }

    @Test
    void one_that_was_tried_is_taken_again_only_where_there_is_no_other() {
        PoolRoute route = route(pool(Algorithm.ROUND_ROBIN, up("a"), up("b")));
        Backend a = backend(route, "a");
        Backend b = backend(route, "b");
        for (int i = 0; i < 10; i++) {
            assertThat(leased(choose(route, List.of(a))).backend()).isSameAs(b);
        }
        assertThat(leased(choose(route, List.of(a, b))).backend()).isIn(a, b);
    }

    @Test
    void unknown_ones_are_used_only_when_nothing_is_up() {
        BackendInput fresh = up("u").withHealth(Health.UNKNOWN, "not checked yet");
        assertThat(pick(route(pool(Algorithm.ROUND_ROBIN, up("a"), fresh)))).isEqualTo("a");
        BackendInput down = up("a").withHealth(Health.DOWN, "refused");
        assertThat(pick(route(pool(Algorithm.ROUND_ROBIN, down, fresh)))).isEqualTo("u");
    }

    @Test
    @Tag("peers-38")
    void all_down_is_refused_or_tried() {
        BackendInput down = up("a").withHealth(Health.DOWN, "refused");
        PoolRoute refusing = route(pool(Algorithm.ROUND_ROBIN, WhenAllDown.REFUSE, Off.COUNT, List.of(down)));
        assertThat(choose(refusing, List.of())).isEqualTo(new Choice.Refused(CloseReason.NO_BACKEND));
        PoolRoute trying = route(pool(Algorithm.ROUND_ROBIN, WhenAllDown.TRY_ALL, Off.COUNT, List.of(down)));
        assertThat(pick(trying)).isEqualTo("a");
    }

    @Test
    void one_that_is_ejected_rests_unless_nothing_else_is_up() {
        BackendInput ejected = up("a").withEjected(true);
        BackendInput fresh = up("u").withHealth(Health.UNKNOWN, "");
        assertThat(pick(route(pool(Algorithm.ROUND_ROBIN, ejected, up("b", 1, Off.COUNT, true)))))
                .isEqualTo("b");
        assertThat(pick(route(pool(Algorithm.ROUND_ROBIN, ejected, fresh)))).isEqualTo("a");
    }

    @Test
    void a_retry_goes_to_one_of_less_standing_before_it_goes_back() {
        BackendInput fresh = up("u").withHealth(Health.UNKNOWN, "");
        PoolRoute route = route(pool(Algorithm.ROUND_ROBIN, up("a"), fresh));
        Backend a = backend(route, "a");
        Lease second = leased(choose(route, List.of(a)));
        assertThat(second.backend().key().id()).isEqualTo("u");
        assertThat(leased(choose(route, List.of(a, second.backend()))).backend())
                .isSameAs(a);
    }

    @Test
    void a_retry_finds_the_one_it_was_at_when_all_others_are_full() {
        PoolRoute route = route(pool(Algorithm.LEAST_CONNECTIONS, up("a"), up("b", 1, 1, false)));
        Backend a = backend(route, "a");
        Lease b = leased(choose(route, List.of(a)));
        assertThat(b.backend().key().id()).isEqualTo("b");
        assertThat(leased(choose(route, List.of(a))).backend()).isSameAs(a);
    }

    @Test
    void the_pools_cap_counts_all_its_backends() {
        PoolRoute route = route(pool(Algorithm.RANDOM, WhenAllDown.REFUSE, 3, List.of(up("a"), up("b"))));
        List<Lease> held = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            held.add(leased(choose(route, List.of())));
        }
        assertThat(choose(route, List.of())).isEqualTo(new Choice.Refused(CloseReason.BACKEND_FULL));
        assertThat(route.connections()).isEqualTo(3);
        held.removeFirst().close();
        held.add(leased(choose(route, List.of())));
        held.forEach(Lease::close);
        assertThat(route.connections()).isZero();
    }

    @Test
    void a_refused_choice_leaves_no_count_behind() {
        PoolRoute route = route(pool(Algorithm.FIRST, up("a", 1, 1, false)));
        Lease lease = leased(choose(route, List.of()));
        assertThat(choose(route, List.of())).isInstanceOf(Choice.Refused.class);
        lease.close();
        assertThat(route.connections()).isZero();
        assertThat(lease.backend().connections()).isZero();
    }

    @Test
    void a_backend_is_spared_only_for_one_of_no_worse_health() {
        PoolInput alone = pool(Algorithm.FIRST, up("a"), up("u").withHealth(Health.UNKNOWN, ""));
        assertThat(alone.canSpare(up("a").key())).isFalse();
        assertThat(alone.canSpare(up("u").key())).isTrue();
        assertThat(alone.canSpare(up("stranger").key())).isFalse();
        PoolInput pair = pool(Algorithm.FIRST, up("a"), up("b", 1, Off.COUNT, true));
        assertThat(pair.canSpare(up("a").key())).isTrue();
        PoolInput useless = pool(
                Algorithm.FIRST,
                up("a"),
                up("b").withEjected(true),
                up("c").withState(AdminState.DRAINING),
                up("d", 0, 1, false));
        assertThat(useless.canSpare(up("a").key())).isFalse();
    }

    private String pick(PoolRoute route) {
        Lease lease = leased(choose(route, List.of()));
        String id = lease.backend().key().id();
        lease.close();
        return id;
    }

    private Choice choose(PoolRoute route, List<Backend> tried) {
        return route.choose(0, tried, random, 0);
    }

    private static Backend backend(PoolRoute route, String id) {
        return route.backends().stream()
                .filter(view -> view.key().id().equals(id))
                .map(BackendView::backend)
                .findFirst()
                .orElseThrow();
    }
}
