package io.weir.probe;

import io.weir.kit.Patience;
import java.util.concurrent.TimeUnit;

/** How much the threads of an actor system have still to do. Any thread. */
final class Workload {
    private long pending;

    synchronized void more() {
        pending++;
    }

    synchronized void less() {
        pending--;
        if (pending == 0) {
            notifyAll();
        }
    }

    /**
     * Waits until there is nothing. A message that an actor sends is work before the actor is done with the one that made it
     * send, so that nothing is on its way then either.
     */
    synchronized void awaitNone() {
        long end = System.nanoTime() + Patience.seconds(45).toNanos();
        try {
            while (pending > 0) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    throw new AssertionError("actors find no rest: " + pending + " of them have something to do");
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
