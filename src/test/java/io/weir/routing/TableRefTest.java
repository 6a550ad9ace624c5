package io.weir.routing;

import static io.weir.routing.Tables.next;
import static io.weir.routing.Tables.pool;
import static io.weir.routing.Tables.up;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.balance.Cases;
import io.weir.balance.Lease;
import io.weir.balance.Threads;
import io.weir.model.Algorithm;
import io.weir.model.Health;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TableRefTest {
    private static final int CAP = 3;

    @Test
    void a_table_that_is_not_newer_is_refused_and_the_same_one_is_nothing_new() {
        TableRef ref = new TableRef();
        RoutingTable one = next(RoutingTable.EMPTY, pool(Algorithm.FIRST, up("a")));
        RoutingTable two = next(one, pool(Algorithm.FIRST, up("b")));
        ref.publish(two);
        ref.publish(two);
        assertThat(ref.current()).isSameAs(two);
        assertThatThrownBy(() -> ref.publish(one)).isInstanceOf(IllegalArgumentException.class);
        RoutingTable rival = next(one, pool(Algorithm.FIRST, up("c")));
        assertThatThrownBy(() -> ref.publish(rival)).isInstanceOf(IllegalArgumentException.class);
        assertThat(ref.current()).isSameAs(two);
    }

    @Test
    void who_follows_is_told_of_each_newer_table_when_it_is_in_use() {
        TableRef ref = new TableRef();
        List<RoutingTable> seen = new ArrayList<>();
        ref.follow(() -> seen.add(ref.current()));
        RoutingTable one = next(RoutingTable.EMPTY, pool(Algorithm.FIRST, up("a")));
        RoutingTable two = next(one, pool(Algorithm.FIRST, up("b")));
        ref.publish(one);
        ref.publish(one);
        ref.publish(two);
        assertThat(seen).containsExactly(one, two);
    }

    @ParameterizedTest
    @EnumSource
    void caps_hold_while_tables_change_under_the_picks(Algorithm algorithm) {
        Cases.each(4, random -> {
            TableRef ref = new TableRef();
            ref.publish(next(RoutingTable.EMPTY, anyHealth(algorithm, random)));
            AtomicInteger worst = new AtomicInteger();
            AtomicInteger picked = new AtomicInteger();
            long seed = random.nextLong();
            Threads.run(3, thread -> {
                SplittableRandom own = new SplittableRandom(seed + thread);
                if (thread == 0) {
                    for (int i = 0; i < 150; i++) {
                        ref.publish(next(ref.current(), anyHealth(algorithm, own)));
                    }
                    return;
                }
                List<Lease> held = new ArrayList<>();
                for (int step = 0; step < 4_000; step++) {
                    PoolRoute route =
                            java.util.Objects.requireNonNull(ref.current().pool(Tables.POOL));
                    Choice choice = route.choose(own.nextLong(), List.of(), own, 0);
                    if (choice instanceof Choice.Leased(Lease lease) && held.size() < 12) {
                        held.add(lease);
                        picked.incrementAndGet();
                        worst.accumulateAndGet(lease.backend().connections() - CAP, Math::max);
                    } else if (choice instanceof Choice.Leased(Lease lease)) {
                        lease.close();
                        held.remove(own.nextInt(held.size())).close();
                    }
                }
                held.forEach(Lease::close);
            });
            assertThat(worst.get()).isLessThanOrEqualTo(0);
            assertThat(picked.get()).isPositive();
            PoolRoute last = java.util.Objects.requireNonNull(ref.current().pool(Tables.POOL));
            assertThat(last.connections()).isZero();
            assertThat(last.backends())
                    .allMatch(view -> view.backend() != null && view.backend().connections() == 0);
        });
    }

    /** Eight backends, each up or not, so that tables differ and candidates come and go. */
    private static PoolInput anyHealth(Algorithm algorithm, SplittableRandom random) {
        List<BackendInput> backends = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            backends.add(up("b" + i, 1 + i % 3, CAP, i > 5)
                    .withHealth(random.nextInt(3) == 0 ? Health.DOWN : Health.UP, ""));
        }
        return pool(algorithm, backends.toArray(BackendInput[]::new));
    }
}
