package io.weir.observe;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;

/**
 * The last events of the cluster as this node heard of them, so many of them: its own, and those of others that it was told
 * of. Each has a place, by which whoever read some can go on reading. Any thread may add, read and watch, and waits for
 * others for no longer than it takes to copy references.
 */
public final class Journal {
    /** No more than so many may watch at a time. */
    public static final int MOST_WATCHERS = 64;

    private final String node;
    private final long life;
    private final int capacity;
    private final Consumer<Kept> also;
    private final List<Kept> ring = new ArrayList<>();
    private final Set<Runnable> watchers = new CopyOnWriteArraySet<>();
    private long number;
    private long sequence;
    private boolean closed;

    /**
     * What there is after a place.
     *
     * @param events oldest first
     * @param gap whether events between the place and these are kept no more
     */
    public record Page(List<Kept> events, boolean gap) {
        public Page {
            events = List.copyOf(events);
        }
    }

    /**
     * An empty journal.
     *
     * @param node this node's name
     * @param life of this process: another number each time one starts
     * @param capacity how many events are kept, at least 1
     * @param also told of each event of this node on the thread that adds it, for example to log it; must not block
     */
    public Journal(String node, long life, int capacity, Consumer<Kept> also) {
        this.node = node;
        this.life = life;
        this.capacity = capacity;
        this.also = also;
    }

    /** This process's number. */
    public long life() {
        return life;
    }

    /** How many events are kept. */
    public int capacity() {
        return capacity;
    }

    /** Adds what happened on this node; the oldest event makes room. */
    public void add(Event event) {
        Kept kept;
        synchronized (ring) {
            kept = keep(node, life, ++sequence, event);
        }
        also.accept(kept);
        wake();
    }

    /** Adds what happened on another node, or in an earlier process of this one; the caller sees to it that it is new. */
    public void take(String where, long itsLife, long itsSequence, Event event) {
        synchronized (ring) {
            keep(where, itsLife, itsSequence, event);
        }
        wake();
    }

    private Kept keep(String where, long itsLife, long itsSequence, Event event) {
        Kept kept = new Kept(++number, where, itsLife, itsSequence, event);
        if (ring.size() < capacity) {
            ring.add(kept);
        } else {
            ring.set(slot(kept.number()), kept);
        }
        return kept;
    }

    private int slot(long of) {
        return (int) ((of - 1) % capacity);
    }

    /** The place of the newest event; 0 where there is none. */
    public long last() {
        synchronized (ring) {
            return number;
        }
    }

    /**
     * What came after a place.
     *
     * @param place of the last event that is known; 0 for the beginning
     * @param most events that are given, the oldest first
     */
    public Page after(long place, int most) {
        synchronized (ring) {
            long oldest = number - ring.size() + 1;
            long from = Math.max(place + 1, oldest);
            List<Kept> events = new ArrayList<>();
            for (long each = from; each <= number && events.size() < most; each++) {
                events.add(ring.get(slot(each)));
            }
            return new Page(events, place + 1 < oldest);
        }
    }

    /** The next events of this process after one of them, of those that are kept, oldest first. */
    public List<Kept> own(long after, int most) {
        ArrayDeque<Kept> next = new ArrayDeque<>();
        synchronized (ring) {
            long left = sequence - after;
            for (long each = number; each > number - ring.size() && left > 0; each--) {
                Kept kept = ring.get(slot(each));
                if (kept.life() == life) {
                    left--;
                    next.addFirst(kept);
                }
            }
        }
        return next.stream().limit(most).toList();
    }

    /** All that is kept, oldest first. */
    public List<Event> recent() {
        return after(0, capacity).events().stream().map(Kept::event).toList();
    }

    /**
     * Has somebody called whenever there is something new, and once at the end.
     *
     * @param wake called by whichever thread adds an event; must return at once
     * @return false where {@link #MOST_WATCHERS} watch already, or the journal is closed
     */
    public boolean watch(Runnable wake) {
        synchronized (ring) {
            return !closed && watchers.size() < MOST_WATCHERS && watchers.add(wake);
        }
    }

    /** Calls him no more. */
    public void forget(Runnable wake) {
        watchers.remove(wake);
    }

    /** Whether one more may watch. */
    public boolean hasRoom() {
        synchronized (ring) {
            return !closed && watchers.size() < MOST_WATCHERS;
        }
    }

    /** Whether anybody watches. */
    public boolean isWatched() {
        return !watchers.isEmpty();
    }

    /** Whether nobody needs to watch any more: the node stops. */
    public boolean isClosed() {
        synchronized (ring) {
            return closed;
        }
    }

    /** Ends the watching. Events are added and read all the same. */
    public void close() {
        synchronized (ring) {
            closed = true;
        }
        wake();
    }

    private void wake() {
        watchers.forEach(Runnable::run);
    }
}
