package io.weir.model;

import java.util.Comparator;

/**
 * Where a connection stands in the one order of all live connections of a cluster: the youngest first. It never changes while
 * the connection lives, so a page can begin after any place, also after one whose connection has ended.
 *
 * @param sinceMillis when it was accepted, by its node's clock
 * @param run its node's run, see {@link NodeRun#prefix}
 * @param number its number in that run; within an event loop a younger one has a greater number
 */
public record ConnectionPlace(long sinceMillis, String run, long number) implements Comparable<ConnectionPlace> {
    private static final Comparator<ConnectionPlace> ORDER = Comparator.comparingLong(ConnectionPlace::sinceMillis)
            .reversed()
            .thenComparing(ConnectionPlace::run)
            .thenComparing(Comparator.comparingLong(ConnectionPlace::number).reversed());

    /** The connection's id. */
    public String id() {
        return run + number;
    }

    @Override
    public int compareTo(ConnectionPlace other) {
        return ORDER.compare(this, other);
    }

    /** Whether a connection at that place comes later. Allocates nothing. */
    public boolean isBefore(long since, String itsRun, long itsNumber) {
        if (since != sinceMillis) {
            return since < sinceMillis;
        }
        int runs = run.compareTo(itsRun);
        return runs == 0 ? itsNumber < number : runs < 0;
    }
}
