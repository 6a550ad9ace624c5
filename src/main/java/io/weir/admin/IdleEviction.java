package io.weir.admin;

import java.util.LinkedHashSet;
import java.util.SequencedSet;

/**
 * Closes connections of the admin port that wait for their clients, where all together come near to being too many: the one that
 * has waited for the longest, be it for a request or for the rest of a body, gives way to each that is opened, as nginx does with
 * its reusable ones. So who holds connections and asks for nothing, or says it slowly, keeps nobody out, least of all the probes
 * that ask whether the node is ready. A body is small, so that the one that has been on its way for the longest is the slowest.
 * One that is being answered is never closed. Any thread; each call takes constant time.
 */
final class IdleEviction {
    /** One connection, as far as it can be told to go. */
    interface Evictable {
        /** Closes it, unless all of a request is there meanwhile. Called by any thread; returns at once. */
        void evict();
    }

    private final int most;
    private final SequencedSet<Evictable> waiting = new LinkedHashSet<>();
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
            if (open > most && !waiting.isEmpty()) {
                longest = waiting.removeFirst();
            }
            waiting.addLast(connection);
        }
        if (longest != null) {
            longest.evict();
        }
    }

    /** All of a request is there. */
    synchronized void busy(Evictable connection) {
        waiting.remove(connection);
    }

    /** All of its answer is taken, or a request without its body is there. */
    synchronized void waits(Evictable connection) {
        waiting.addLast(connection);
    }

    /** It is closed, by whom ever. */
    synchronized void closed(Evictable connection) {
        waiting.remove(connection);
        open--;
    }
}
