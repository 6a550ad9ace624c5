package io.weir.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Where a value stands: {@code weir.pools.web.backends[1].weight}. Immutable. */
public record KeyPath(List<String> keys) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_*-]+");
    /** Above everything. */
    public static final KeyPath ROOT = new KeyPath(List.of());

    public KeyPath {
        keys = List.copyOf(keys);
    }

    /** What stands below it under this key. */
    public KeyPath child(String key) {
        List<String> longer = new ArrayList<>(keys);
        longer.add(key);
        return new KeyPath(longer);
    }

    KeyPath element(int index) {
        return child("[" + index + "]");
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (String key : keys) {
            boolean element = key.startsWith("[") && key.endsWith("]");
            text.append(text.isEmpty() || element ? "" : ".").append(element ? key : shown(key));
        }
        return text.toString();
    }

    private static String shown(String key) {
        return PLAIN.matcher(key).matches() ? key : Quoted.text(key);
    }
}
