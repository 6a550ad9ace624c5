package io.weir.admin;

import java.util.LinkedHashSet;
import java.util.SequencedSet;

/**
 * The connections to the admin port, which are few: where they come near to being too many, the one that has asked for
 * nothing for the longest gives way to each that comes. So who holds connections and asks for nothing keeps nobody out,
 * least of all the probes that ask whether the node is ready. One that is being answered is never sent away. Any thread;
 * each call takes constant time.
 */
final class Guests {
    /** One connection, as far as it can be told to go. */
    interface Guest {
        /** Ends, unless it has been asked for something meanwhile. Called by any thread; returns at once. */
        void leave();
    }

    private final int room;
    private final SequencedSet<Guest> idle = new LinkedHashSet<>();
    private int present;

    /**
     * Makes room for some.
     *
     * @param most connections that the port serves at a time, at least 1; a sixteenth is kept free where it can be
     */
    Guests(int most) {
        room = Math.max(1, most - Math.max(1, most / 16));
    }

    /** One has come, and has not asked for anything yet. */
    void come(Guest guest) {
        Guest longest = null;
        synchronized (this) {
            present++;
            if (present > room && !idle.isEmpty()) {
                longest = idle.removeFirst();
            }
            idle.addLast(guest);
        }
        if (longest != null) {
            longest.leave();
        }
    }

    /** It asks for something. */
    synchronized void ask(Guest guest) {
        idle.remove(guest);
    }

    /** It has got all of its answer. */
    synchronized void answered(Guest guest) {
        idle.addLast(guest);
    }

    /** It has gone. */
    synchronized void gone(Guest guest) {
        idle.remove(guest);
        present--;
    }
}
