package io.weir.registry;

import io.weir.model.AdminState;
import io.weir.model.BackendKey;
import io.weir.registry.overrides.Entry;
import io.weir.registry.overrides.Field;
import io.weir.registry.overrides.Merge;
import io.weir.registry.overrides.Overrides;
import io.weir.registry.overrides.Stamp;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A write that does not hold because of one that was made without knowing of it. Pure.
 *
 * @param write the one that does not hold
 * @param winner the one that does, of the same field; null where what the field belongs to was removed
 */
record Lost(Entry write, @Nullable Entry winner) {
    /**
     * What entries that were taken in may have made void, as far as can be said before all that belongs to them has come. Costs
     * a look at each entry, and at each backend where a pool was removed.
     *
     * @param before what was known; a node that never knew of a backend or pool has nothing to tell of its end
     */
    static Set<Lost> in(Merge merge, Overrides before, Plan after) {
        Set<Lost> all = new LinkedHashSet<>();
        merge.lost().forEach(loss -> all.add(new Lost(loss.loser(), loss.winner())));
        for (Merge.Step step : merge.steps()) {
            fallen(step.after(), after.overrides())
                    .filter(write -> isVoid(write, after))
                    .filter(write -> wasKnown(write.field(), before, after))
                    .forEach(write -> all.add(new Lost(write, null)));
        }
        return all;
    }

    /** What is to be told of it by what there is now; nothing where all is well by now. */
    List<Lost> settled(Plan now) {
        Entry removal = removal(write.field(), now);
        if (winner == null) {
            return isVoidNow(write, now) ? List.of(this) : List.of();
        }
        // Whoever removes what he knows to hold removes nobody's write
        if (removal == null || !(belongs(winner, removal) || isVoidNow(winner, now))) {
            // What a removal that holds was begun with is not lost, whatever was written over it
            return removal != null && isRemoving(write) ? List.of() : List.of(this);
        }
        return Stream.of(write, winner)
                .filter(Lost::says)
                .map(each -> new Lost(each, null))
                .toList();
    }

    private static boolean isVoidNow(Entry write, Plan now) {
        return write.equals(now.overrides().get(write.field())) && isVoid(write, now);
    }

    /** Whether it was written to remove the backend or pool. */
    private static boolean belongs(Entry entry, Entry removal) {
        boolean cleared = entry.value() == null
                && entry.stamp().node() == removal.stamp().node()
                && entry.stamp().compareTo(removal.stamp()) >= 0;
        return cleared || isRemoving(entry);
    }

    /** Who removed what it was about. */
    String remover(Plan plan) {
        Entry removal = removal(write.field(), plan);
        return removal == null ? "" : removal.by();
    }

    /** What an entry may have made void: itself, or what was said of that which it removes. */
    private static Stream<Entry> fallen(Entry entry, Overrides all) {
        if (entry.value() != null) {
            return Stream.of(entry);
        }
        BackendKey key = entry.field().key();
        if (key == null) {
            String pool = entry.field().pool();
            return all.backends().entrySet().stream()
                    .filter(each -> each.getKey().pool().equals(pool))
                    .map(Map.Entry::getValue)
                    .flatMap(fields -> fields.values().stream());
        }
        boolean whole = entry.field().name().equals(Field.PRESENT);
        return whole ? all.of(key).values().stream() : Stream.empty();
    }

    /**
     * Whoever removes a backend clears what he knows was said of it, so that what is left he did not know; but not its state, by
     * which connections may yet have to go: the removal says what it knew of that.
     */
    private static boolean isVoid(Entry write, Plan plan) {
        Entry removal = removal(write.field(), plan);
        if (removal == null || !says(write)) {
            return false;
        }
        boolean backends = removal.field().name().equals(Field.PRESENT);
        return !backends || !write.field().name().equals(Field.STATE) || removal.missed(write);
    }

    private static boolean wasKnown(Field field, Overrides before, Plan after) {
        Entry removal = removal(field, after);
        return removal != null && before.get(removal.field()) != null;
    }

    /** What removed the backend, or else the pool, that a field is about, if that is gone. */
    private static @Nullable Entry removal(Field field, Plan plan) {
        BackendKey key = field.key();
        if (key == null || plan.index().containsKey(key)) {
            return null;
        }
        Entry present = plan.overrides().get(Field.of(key, Field.PRESENT));
        Entry removal = present != null && present.value() == null
                ? present
                : plan.overrides().get(Field.ofPool(field.pool(), Field.POOL));
        return removal != null && removal.value() == null ? removal : null;
    }

    private static boolean says(Entry entry) {
        return entry.value() != null && !isRemoving(entry);
    }

    private static boolean isRemoving(Entry entry) {
        return entry.field().name().equals(Field.STATE)
                && FieldText.state(entry.value(), Spoken.NOTHING, Stamp.NONE).state() == AdminState.REMOVING;
    }
}
