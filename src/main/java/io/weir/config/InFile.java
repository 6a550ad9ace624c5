package io.weir.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The order in which keys were written, which a HOCON object does not keep but their lines tell. */
final class InFile {
    private InFile() {}

    static List<Map.Entry<String, ConfigValue>> entries(ConfigObject object) {
        return object.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, ConfigValue> entry) ->
                                file(entry.getValue().origin()))
                        .thenComparingInt(entry -> entry.getValue().origin().lineNumber())
                        .thenComparing(Map.Entry::getKey))
                .toList();
    }

    private static String file(ConfigOrigin origin) {
        return Objects.requireNonNullElse(origin.filename(), "");
    }
}
