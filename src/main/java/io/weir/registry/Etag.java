package io.weir.registry;

import io.weir.model.BackendKey;
import io.weir.model.PoolSettings;
import io.weir.registry.overrides.Entry;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Names the state of a definition and of what was said over it, a backend's or a whole pool's: another one as soon as anybody
 * wrote any field or the file says something else, and alike on every node whose file says the same.
 */
final class Etag {
    private static final long BASIS = 0xcbf2_9ce4_8422_2325L;
    private static final long PRIME = 0x100_0000_01b3L;

    private Etag() {}

    static String of(Plan plan, BackendKey key) {
        Defined defined = plan.index().get(key);
        StringBuilder text = new StringBuilder(key.toString());
        if (defined != null) {
            text.append(defined.origin().word()).append(defined.base());
        }
        stamps(plan.overrides().of(key), text);
        return hash(text);
    }

    /** A pool's: its settings, and all that {@code backends}, its backends' own tags in its order, stand for. */
    static String of(Plan plan, PoolSettings pool, List<String> backends) {
        StringBuilder text = new StringBuilder(plan.origin(pool.name()).word()).append(pool.withBackends(List.of()));
        stamps(plan.overrides().pools().getOrDefault(pool.name(), Map.of()), text);
        backends.forEach(text::append);
        return hash(text);
    }

    /** A pool's, where nobody has worked out its backends' yet. */
    static String of(Plan plan, PoolSettings pool) {
        return of(
                plan,
                pool,
                pool.backends().stream()
                        .map(spec -> of(plan, RegistryState.key(pool, spec)))
                        .toList());
    }

    private static void stamps(Map<String, Entry> fields, StringBuilder text) {
        new TreeMap<>(fields).forEach((name, entry) -> text.append(name).append(entry.stamp()));
    }

    private static String hash(StringBuilder text) {
        long hash = BASIS;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        return Long.toHexString(hash);
    }
}
