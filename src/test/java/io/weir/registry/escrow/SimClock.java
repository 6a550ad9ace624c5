package io.weir.registry.escrow;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Simulated time: what is to happen, in order. */
final class SimClock {
    static final long MILLI = 1_000_000;

    private record Task(long at, long order, Runnable what) {}

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::order));
    private long now = 1_000 * MILLI;
    private long order;

    long now() {
        return now;
    }

    void after(long nanos, Runnable what) {
        tasks.add(new Task(now + Math.max(0, nanos), order++, what));
    }

    void afterMillis(double millis, Runnable what) {
        after((long) (millis * MILLI), what);
    }

    void run(long millis) {
        long end = now + millis * MILLI;
        while (!tasks.isEmpty() && tasks.peek().at() <= end) {
            Task task = tasks.remove();
            now = task.at();
            task.what().run();
        }
        now = end;
    }
}
