package io.weir.registry;

import io.weir.model.BackendKey;
import io.weir.registry.overrides.Entry;
import java.util.Map;
import java.util.TreeMap;

/**
 * Names the state of a backend's definition and overrides: another one as soon as anybody wrote any field or the file says
 * something else, and alike on every node whose file says the same.
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
        for (Map.Entry<String, Entry> each : new TreeMap<>(plan.overrides().of(key)).entrySet()) {
            text.append(each.getKey()).append(each.getValue().stamp());
        }
        long hash = BASIS;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        return Long.toHexString(hash);
    }
}
