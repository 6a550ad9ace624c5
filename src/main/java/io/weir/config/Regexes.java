package io.weir.config;

import com.typesafe.config.ConfigValue;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A regular expression, found anywhere in what it is held against. */
record Regexes() implements Kind<Pattern> {
    @Override
    public Pattern read(ConfigValue value) throws Unfit {
        String text = Kind.scalar(value);
        try {
            return Pattern.compile(text, Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            String at = e.getIndex() >= 0 ? " at character " + (e.getIndex() + 1) : "";
            throw new Unfit(Quoted.text(text) + " does not compile: " + e.getDescription() + at);
        } catch (StackOverflowError e) {
            throw new Unfit(Quoted.text(text) + " does not compile: nested too deeply");
        }
    }

    @Override
    public String allowed() {
        return "a regular expression";
    }

    @Override
    public Object shown(Pattern value) {
        return value.pattern();
    }
}
