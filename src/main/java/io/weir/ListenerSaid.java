package io.weir;

import io.weir.admin.api.ListenerPatch;
import io.weir.model.ListenerSettings;
import io.weir.model.Off;
import io.weir.proxy.Wanted;
import io.weir.registry.Change.Patch;
import io.weir.registry.Overridden;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was said of a listener while the node runs, field by field; null where its file holds. Immutable.
 *
 * @param pool where its connections go
 * @param paused whether it takes none
 * @param maxConnections at most so many at a time
 */
record ListenerSaid(
        @Nullable Word<String> pool,
        @Nullable Word<Boolean> paused,
        @Nullable Word<Integer> maxConnections) {
    static final ListenerSaid NOTHING = new ListenerSaid(null, null, null);

    /** A value, and who said it at what time. */
    record Word<T>(T value, String by, long epochMillis) {}

    /** With this said as well. */
    ListenerSaid with(ListenerPatch patch, String by, long epochMillis) {
        return new ListenerSaid(
                next(pool, patch.pool(), by, epochMillis),
                next(paused, patch.paused(), by, epochMillis),
                next(maxConnections, patch.maxConnections(), by, epochMillis));
    }

    /** With a switch to any other than these pools taken back. */
    ListenerSaid within(Set<String> pools) {
        return pool == null || pools.contains(pool.value()) ? this : new ListenerSaid(null, paused, maxConnections);
    }

    private static <T> @Nullable Word<T> next(@Nullable Word<T> now, Patch<T> patch, String by, long epochMillis) {
        return switch (patch) {
            case Patch.Keep<T> keep -> now;
            case Patch.Clear<T> clear -> null;
            case Patch.Set<T> set -> new Word<>(set.value(), by, epochMillis);
        };
    }

    /** What holds. */
    Wanted over(ListenerSettings file) {
        return new Wanted(
                file.with(
                        pool == null ? file.pool() : pool.value(),
                        maxConnections == null ? file.maxConnections() : maxConnections.value()),
                paused != null && paused.value());
    }

    /** As the API shows it. */
    Map<String, Overridden> overrides(ListenerSettings file) {
        Map<String, Overridden> all = new LinkedHashMap<>();
        put(all, "pool", pool, text(file.pool()));
        put(all, "paused", paused, "false");
        put(all, "maxConnections", maxConnections, text(file.maxConnections()));
        return all;
    }

    private static void put(Map<String, Overridden> all, String field, @Nullable Word<?> word, String file) {
        if (word != null) {
            all.put(field, new Overridden(text(word.value()), file, word.by(), word.epochMillis()));
        }
    }

    /** As JSON; the names of pools need no escapes. */
    private static String text(Object value) {
        return switch (value) {
            case Boolean flag -> flag.toString();
            case Integer count -> Off.is(count) ? "null" : count.toString();
            default -> '"' + value.toString() + '"';
        };
    }
}
