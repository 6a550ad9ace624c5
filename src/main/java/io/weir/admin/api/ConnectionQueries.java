package io.weir.admin.api;

import io.weir.model.ConnectionPlace;
import io.weir.model.ConnectionQuery;
import io.weir.model.NodeRun;
import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** From a request's parameters to what it asks for, and from a place to the text that asks for what comes after it. */
final class ConnectionQueries {
    static final String[] PARAMETERS = {"pool", "backend", "client", "node", "listener", "limit", "after"};
    static final int MOST = 1000;
    static final int FEW = 100;
    private static final int LONGEST = 1000;

    private static final Pattern AFTER = Pattern.compile("([0-9]{1,15})_(.+-)([0-9]{1,18})");
    private static final Pattern CLIENT = Pattern.compile(
            "\\[([0-9A-Fa-f.]*:[0-9A-Fa-f:.]*)](?::([0-9]{1,5}))?|([0-9]+(?:\\.[0-9]+){3})(?::([0-9]{1,5}))?|([0-9A-Fa-f.]*:[0-9A-Fa-f:.]*)");

    private ConnectionQueries() {}

    /**
     * What is asked for.
     *
     * @throws Refused where a parameter is malformed
     */
    static ConnectionQuery of(Call call) {
        String client = name(call, "client");
        Matcher address = client == null ? null : client(client);
        return new ConnectionQuery(
                name(call, "pool"),
                name(call, "backend"),
                address == null ? null : literal(first(address.group(1), address.group(3), address.group(5))),
                address == null ? 0 : port(first(address.group(2), address.group(4), "0")),
                name(call, "listener"),
                after(call.parameter("after")),
                call.number("limit", FEW, 1, MOST));
    }

    /** The name of something: neither empty nor long beyond all names; null where the parameter is not there. */
    static @Nullable String name(Call call, String parameter) {
        String value = call.parameter(parameter);
        if (value != null && (value.isEmpty() || value.length() > LONGEST)) {
            throw new Refused(Problem.badRequest(
                    value.isEmpty()
                            ? parameter + " is empty; leave it out for all."
                            : parameter + " is too long for a name."));
        }
        return value;
    }

    private static Matcher client(String text) {
        Matcher parts = CLIENT.matcher(text);
        if (text.length() > 80 || !parts.matches()) {
            throw noAddress();
        }
        return parts;
    }

    private static Refused noAddress() {
        return new Refused(Problem.badRequest(
                "client is an address such as 192.0.2.7 or 2001:db8::7, or one with a port, such as 192.0.2.7:5000 or"
                        + " [2001:db8::7]:5000."));
    }

    private static String first(@Nullable String one, @Nullable String two, String three) {
        return one != null ? one : two != null ? two : three;
    }

    private static int port(String text) {
        int port = Integer.parseInt(text);
        if (port > 65535) {
            throw noAddress();
        }
        return port;
    }

    private static InetAddress literal(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            throw noAddress();
        }
    }

    static String text(ConnectionPlace place) {
        return place.sinceMillis() + "_" + place.id();
    }

    private static @Nullable ConnectionPlace after(@Nullable String text) {
        if (text == null) {
            return null;
        }
        Matcher parts = AFTER.matcher(text);
        if (text.length() > 400
                || !parts.matches()
                || NodeRun.nodeOf(parts.group(2) + parts.group(3)).isEmpty()) {
            throw new Refused(Problem.badRequest(
                    "after is not what an answer had as next; leave it out to begin with the youngest connection."));
        }
        return new ConnectionPlace(Long.parseLong(parts.group(1)), parts.group(2), Long.parseLong(parts.group(3)));
    }
}
