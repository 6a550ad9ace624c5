package io.weir.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds the sections where a key is known, for one that stands in the wrong place. */
final class Homes {
    private Homes() {}

    static Set<String> of(String key, ConfigObject reference) {
        Set<String> homes = new TreeSet<>();
        find(key, KeyPath.ROOT, reference, homes);
        return homes;
    }

    private static void find(String key, KeyPath path, ConfigObject section, Set<String> homes) {
        section.forEach((name, value) -> {
            if (name.equals(key)) {
                homes.add(path.toString());
            }
            KeyPath place = path.child(name.equals("*") ? "NAME" : name);
            if (value instanceof ConfigObject inner) {
                find(key, place, inner, homes);
            } else if (value instanceof ConfigList list) {
                for (ConfigValue element : List.copyOf(list)) {
                    if (element instanceof ConfigObject inner) {
                        find(key, place, inner, homes);
                    }
                }
            }
        });
    }
}
