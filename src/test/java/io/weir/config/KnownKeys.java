package io.weir.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every key, as the code reads it and as {@code reference.conf} defines it; NAME stands for a listener's or pool's. */
final class KnownKeys {
    private KnownKeys() {}

    /** From key to what is allowed, as seen by reading files in which each key is used somewhere. */
    static Map<String, String> inCode(Written written) {
        Map<String, String> keys = new TreeMap<>();
        String small =
                "weir { listeners.web { bind = \"*:1\", pool = web, tcp.keepalive = off }, pools.web.backends = [] }";
        for (String text : List.of(FullFile.TEXT, small)) {
            written.good(text)
                    .effective()
                    .settings()
                    .forEach(setting -> keys.put(plain(setting.path()), setting.allowed()));
        }
        return keys;
    }

    /** From key to its default as written there; a section has none, and is left out. */
    static Map<String, String> inReference() {
        Map<String, String> keys = new TreeMap<>();
        collect("", Reference.root(), keys);
        return keys;
    }

    private static void collect(String path, ConfigObject section, Map<String, String> keys) {
        section.forEach((name, value) -> {
            String key = path + (path.isEmpty() ? "" : ".") + (name.equals("*") ? "NAME" : name);
            if (value instanceof ConfigObject inner) {
                collect(key, inner, keys);
            } else if (value instanceof ConfigList list && !list.isEmpty()) {
                keys.put(key, "[]");
                list.forEach(element -> collect(key + "[]", (ConfigObject) element, keys));
            } else {
                keys.put(key, text(value));
            }
        });
    }

    private static String text(ConfigValue value) {
        String text = value.valueType() == ConfigValueType.NULL ? "required" : String.valueOf(value.unwrapped());
        return text.isEmpty() ? "\"\"" : text;
    }

    private static String plain(String path) {
        return path.replaceAll("^(weir\\.(listeners|pools))\\.[a-z]+\\.", "$1.NAME.")
                .replaceAll("\\[\\d+]", "[]");
    }
}
