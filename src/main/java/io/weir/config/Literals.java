package io.weir.config;

import com.typesafe.config.ConfigValue;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.regex.Pattern;

/** A literal IPv4 or IPv6 address, never a name. */
record Literals() implements Kind<InetAddress> {
    private static final Pattern QUAD = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

    @Override
    public InetAddress read(ConfigValue value) throws Unfit {
        String text = Kind.scalar(value).strip();
        if (text.indexOf(':') >= 0) {
            return parsed(text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text);
        }
        return parsed(ipv4(text));
    }

    @Override
    public String allowed() {
        return "a literal IPv4 or IPv6 address";
    }

    @Override
    public Object shown(InetAddress value) {
        return text(value);
    }

    /** Checks a dotted quad; forms with fewer parts or leading zeros mean different things to different programs. */
    static String ipv4(String text) throws Unfit {
        if (!QUAD.matcher(text).matches()) {
            throw new Unfit(Quoted.text(text) + " is not an IPv4 address of four numbers");
        }
        return text(parsed(text));
    }

    /** Checks an IPv6 literal and gives its shortest form, or the IPv4 address it maps. */
    static String ipv6(String text) throws Unfit {
        if (text.indexOf(':') < 0) {
            throw new Unfit(Quoted.text(text) + " is not an IPv6 address");
        }
        return text(parsed(text));
    }

    private static InetAddress parsed(String text) throws Unfit {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            throw new Unfit(Quoted.text(text) + " is not an IP address");
        }
    }

    /** The canonical text of RFC 5952: lower case, the longest run of zero groups shortened. */
    static String text(InetAddress address) {
        if (address instanceof Inet4Address) {
            return address.getHostAddress();
        }
        String[] parts = address.getHostAddress().split("%", 2);
        String[] groups = parts[0].split(":");
        int start = -1;
        int length = 1;
        for (int i = 0; i < groups.length; i++) {
            int end = i;
            while (end < groups.length && groups[end].equals("0")) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < groups.length; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(groups[i]);
            }
        }
        return text + (parts.length == 2 ? "%" + parts[1] : "");
    }
}
