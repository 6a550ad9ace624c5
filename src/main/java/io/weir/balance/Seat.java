package io.weir.balance;

/**
 * Where a backend sits in the table in use: it is told there of each connection that comes or goes. A backend has
 * one seat at most; a newer table takes it over.
 *
 * @param watcher who wants to hear
 * @param index the backend's place among the watcher's candidates
 */
record Seat(Watcher watcher, int index) {
    /** Who keeps something that follows from connection counts. Called by any thread, after the count changed. */
    interface Watcher {
        /** The count of the candidate at {@code index} went up. */
        void leased(int index);

        /** The count of the candidate at {@code index} went down. */
        void released(int index);

        /** What other nodes are believed to hold of the candidate at {@code index} is another. */
        default void othersMoved(int index) {}

        /** A newer table took over a candidate's seat: from now on some comings and goings are not told here. */
        void replaced();
    }
}
