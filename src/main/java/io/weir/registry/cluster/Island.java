package io.weir.registry.cluster;

import java.util.Comparator;
import java.util.Set;

/**
 * A cluster as one of its members sees it, when it is compared with another of the same name.
 *
 * @param uids of all its members
 * @param oldest the uid of the member that has been up for longest
 * @param sinceEpochMillis when that one started, by its own wall clock
 */
record Island(Set<Long> uids, long oldest, long sinceEpochMillis) {
    private static final Comparator<Island> ORDER = Comparator.<Island>comparingInt(Island::size)
            .reversed()
            .thenComparingLong(Island::sinceEpochMillis)
            .thenComparingLong(Island::oldest);

    Island {
        uids = Set.copyOf(uids);
    }

    int size() {
        return uids.size();
    }

    /** Whether the other one's nodes are to come to this one: it has fewer, or as many and is younger. */
    boolean outranks(Island other) {
        return ORDER.compare(this, other) < 0;
    }

    /** Whether they are one cluster, seen by different members or at different moments. */
    boolean overlaps(Island other) {
        return uids.stream().anyMatch(other.uids()::contains);
    }
}
