package io.weir.config;

import com.typesafe.config.ConfigValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** On or off; HOCON's other words for these are taken too. */
record Switch() implements Kind<Boolean> {
    @Override
    public Boolean read(ConfigValue value) throws Unfit {
        Boolean word = word(value);
        if (word == null) {
            throw Unfit.kind(Quoted.text(Kind.scalar(value)) + " is neither on nor off");
        }
        return word;
    }

    /** What a value says if it is one of these words; null where it is anything else. */
    static @Nullable Boolean word(ConfigValue value) {
        Object held = value.unwrapped();
        if (!(held instanceof String) && !(held instanceof Boolean)) {
            return null;
        }
        return switch (held.toString().toLowerCase(Locale.ROOT)) {
            case "on", "true", "yes" -> Boolean.TRUE;
            case "off", "false", "no" -> Boolean.FALSE;
            default -> null;
        };
    }

    @Override
    public String allowed() {
        return "on | off";
    }

    @Override
    public Object shown(Boolean value) {
        return value;
    }
}
