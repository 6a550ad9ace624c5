package io.weir.probe;

import com.typesafe.config.Config;
import java.io.Closeable;
import java.util.PriorityQueue;
import java.util.concurrent.ThreadFactory;
import org.apache.pekko.actor.AbstractScheduler;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.Scheduler;
import org.apache.pekko.event.LoggingAdapter;
import org.jspecify.annotations.Nullable;
import scala.concurrent.ExecutionContext;
import scala.concurrent.duration.FiniteDuration;

/**
 * The timers of an actor system, of which none is due before a test lets time pass. What becomes due runs, in its order, on
 * the thread that lets it. Any thread may set and cancel them.
 */
public final class HandScheduler extends AbstractScheduler implements Closeable {
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final Workload workload = new Workload();
    private long now;
    private long numbers;

    /** Called by Pekko. */
    public HandScheduler(Config config, LoggingAdapter log, ThreadFactory threads) {}

    /** What the dispatchers of the system have to do. */
    Workload workload() {
        return workload;
    }

    /** Runs what becomes due in so many nanoseconds. */
    void pass(long nanos) {
        long end;
        synchronized (timers) {
            end = now + nanos;
        }
        runUntil(end);
        synchronized (timers) {
            now = Math.max(now, end);
        }
    }

    private void runUntil(long end) {
        for (Timer timer = next(end); timer != null; timer = next(end)) {
            timer.runnable.run();
            if (timer.interval > 0) {
                again(timer);
            }
        }
    }

    private @Nullable Timer next(long end) {
        synchronized (timers) {
            Timer next = timers.peek();
            if (next == null || next.due > end) {
                return null;
            }
            now = Math.max(now, next.due);
            return timers.poll();
        }
    }

    private void again(Timer timer) {
        synchronized (timers) {
            if (!timer.cancelled) {
                timer.due += timer.interval;
                timers.add(timer);
            }
        }
    }

    private Timer set(FiniteDuration delay, long interval, Runnable runnable) {
        Timer timer;
        boolean atOnce = delay.toNanos() <= 0;
        long today;
        synchronized (timers) {
            today = now;
            timer = new Timer(now + Math.max(0, delay.toNanos()), numbers++, interval, runnable);
            timers.add(timer);
        }
        if (atOnce) {
            runUntil(today);
        }
        return timer;
    }

    @Override
    @SuppressWarnings("deprecation") // What the methods that are not are made of
    public Cancellable schedule(
            FiniteDuration delay, FiniteDuration interval, Runnable runnable, ExecutionContext executor) {
        return set(delay, interval.toNanos(), runnable);
    }

    @Override
    public Cancellable scheduleOnce(FiniteDuration delay, Runnable runnable, ExecutionContext executor) {
        return set(delay, 0, runnable);
    }

    @Override
    public double maxFrequency() {
        return 1000;
    }

    /** Dispatchers end by a timer. */
    @Override
    public void close() {
        for (Timer timer = next(Long.MAX_VALUE); timer != null; timer = next(Long.MAX_VALUE)) {
            if (timer.runnable instanceof Scheduler.TaskRunOnClose) {
                timer.runnable.run();
            }
        }
    }

    private final class Timer implements Cancellable, Comparable<Timer> {
        private final long number;
        private final long interval;
        private final Runnable runnable;
        private long due;
        private boolean cancelled;

        Timer(long due, long number, long interval, Runnable runnable) {
            this.due = due;
            this.number = number;
            this.interval = interval;
            this.runnable = runnable;
        }

        @Override
        public boolean cancel() {
            synchronized (timers) {
                boolean first = !cancelled;
                cancelled = true;
                return timers.remove(this) && first;
            }
        }

        @Override
        public boolean isCancelled() {
            synchronized (timers) {
                return cancelled;
            }
        }

        @Override
        public int compareTo(Timer other) {
            int byTime = Long.compare(due, other.due);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }
}
