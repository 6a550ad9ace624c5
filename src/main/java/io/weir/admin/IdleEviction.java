package io.weir.admin;

import java.util.LinkedHashSet;
import java.util.SequencedSet;

/**
 * Closes idle connections of the admin port where all together come near to being too many: the one that has been idle for the
 * longest gives way to each that is opened, as nginx does with its reusable ones. So who holds connections and asks for nothing
 * keeps nobody out, least of all the probes that ask whether the node is ready. One that is being answered is never closed. Any
 * thread; each call takes constant time.
 */
final class IdleEviction {
    /** One connection, as far as it can be told to go. */
    interface Evictable {
        /** Closes it, unless it has been asked for something meanwhile. Called by any thread; returns at once. */
        void evict();
    }

    private final int most;
    private final SequencedSet<Evictable> idle = new LinkedHashSet<>();
    private int open;

    /**
     * For one port.
     *
     * @param limit of the connections that the port serves at a time, at least 1; a sixteenth is kept free where it can be
     */
    IdleEviction(int limit) {
        most = Math.max(1, limit - Math.max(1, limit / 16));
    }

    /** One is open, and has not been asked for anything yet. */
    void opened(Evictable connection) {
        Evictable longest = null;
        synchronized (this) {
            open++;
            if (open > most && !idle.isEmpty()) {
                longest = idle.removeFirst();
            }
            idle.addLast(connection);
        }
        if (longest != null) {
            longest.evict();
        }
    }

    /** It is asked for something. */
    synchronized void busy(Evictable connection) {
        idle.remove(connection);
    }

    /** All of its answer is taken. */
    synchronized void idle(Evictable connection) {
        idle.addLast(connection);
    }

    /** It is closed, by whom ever. */
    synchronized void closed(Evictable connection) {
        idle.remove(connection);
        open--;
    }
}
