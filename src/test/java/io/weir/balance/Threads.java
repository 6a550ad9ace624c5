package io.weir.balance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Real threads that begin together. */
public final class Threads {
    private Threads() {}

    /** What each thread does, told its number. */
    @FunctionalInterface
    public interface Work {
        void run(int thread) throws Exception;
    }

    /** Runs it on so many threads at once and waits; what any of them throws is thrown here. */
    public static void run(int count, Work work) throws Exception {
        CyclicBarrier together = new CyclicBarrier(count);
        try (var threads = Executors.newFixedThreadPool(count)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int thread = i;
                running.add(threads.submit(() -> {
                    together.await();
                    work.run(thread);
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
    }
}
