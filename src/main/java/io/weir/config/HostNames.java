package io.weir.config;

import com.typesafe.config.ConfigValue;
import java.util.regex.Pattern;

/** A host as a request may name it, without a port: a name or a literal address. */
record HostNames() implements Kind<String> {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,252}");

    @Override
    public String read(ConfigValue value) throws Unfit {
        String text = Kind.scalar(value);
        if (text.indexOf(':') >= 0) {
            // Digits of an address can be letters of a name: a:443 is told from one only by reading it
            var _ = Literals.ipv6(text);
        } else if (!NAME.matcher(text).matches()) {
            throw new Unfit(Quoted.text(text) + " does not fit");
        }
        return text;
    }

    @Override
    public String allowed() {
        return "host names or literal addresses, without ports";
    }

    @Override
    public Object shown(String value) {
        return value;
    }
}
