package io.weir.transport;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A hierarchical timer wheel: four wheels of 64 slots over ticks of 10 ms, so up to 46 hours ahead; what is further
 * waits in the last slot and is put back. Scheduling and cancelling take constant time and allocate nothing.
 *
 * <p>Origin: Varghese and Lauck, "Hashed and Hierarchical Timing Wheels" (1987), scheme 6. A timer fires at its
 * time or up to one tick later, never before.
 */
public final class TimerWheel {
    /** The length of a tick in nanoseconds. */
    public static final long TICK_NANOS = 10_000_000L;

    private static final int BITS = 6;
    private static final int SLOTS = 1 << BITS;
    private static final int LEVELS = 4;
    private static final long SPAN = 1L << (BITS * LEVELS);

    /** The head of a slot's ring of timers. */
    private static final class Slot extends Timer {
        Slot() {
            previous = this;
            next = this;
        }

        @Override
        protected void fire(long now) {}
    }

    private final Slot[][] wheels = new Slot[LEVELS][SLOTS];
    private final long[] occupied = new long[LEVELS];
    private final long origin;
    private long tick;
    private int size;

    /**
     * Creates an empty wheel.
     *
     * @param now nanoseconds of the clock that every later time is taken from
     */
    public TimerWheel(long now) {
        origin = now;
        for (Slot[] wheel : wheels) {
            for (int i = 0; i < SLOTS; i++) {
                wheel[i] = new Slot();
            }
        }
    }

    /** How many timers wait. */
    public int size() {
        return size;
    }

    /** Schedules a timer, moving it where it already waits. A time in the past fires at the next advance. */
    public void schedule(Timer timer, long atNanos) {
        cancel(timer);
        long due = atNanos - origin;
        timer.dueTick = due <= 0 ? 0 : (due - 1) / TICK_NANOS + 1;
        insert(timer);
        size++;
    }

    /** Takes a timer out; does nothing where it does not wait. */
    public void cancel(Timer timer) {
        if (timer.list != null) {
            unlink(timer);
            size--;
        }
    }

    private void insert(Timer timer) {
        long due = Math.max(timer.dueTick, tick + 1);
        long ahead = due - tick;
        if (ahead >= SPAN) {
            due = tick + SPAN - 1;
            ahead = SPAN - 1;
        }
        int level = (63 - Long.numberOfLeadingZeros(ahead)) / BITS;
        int slot = (int) (due >>> (BITS * level)) & (SLOTS - 1);
        link(wheels[level][slot], timer);
        occupied[level] |= 1L << slot;
    }

    private static void link(Slot slot, Timer timer) {
        Timer last = slot.previous;
        timer.previous = last;
        timer.next = slot;
        if (last != null) {
            last.next = timer;
        }
        slot.previous = timer;
        timer.list = slot;
    }

    private static void unlink(Timer timer) {
        Timer before = timer.previous;
        Timer after = timer.next;
        if (before != null && after != null) {
            before.next = after;
            after.previous = before;
        }
        timer.previous = null;
        timer.next = null;
        timer.list = null;
    }

    /**
     * Fires everything due at or before {@code now}.
     *
     * @param faults told of what a timer throws; the others fire all the same
     */
    public void advance(long now, Consumer<Throwable> faults) {
        long target = (now - origin) / TICK_NANOS;
        while (tick < target) {
            if (size == 0) {
                tick = target;
                return;
            }
            long quiet = ticksToNextSlot() - 1;
            tick += Math.min(Math.max(quiet, 0), target - tick - 1);
            tick++;
            cascade();
            fireSlot(now, faults);
        }
    }

    /** Ticks until the next one at which a slot of the first wheel is due or a higher one is spread out. */
    private long ticksToNextSlot() {
        int at = (int) tick & (SLOTS - 1);
        long later = at == SLOTS - 1 ? 0 : occupied[0] >>> (at + 1);
        return later != 0 ? Long.numberOfTrailingZeros(later) + 1L : SLOTS - at;
    }

    private void cascade() {
        for (int level = 1; level < LEVELS; level++) {
            if ((tick & ((1L << (BITS * level)) - 1)) != 0) {
                return;
            }
            int index = (int) (tick >>> (BITS * level)) & (SLOTS - 1);
            Slot slot = wheels[level][index];
            occupied[level] &= ~(1L << index);
            Timer first = detach(slot);
            while (first != null) {
                Timer following = first.next;
                first.next = null;
                first.list = null;
                insertDueNow(first);
                first = following;
            }
        }
    }

    /** As insert, but what is due at this very tick goes to the slot that is about to fire. */
    private void insertDueNow(Timer timer) {
        if (timer.dueTick <= tick) {
            int slot = (int) tick & (SLOTS - 1);
            link(wheels[0][slot], timer);
            occupied[0] |= 1L << slot;
        } else {
            insert(timer);
        }
    }

    private void fireSlot(long now, Consumer<Throwable> faults) {
        int index = (int) tick & (SLOTS - 1);
        if ((occupied[0] & 1L << index) == 0) {
            return;
        }
        occupied[0] &= ~(1L << index);
        Slot slot = wheels[0][index];
        // One at a time from the ring: a timer that fires may cancel one that is still in it
        Timer timer = slot.next;
        while (timer != null && timer != slot) {
            unlink(timer);
            size--;
            try {
                timer.fire(now);
            } catch (Throwable fault) {
                faults.accept(fault);
            }
            timer = slot.next;
        }
    }

    /** Empties a slot; its timers come back chained by {@code next}, in order, ending in null. */
    private static @Nullable Timer detach(Slot slot) {
        Timer first = slot.next;
        Timer last = slot.previous;
        if (first == slot || last == null) {
            return null;
        }
        last.next = null;
        slot.next = slot;
        slot.previous = slot;
        return first;
    }

    /**
     * Nanoseconds from {@code now} until the wheel must be advanced again.
     *
     * @return 0 or more, or {@link Long#MAX_VALUE} where nothing waits
     */
    public long untilNext(long now) {
        if (size == 0) {
            return Long.MAX_VALUE;
        }
        long at = origin + (tick + ticksToNextSlot()) * TICK_NANOS;
        return Math.max(0, at - now);
    }
}
