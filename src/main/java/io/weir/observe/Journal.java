package io.weir.observe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The last events of this node, so many of them. Any thread may add and read; nobody waits for another. */
public final class Journal {
    private final AtomicReferenceArray<@Nullable Entry> slots;
    private final AtomicLong next = new AtomicLong();
    private final Consumer<Event> also;

    private record Entry(long number, Event event) {}

    /**
     * An empty journal.
     *
     * @param capacity how many events are kept, at least 1
     * @param also told of each event on the thread that adds it, for example to log it; must not block
     */
    public Journal(int capacity, Consumer<Event> also) {
        this.slots = new AtomicReferenceArray<>(capacity);
        this.also = also;
    }

    /** Adds an event; the oldest makes room. */
    public void add(Event event) {
        Entry entry = new Entry(next.getAndIncrement(), event);
        int slot = (int) (entry.number % slots.length());
        // A writer that was held up for a whole round must not put its old event over a newer one.
        slots.accumulateAndGet(slot, entry, (old, mine) -> old == null || old.number < mine.number ? mine : old);
        also.accept(event);
    }

    /** The events kept, oldest first. */
    public List<Event> recent() {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < slots.length(); i++) {
            Entry entry = slots.get(i);
            if (entry != null) {
                entries.add(entry);
            }
        }
        entries.sort(Comparator.comparingLong(Entry::number));
        return entries.stream().map(Entry::event).toList();
    }
}
