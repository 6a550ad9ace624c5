package io.weir.admin.api;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list. Who asks for no part gets all of it, in its own order; else it is in the order of names, so that what is
 * there from the first page to the last is on exactly one of them, whatever comes and goes meanwhile.
 *
 * @param items of this page
 * @param asked whether a part was asked for
 * @param next the name to go on after; null on the last page
 */
record Page<T>(List<T> items, boolean asked, @Nullable String next) {
    static final String LIMIT = "limit";
    static final String AFTER = "after";

    /**
     * What was asked for.
     *
     * @param name of one of them, no two alike
     */
    static <T> Page<T> of(Call call, Collection<T> all, Function<T, String> name) {
        String after = ConnectionQueries.name(call, AFTER);
        int limit = limit(call);
        if (limit == 0) {
            return new Page<>(List.copyOf(all), false, null);
        }
        List<T> rest = all.stream()
                .filter(each -> after == null || name.apply(each).compareTo(after) > 0)
                .sorted(Comparator.comparing(name))
                .limit(limit + 1L)
                .toList();
        boolean more = rest.size() > limit;
        List<T> items = more ? rest.subList(0, limit) : rest;
        return new Page<>(items, true, more ? name.apply(items.getLast()) : null);
    }

    /** How many at most; 0 for all, where no part is asked for. */
    static int limit(Call call) {
        boolean asked = call.parameter(LIMIT) != null || call.parameter(AFTER) != null;
        return asked ? call.number(LIMIT, ConnectionQueries.FEW, 1, ConnectionQueries.MOST) : 0;
    }

    /** Says what to go on after, to who asked for a part. */
    void next(Json out) {
        if (asked) {
            out.field("next", next);
        }
    }
}
