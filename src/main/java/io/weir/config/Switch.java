package io.weir.config;

import com.typesafe.config.ConfigValue;
import java.util.Locale;

/** On or off; HOCON's other words for these are taken too. */
record Switch() implements Kind<Boolean> {
    @Override
    public Boolean read(ConfigValue value) throws Unfit {
        String text = Kind.scalar(value);
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "on", "true", "yes" -> true;
            case "off", "false", "no" -> false;
            default -> throw new Unfit(Quoted.text(text) + " is neither on nor off");
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
