package io.weir.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Whether a value fits the place of one of Pekko's own, as far as that one tells: a number, or a time. */
final class PekkoKinds {
    /** Pekko has words where it takes a number or a time as well; which of them where, its own documents say. */
    private static final Set<String> WORDS = Set.of("off", "on", "false", "true", "infinite", "infinity", "undefined");

    private static final String KEY = "value";

    private PekkoKinds() {}

    /** What is wrong with a value at this path of the file, or null. */
    static @Nullable String complaint(String path, ConfigValue value) {
        Config reference = ConfigFactory.defaultReference();
        String text = String.valueOf(value.unwrapped());
        if (!reference.hasPath(path) || WORDS.contains(text)) {
            return null;
        }
        ConfigValue own = reference.getValue(path);
        if (own.valueType() == ConfigValueType.NUMBER) {
            return reads(value, config -> config.getDouble(KEY)) ? null : words(text, "number", own);
        }
        return isTime(own) && !isTime(value) && !isSize(value) ? words(text, "time", own) : null;
    }

    private static String words(String text, String kind, ConfigValue own) {
        return Quoted.text(text) + " is no " + kind + "; allowed: a " + kind + ", such as Pekko's own "
                + own.unwrapped();
    }

    private static boolean isTime(ConfigValue value) {
        return reads(value, config -> config.getDuration(KEY));
    }

    /** As 8m may be minutes and may be megabytes. */
    private static boolean isSize(ConfigValue value) {
        return reads(value, config -> config.getBytes(KEY));
    }

    private static boolean reads(ConfigValue value, Function<Config, Object> reading) {
        try {
            return reading.apply(value.atKey(KEY)) != null;
        } catch (ConfigException other) {
            return false;
        }
    }
}
