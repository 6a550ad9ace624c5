package io.weir.kit;

import java.util.PriorityQueue;

/**
 * Simulated time in nanoseconds, that jumps from one event to the next. Events of one moment happen in the order they were
 * asked for. For one thread.
 */
public final class Timeline {
    /** Nanoseconds of a millisecond. */
    public static final long MILLI = 1_000_000;

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long now;
    private long order;

    private record Event(long at, long order, Runnable what) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
        }
    }

    /** Begins at zero. */
    public Timeline() {
        this(0);
    }

    /** Begins at that moment. */
    public Timeline(long start) {
        now = start;
    }

    /** The moment it is. */
    public long now() {
        return now;
    }

    /** Lets something happen so many nanoseconds from now, or at once. */
    public void after(long nanos, Runnable what) {
        events.add(new Event(now + Math.max(0, nanos), order++, what));
    }

    /** Lets something happen so many milliseconds from now. */
    public void afterMillis(double millis, Runnable what) {
        after((long) (millis * MILLI), what);
    }

    /** Lets everything happen up to and including that moment. */
    public void runUntil(long end) {
        while (!events.isEmpty() && events.element().at() <= end) {
            Event next = events.remove();
            now = next.at();
            next.what().run();
        }
        now = end;
    }

    /** Lets everything happen that is due in so many milliseconds from now. */
    public void run(long millis) {
        runUntil(now + millis * MILLI);
    }
}
