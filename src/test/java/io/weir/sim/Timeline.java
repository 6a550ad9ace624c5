package io.weir.sim;

import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock that jumps from one event to the next. Events of one moment happen in the order they were asked for. */
final class Timeline {
    private record Event(long at, long order, Runnable what) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private long now;
    private long order;

    /** Nanoseconds since the beginning. */
    long now() {
        return now;
    }

    /** Lets something happen so many nanoseconds from now. */
    void after(long delay, Runnable what) {
        events.add(new Event(now + Math.max(0, delay), order++, what));
    }

    /** Lets everything happen up to and including that moment. */
    void runUntil(long end) {
        while (!events.isEmpty() && events.element().at() <= end) {
            Event next = events.remove();
            now = next.at();
            next.what().run();
        }
        now = end;
    }
}
