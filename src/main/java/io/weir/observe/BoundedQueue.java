package io.weir.observe;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue for many threads that give and one that takes; nobody ever waits. A giver claims a position by
 * compare-and-set, then puts its element there; the taker frees a position before it tells the givers of the room. An
 * element whose giver was interrupted between the two steps holds back those behind it for as long as that takes.
 */
final class BoundedQueue<T> {
    private final AtomicReferenceArray<@Nullable T> slots;
    private final int mask;
    private final int capacity;
    private final AtomicLong tail = new AtomicLong();
    private final AtomicLong head = new AtomicLong();

    /** For at most so many elements, 1 to 2^30. */
    BoundedQueue(int capacity) {
        if (capacity < 1 || capacity > 1 << 30) {
            throw new IllegalArgumentException("capacity 1 to 2^30, not " + capacity);
        }
        this.capacity = capacity;
        int size = Integer.highestOneBit(capacity) == capacity ? capacity : Integer.highestOneBit(capacity) << 1;
        slots = new AtomicReferenceArray<>(size);
        mask = size - 1;
    }

    /** Takes an element in, or says no where there is no room; by any thread. */
    boolean offer(T element) {
        long at = tail.get();
        while (true) {
            if (at - head.get() >= capacity) {
                return false;
            }
            long seen = tail.compareAndExchange(at, at + 1);
            if (seen == at) {
                break;
            }
            at = seen;
        }
        // Volatile, not lazy: the giver reads next whether the taker sleeps, and the two must not change places.
        slots.set((int) at & mask, element);
        return true;
    }

    /** The oldest element, or null where there is none; by the one taker only. */
    @Nullable
    T poll() {
        long at = head.get();
        int slot = (int) at & mask;
        T element = slots.get(slot);
        if (element != null) {
            slots.setRelease(slot, null);
            head.setRelease(at + 1);
        }
        return element;
    }

    /** Whether the taker would find nothing; by the one taker only. */
    boolean isEmpty() {
        return slots.get((int) head.get() & mask) == null;
    }

    /** How many elements it holds, by any thread and out of date at once. */
    int size() {
        return (int) Math.max(0, tail.get() - head.get());
    }
}
