package io.weir.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.model.Algorithm;
import io.weir.model.BackendKey;
import io.weir.model.HostPort;
import java.net.InetSocketAddress;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LeaseTest {
    @Test
    void of_threads_that_close_at_once_one_succeeds() throws Exception {
        Pools pool = Pools.of(Algorithm.RANDOM, new int[] {1}, new int[] {5}, new SplittableRandom(1));
        for (int round = 0; round < 300; round++) {
            Lease lease = pool.take();
            AtomicInteger refused = new AtomicInteger();
            Threads.run(3, thread -> {
                try {
                    lease.close();
                } catch (IllegalStateException e) {
                    refused.incrementAndGet();
                }
            });
            assertThat(refused.get()).isEqualTo(2);
            assertThat(lease.backend().connections()).isZero();
            assertThat(pool.memory.connections()).isZero();
        }
    }

    @Test
    void a_pools_cap_holds_against_real_threads() throws Exception {
        PoolMemory memory = new PoolMemory(0);
        AtomicInteger worst = new AtomicInteger();
        Threads.run(4, thread -> {
            for (int i = 0; i < 20_000; i++) {
                if (memory.tryEnter(2)) {
                    worst.accumulateAndGet(memory.connections(), Math::max);
                    memory.leave();
                }
            }
        });
        assertThat(worst.get()).isBetween(1, 2);
        assertThat(memory.connections()).isZero();
    }

    @Test
    void failures_in_a_row_are_counted_until_a_dial_succeeds() {
        Backend backend = Pools.backend(0);
        assertThat(backend.dialFailed(1)).isEqualTo(1);
        assertThat(backend.dialFailed(2)).isEqualTo(2);
        assertThat(backend.consecutiveFailures()).isEqualTo(2);
        backend.connected(1_000_000, 3);
        assertThat(backend.consecutiveFailures()).isZero();
        assertThat(backend.dialFailed(4)).isEqualTo(1);
        assertThat(backend.connectNanos(4)).isGreaterThan(9e6);
    }

    @Test
    void an_address_must_be_resolved() {
        HostPort where = new HostPort("db.example", 5432);
        assertThatThrownBy(() -> new Backend(
                        new BackendKey("db", "one", where), InetSocketAddress.createUnresolved("db.example", 5432)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("db.example");
    }
}
