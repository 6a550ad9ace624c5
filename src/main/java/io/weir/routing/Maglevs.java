package io.weir.routing;

import io.weir.balance.Maglev;
import io.weir.model.Algorithm;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pool's look-up tables for source hash: one over its primaries, one over its backups, each over all that have a
 * weight, in whatever health or state they are. So only a change of members or weights fills one anew. Immutable.
 */
record Maglevs(@Nullable Maglev primaries, @Nullable Maglev backups) {
    static final Maglevs NONE = new Maglevs(null, null);

    /** The tables of this pool, taken over from {@code before} where their members are the same. */
    static Maglevs of(PoolInput input, Maglevs before) {
        return input.settings().algorithm() == Algorithm.SOURCE_HASH
                ? new Maglevs(table(input, false, before.primaries), table(input, true, before.backups))
                : NONE;
    }

    /** The table of the primaries or the backups. */
    Maglev table(boolean backup) {
        Maglev table = backup ? backups : primaries;
        if (table == null) {
            throw new IllegalStateException("no member");
        }
        return table;
    }

    private static @Nullable Maglev table(PoolInput input, boolean backup, @Nullable Maglev before) {
        List<Maglev.Member> members = input.backends().stream()
                .map(BackendInput::spec)
                .filter(spec -> spec.backup() == backup && spec.weight() > 0)
                .map(spec -> new Maglev.Member(spec.id(), spec.weight()))
                .toList();
        if (members.isEmpty()) {
            return null;
        }
        return before != null && before.isOf(members) ? before : Maglev.of(members);
    }
}
