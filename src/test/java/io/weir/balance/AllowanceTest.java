package io.weir.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.Algorithm;
import io.weir.model.Off;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An allowance that one thread moves while others lease: what it is told to be held is the most there will be. */
class AllowanceTest {
    @Test
    @Tag("contract-13")
    void aBackendNeverHoldsMoreThanWasCountedWhenItsAllowanceWasLowered() throws Exception {
        Pools pool = Pools.of(Algorithm.LEAST_CONNECTIONS, new int[] {1}, new int[] {1_000}, new SplittableRandom(1));
        Backend backend = pool.backends.getFirst();
        race(backend::allow, backend::connections, () -> backend.tryLease(1_000), backend::release);
        assertThat(backend.connections()).isZero();
    }

    @Test
    @Tag("contract-13")
    void norDoesAPool() throws Exception {
        PoolMemory memory = new PoolMemory(0);
        race(memory::allow, memory::connections, () -> memory.tryEnter(1_000), memory::leave);
        assertThat(memory.connections()).isZero();
    }

    private interface Take {
        boolean take();
    }

    private interface Count {
        int held();
    }

    private static void race(IntUnaryOperator allow, Count count, Take take, Runnable back) throws Exception {
        AtomicInteger working = new AtomicInteger(3);
        AtomicInteger certain = new AtomicInteger();
        AtomicInteger tooMany = new AtomicInteger();
        Threads.run(4, thread -> {
            SplittableRandom random = new SplittableRandom(thread);
            if (thread == 0) {
                while (working.get() > 0) {
                    int most = random.nextInt(4);
                    int bound = Math.max(most, allow.applyAsInt(most));
                    for (int look = 0; look < 50; look++) {
                        // Those in the act of being taken and given back again are not connections
                        if (certain.get() > bound) {
                            tooMany.incrementAndGet();
                        }
                    }
                }
                return;
            }
            Deque<Boolean> mine = new ArrayDeque<>();
            for (int i = 0; i < 200_000; i++) {
                if (mine.size() < 3 && random.nextBoolean() && take.take()) {
                    certain.incrementAndGet();
                    mine.push(true);
                } else if (!mine.isEmpty()) {
                    mine.pop();
                    certain.decrementAndGet();
                    back.run();
                }
            }
            mine.forEach(each -> {
                certain.decrementAndGet();
                back.run();
            });
            working.decrementAndGet();
        });
        assertThat(tooMany.get()).isZero();
        assertThat(count.held()).isZero();
        assertThat(allow.applyAsInt(Off.COUNT)).isZero();
    }
}
