package io.weir.registry.overrides;

import io.weir.model.BackendKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that was said at run time: the newest entry of each field. Immutable. Taking entries in commutes, is associative, and
 * doing it again changes nothing, so that copies that have seen the same entries are equal.
 *
 * @param backends fields of backends by name
 * @param pools fields of pools by name
 */
public record Overrides(Map<BackendKey, Map<String, Entry>> backends, Map<String, Map<String, Entry>> pools) {
    /** Nothing was ever said. */
    public static final Overrides NONE = new Overrides(Map.of(), Map.of());

    private static final Comparator<Field> ORDER = Comparator.comparing(Field::pool)
            .thenComparing(field -> field.backend() == null ? "" : field.backend())
            .thenComparing(field -> String.valueOf(field.address()))
            .thenComparing(Field::name);

    public Overrides {
        backends = Map.copyOf(backends);
        pools = Map.copyOf(pools);
    }

    /** What was last said of a field, also that it was cleared; null where nothing ever was. */
    public @Nullable Entry get(Field field) {
        BackendKey key = field.key();
        return (key == null ? pools.getOrDefault(field.pool(), Map.of()) : of(key)).get(field.name());
    }

    /** The value of a field, or null where there is none or it was cleared. */
    public @Nullable String value(Field field) {
        Entry entry = get(field);
        return entry == null ? null : entry.value();
    }

    /** All that was said of a backend, by the field's name. */
    public Map<String, Entry> of(BackendKey key) {
        return backends.getOrDefault(key, Map.of());
    }

    /** Takes in entries, of which those with an impossible stamp are left out. */
    public Merge merge(Collection<Entry> entries) {
        Map<BackendKey, Map<String, Entry>> nextBackends = new HashMap<>();
        Map<String, Map<String, Entry>> nextPools = new HashMap<>();
        List<Merge.Step> steps = new ArrayList<>();
        List<Merge.Loss> lost = new ArrayList<>();
        for (Entry entry : entries) {
            if (!entry.stamp().possible()) {
                continue;
            }
            BackendKey key = entry.field().key();
            Map<String, Entry> fields = key == null
                    ? nextPools.computeIfAbsent(
                            entry.field().pool(), pool -> new HashMap<>(pools.getOrDefault(pool, Map.of())))
                    : nextBackends.computeIfAbsent(key, any -> new HashMap<>(of(any)));
            take(entry, fields, steps, lost);
        }
        return steps.isEmpty()
                ? new Merge(this, steps, lost)
                : new Merge(new Overrides(over(backends, nextBackends), over(pools, nextPools)), steps, lost);
    }

    private static void take(Entry entry, Map<String, Entry> fields, List<Merge.Step> steps, List<Merge.Loss> lost) {
        Entry known = fields.get(entry.field().name());
        int order = known == null ? 1 : entry.compareTo(known);
        if (order > 0) {
            fields.put(entry.field().name(), entry);
            steps.add(new Merge.Step(known, entry));
        }
        if (known != null && order != 0 && !Objects.equals(known.value(), entry.value())) {
            Entry winner = order > 0 ? entry : known;
            Entry loser = order > 0 ? known : entry;
            if (winner.missed(loser)) {
                lost.add(new Merge.Loss(loser, winner));
            }
        }
    }

    private static <K> Map<K, Map<String, Entry>> over(
            Map<K, Map<String, Entry>> before, Map<K, Map<String, Entry>> changed) {
        Map<K, Map<String, Entry>> next = new HashMap<>(before);
        changed.forEach((key, fields) -> {
            if (!fields.isEmpty()) {
                next.put(key, Map.copyOf(fields));
            }
        });
        return next;
    }

    /**
     * Without what was cleared so long ago that every copy has heard of it, and without all that was said of a run-time backend
     * removed so long ago; this very object where there is no such.
     */
    public Overrides swept(long nowEpochMillis) {
        List<Entry> kept =
                entries().filter(entry -> !isForgotten(entry, nowEpochMillis)).toList();
        return kept.size() == entries().count() ? this : NONE.merge(kept).next();
    }

    private boolean isForgotten(Entry entry, long now) {
        BackendKey key = entry.field().key();
        Entry present = key == null ? null : of(key).get(Field.PRESENT);
        return entry.isForgotten(now) || (present != null && present.isForgotten(now));
    }

    /** Every entry, in no order. */
    public Stream<Entry> entries() {
        return Stream.concat(backends.values().stream(), pools.values().stream())
                .flatMap(fields -> fields.values().stream());
    }

    /** Every entry in an order that depends on nothing but the fields. */
    public List<Entry> sorted() {
        return entries().sorted(Comparator.comparing(Entry::field, ORDER)).toList();
    }
}
