package io.weir.registry.overrides;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One write of one field. Of two the greater one holds, on every node: by stamp, and should two writes ever share one, by
 * what they say.
 *
 * @param field what was written
 * @param stamp when
 * @param over the latest write of each other node to the same field that the writer knew of, newest first, at most
 *     {@link #MOST_OVER}: by them a write that was made without knowing of another is told from one that replaced it
 * @param value what was said, as JSON; null where the field was cleared or what it defined was removed
 * @param by who said it, for people
 * @param atEpochMillis when, by the writer's wall clock, for people
 */
public record Entry(
        Field field,
        Stamp stamp,
        List<Stamp> over,
        @Nullable String value,
        String by,
        long atEpochMillis) implements Comparable<Entry> {
    /** So many writers of one field are told apart. */
    public static final int MOST_OVER = 8;

    /** A cleared field is remembered for so long, so that an old copy does not bring its value back. */
    public static final long TOMBSTONE_MILLIS = 30L * 24 * 3600 * 1000;

    /** Names of fields and numbers of an entry in a message, generously. */
    private static final int FRAME = 220;

    private static final Comparator<Entry> ORDER = Comparator.comparing(Entry::stamp)
            .thenComparing(Entry::value, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Entry::by)
            .thenComparingLong(Entry::atEpochMillis)
            .thenComparing(entry -> entry.over.toString());

    /** From the wire, where a field may be missing. */
    public Entry(
            Field field,
            Stamp stamp,
            @Nullable List<Stamp> over,
            @Nullable String value,
            @Nullable String by,
            long atEpochMillis) {
        this.field = field;
        this.stamp = stamp;
        this.over = over == null
                ? List.of()
                : over.stream().filter(Objects::nonNull).limit(MOST_OVER).toList();
        this.value = value;
        this.by = by == null ? "" : by;
        this.atEpochMillis = atEpochMillis;
    }

    /** A write over one other, or none. */
    public Entry(Field field, Stamp stamp, Stamp over, @Nullable String value, String by, long atEpochMillis) {
        this(field, stamp, over.equals(Stamp.NONE) ? List.of() : List.of(over), value, by, atEpochMillis);
    }

    /**
     * What a node writes over.
     *
     * @param known what it knows of the field, and of others whose writers are to be told whether it knew of theirs
     * @param node of its own stamps
     */
    public static List<Stamp> over(Collection<Entry> known, long node) {
        Map<Long, Stamp> latest = new HashMap<>();
        for (Entry entry : known) {
            Stream.concat(Stream.of(entry.stamp), entry.over.stream())
                    .forEach(stamp -> latest.merge(stamp.node(), stamp, BinaryOperator.maxBy(Stamp::compareTo)));
        }
        latest.remove(node);
        return latest.values().stream()
                .sorted(Comparator.reverseOrder())
                .limit(MOST_OVER)
                .toList();
    }

    /** Those of a list from the wire that say something: whoever reaches the cluster port may send any. */
    public static List<Entry> whole(@Nullable List<@Nullable Entry> entries) {
        List<Entry> whole = new ArrayList<>();
        for (Entry entry : entries == null ? List.<@Nullable Entry>of() : entries) {
            if (entry != null && entry.isWhole()) {
                whole.add(entry);
            }
        }
        return List.copyOf(whole);
    }

    private boolean isWhole() {
        return Objects.nonNull(field)
                && Objects.nonNull(stamp)
                && Objects.nonNull(field.pool())
                && Objects.nonNull(field.name())
                && (field.address() == null || Objects.nonNull(field.address().host()));
    }

    /** Orders writes of one field; those of different fields have no order. */
    @Override
    public int compareTo(Entry other) {
        return ORDER.compare(this, other);
    }

    /** Whether this write was made without knowing of that earlier one by another node. */
    public boolean missed(Entry earlier) {
        Stamp other = earlier.stamp;
        if (other.node() == stamp.node()) {
            return false;
        }
        boolean known = over.stream().anyMatch(each -> each.node() == other.node() && each.time() >= other.time());
        // A full list may have had to drop it.
        boolean dropped = over.size() == MOST_OVER && other.compareTo(over.getLast()) < 0;
        return !known && !dropped;
    }

    /** Whether it only says that something was cleared, so long ago that nobody needs to hear of it any more. */
    public boolean isForgotten(long nowEpochMillis) {
        return value == null && nowEpochMillis - stamp.time() > TOMBSTONE_MILLIS;
    }

    /** How many bytes it takes in a message, generously. */
    public int size() {
        String host = field.address() == null ? null : field.address().host();
        return FRAME
                + bytes(field.pool())
                + bytes(field.backend())
                + bytes(host)
                + bytes(field.name())
                + bytes(value)
                + bytes(by);
    }

    private static int bytes(@Nullable String text) {
        return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
    }
}
