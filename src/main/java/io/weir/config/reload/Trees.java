package io.weir.config.reload;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Nested maps and lists, as a reading has them; and lists whose elements go by a name as if they were maps. */
final class Trees {
    /** What the elements of these lists go by. */
    private static final Map<String, String> NAMES = Map.of("backends", "id", "tokens", "name");

    private Trees() {}

    @SuppressWarnings("unchecked") // Whoever makes a reading puts nothing else in it
    static Map<String, @Nullable Object> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
    }

    static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    /** Whether what stands under this key is a list whose elements go by a name. */
    static boolean isNamed(String key) {
        return NAMES.containsKey(key);
    }

    /** The elements of such a list by their names, in its order. */
    static Map<String, @Nullable Object> named(String key, @Nullable Object list) {
        String by = String.valueOf(NAMES.get(key));
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (Object each : list(list)) {
            all.put(String.valueOf(map(each).get(by)), each);
        }
        return all;
    }
}
