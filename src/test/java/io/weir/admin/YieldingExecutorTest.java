package io.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.admin.api.GiveWay;
import io.weir.observe.NanoClock;
import io.weir.observe.SteppingClock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class YieldingExecutorTest {
    /** By it each task takes longer than others are to wait. */
    private final NanoClock slow = new SteppingClock(100_000);

    private record Blocked(CountDownLatch other) implements ForkJoinPool.ManagedBlocker {
        @Override
        public boolean block() throws InterruptedException {
            other.await();
            return true;
        }

        @Override
        public boolean isReleasable() {
            return other.getCount() == 0;
        }
    }

    @Test
    void oneThreadGivesWayBetweenItsTasks() throws InterruptedException {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        ExecutorService one = YieldingExecutor.service(
                ForkJoinPool.defaultForkJoinWorkerThreadFactory, new GiveWay(slow, () -> order.add("others")));
        for (String task : List.of("a", "b", "c")) {
            one.execute(() -> order.add(task));
        }
        one.shutdown();
        assertThat(one.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(order).containsExactly("a", "others", "b", "others", "c", "others");
    }

    /** What a thread is to do with an error that ends its task, such as to end the node, is done; the next task runs. */
    @Test
    void anErrorIsToldToTheThreadsHandler() throws InterruptedException {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        ExecutorService one = YieldingExecutor.service(
                pool -> {
                    ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
                    thread.setUncaughtExceptionHandler(
                            (any, failure) -> order.add("handler of " + failure.getMessage()));
                    return thread;
                },
                new GiveWay());
        one.execute(() -> {
            throw new LinkageError("a");
        });
        one.execute(() -> order.add("b"));
        one.shutdown();
        assertThat(one.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(order).containsExactly("handler of a", "b");
    }

    /** Pekko blocks on its own threads at its start; without another thread meanwhile that would be for ever. */
    @Test
    void aTaskThatBlocksOnAnotherIsLentAThread() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        ExecutorService one = YieldingExecutor.service(ForkJoinPool.defaultForkJoinWorkerThreadFactory, new GiveWay());
        one.execute(() -> {
            CountDownLatch other = new CountDownLatch(1);
            one.execute(other::countDown);
            try {
                ForkJoinPool.managedBlock(new Blocked(other));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            done.countDown();
        });
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        one.shutdown();
    }
}
