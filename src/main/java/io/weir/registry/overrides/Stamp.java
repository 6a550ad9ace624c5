package io.weir.registry.overrides;

import java.util.Comparator;

/**
 * When a field was written, such that a write made where another one was visible is always the later one. Ordered by time,
 * then node.
 *
 * @param time milliseconds since 1970 as the writer's hybrid clock had them: never behind a stamp it had seen
 * @param node who wrote it: tells writes of one millisecond apart
 */
public record Stamp(long time, long node) implements Comparable<Stamp> {
    /** The last moment of the year 9999. Later stamps are refused: nothing could ever be written over them. */
    public static final long LATEST = 253_402_300_799_999L;

    /** Before everything. */
    public static final Stamp NONE = new Stamp(0, 0);

    private static final Comparator<Stamp> ORDER =
            Comparator.comparingLong(Stamp::time).thenComparingLong(Stamp::node);

    /** Whether it can be taken: after 1970 and not beyond the year 9999. */
    public boolean possible() {
        return time >= 0 && time <= LATEST;
    }

    @Override
    public int compareTo(Stamp other) {
        return ORDER.compare(this, other);
    }
}
