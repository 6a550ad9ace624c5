package io.weir.config;

import com.typesafe.config.ConfigValue;
import java.util.regex.Pattern;

/** A string that matches a pattern. */
record Text(Pattern pattern, String allowed) implements Kind<String> {
    /** Names that become metric labels and parts of URLs. */
    static final Text NAME = new Text(
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}"),
            "up to 64 letters, digits, dots, hyphens and underscores, beginning with a letter or digit");

    static final Text ANY = new Text(Pattern.compile(".*", Pattern.DOTALL), "any text");

    static Text matching(String pattern, String allowed) {
        return new Text(Pattern.compile(pattern), allowed);
    }

    @Override
    public String read(ConfigValue value) throws Unfit {
        String text = Kind.scalar(value);
        if (!pattern.matcher(text).matches()) {
            throw new Unfit(Quoted.text(text) + " does not fit");
        }
        return text;
    }

    @Override
    public Object shown(String value) {
        return value;
    }
}
