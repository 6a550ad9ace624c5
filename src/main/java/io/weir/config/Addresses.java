package io.weir.config;

import com.typesafe.config.ConfigValue;
import io.weir.model.HostPort;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An address with a port.
 *
 * @param bind whether it is one to listen on: {@code *} and port 0 are allowed
 */
record Addresses(boolean bind) implements Kind<HostPort> {
    private static final Pattern NAME =
            Pattern.compile("(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,62})(\\.[A-Za-z0-9_][A-Za-z0-9_-]{0,62})*\\.?");
    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");

    @Override
    public HostPort read(ConfigValue value) throws Unfit {
        return parse(Kind.scalar(value).strip());
    }

    HostPort parse(String text) throws Unfit {
        String quoted = Quoted.text(text);
        int colon = text.lastIndexOf(':');
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            if (end < 0) {
                throw new Unfit(quoted + " has no closing bracket");
            }
            if (end + 1 != colon) {
                throw new Unfit(quoted + " has no port");
            }
            return new HostPort(Literals.ipv6(text.substring(1, end)), port(quoted, text.substring(colon + 1)));
        }
        if (colon < 0) {
            boolean number = text.matches("[0-9]+");
            throw new Unfit(quoted
                    + (number && bind ? " is only a port: *:" + text + " listens on every address" : "")
                    + (number && !bind ? " is only a port" : "")
                    + (number ? "" : " has no port"));
        }
        if (text.contains("://")) {
            throw new Unfit(quoted + " is a URL, of which host and port alone are wanted");
        }
        if (text.indexOf(':') != colon) {
            throw new Unfit(quoted + " has several colons: an IPv6 address stands in brackets, such as [::1]:80");
        }
        int port = port(quoted, text.substring(colon + 1));
        String host = text.substring(0, colon);
        if (host.isEmpty()) {
            throw new Unfit(quoted + " has no host" + (bind ? ": *:" + port + " listens on every address" : ""));
        }
        if (host.equals("*")) {
            if (!bind) {
                throw new Unfit(quoted + " is every address, which can be listened on but not dialled");
            }
            return new HostPort("*", port);
        }
        if (NUMBERS.matcher(host).matches()) {
            return new HostPort(Literals.ipv4(host), port);
        }
        if (!NAME.matcher(host).matches()) {
            throw new Unfit(quoted + " has no valid host name");
        }
        return new HostPort(host.toLowerCase(Locale.ROOT), port);
    }

    private int port(String quoted, String text) throws Unfit {
        if (text.isEmpty()) {
            throw new Unfit(quoted + " has no port");
        }
        int port = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
        if (port < 0 || port > 65535 || (port == 0 && !bind)) {
            throw new Unfit(quoted + ": the port is not one of " + (bind ? 0 : 1) + " to 65535");
        }
        return port;
    }

    @Override
    public String allowed() {
        return bind ? "host:port, [v6]:port or *:port" : "host:port or [v6]:port";
    }

    @Override
    public Object shown(HostPort value) {
        return value.toString();
    }
}
