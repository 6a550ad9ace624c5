package io.weir.proxy;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts connections against a cap and remembers who waits for room. Any thread; takes no lock.
 *
 * <p>One who finds no room waits in line and is told when a connection ends. Being told is no promise: it tries
 * again.
 */
final class Admission {
    private final AtomicInteger inside = new AtomicInteger();
    private final ConcurrentLinkedQueue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private volatile int most;

    Admission(int most) {
        this.most = most;
    }

    /** Changes the cap; who is inside stays. */
    void most(int cap) {
        most = cap;
        tellAll();
    }

    /** Takes a place, or says that there is none. */
    boolean tryEnter() {
        while (true) {
            int now = inside.get();
            if (now >= most) {
                return false;
            }
            if (inside.compareAndSet(now, now + 1)) {
                return true;
            }
        }
    }

    /** Gives a place back. */
    void leave() {
        inside.decrementAndGet();
        // All of them: the first in line may have nobody at its door while another has
        if (!waiting.isEmpty()) {
            tellAll();
        }
    }

    /** Waits in line; told at once where a place has become free meanwhile. */
    void await(Runnable told) {
        waiting.add(told);
        if (inside.get() < most && waiting.remove(told)) {
            told.run();
        }
    }

    private void tellAll() {
        for (int i = waiting.size(); i > 0; i--) {
            Runnable next = waiting.poll();
            if (next == null) {
                return;
            }
            next.run();
        }
    }

    int inside() {
        return inside.get();
    }
}
