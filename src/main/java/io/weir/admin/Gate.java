package io.weir.admin;

import io.weir.admin.api.Caller;
import io.weir.admin.api.Problem;
import io.weir.admin.api.Refused;
import io.weir.model.AdminSettings;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask for what. Pure, any thread. A token is compared through digests of equal length and with every token
 * there is, so that the time tells nothing of it.
 */
final class Gate {
    private final Supplier<AdminSettings> current;

    Gate(Supplier<AdminSettings> current) {
        this.current = current;
    }

    /**
     * Who asks, by the token.
     *
     * @param authorization the header's value, or null
     * @throws Refused where nobody is known by it
     */
    Caller caller(@Nullable String authorization) {
        AdminSettings settings = current.get();
        if (settings.tokens().isEmpty()) {
            return loopback(settings.bind().host()) ? Caller.ANYONE : Caller.ONLOOKER;
        }
        String scheme = "bearer ";
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(scheme)) {
            throw unknown("This port asks for a token: send \"Authorization: Bearer <token>\".");
        }
        byte[] given = digest(authorization.substring(scheme.length()).strip());
        AdminSettings.Token found = null;
        for (AdminSettings.Token token : settings.tokens()) {
            if (MessageDigest.isEqual(given, digest(token.secret()))) {
                found = token;
            }
        }
        if (found == null) {
            throw unknown("No such token.");
        }
        return new Caller(found.name(), found.role(), "");
    }

    /** Whether somebody is known by the token now. */
    boolean knows(@Nullable String authorization) {
        try {
            return caller(authorization).may(AdminSettings.Role.VIEWER);
        } catch (Refused nobody) {
            return false;
        }
    }

    /**
     * Judges a request that would change something, against pages in a browser that were made to look local.
     *
     * @param host the header's value, or null
     * @throws Refused where it may not pass
     */
    void write(@Nullable String host) {
        AdminSettings settings = current.get();
        String bind = settings.bind().host();
        if (settings.tokens().isEmpty() && !loopback(bind)) {
            throw forbidden(
                    "Without a token nothing can be changed on a port that is not loopback: set one in the node's"
                            + " file, such as weir.admin.tokens = [{ name = ops, role = admin, token-file ="
                            + " \"/etc/weir/ops.token\" }], and let it be read again (SIGHUP); or bind to 127.0.0.1.");
        }
        String name = host == null ? "" : name(host);
        if (!name.equalsIgnoreCase(bind)
                && !loopback(name)
                && !(everyAddress(bind) && literal(name))
                && !settings.hosts().contains(name.toLowerCase(Locale.ROOT))) {
            throw forbidden(
                    "The Host header names neither this port's address, nor loopback, nor one of weir.admin.hosts.");
        }
    }

    private static boolean everyAddress(String bind) {
        return bind.equals("*") || bind.equals("0.0.0.0") || bind.equals("::");
    }

    /** Whether it is an address and no name: a page cannot have that in common with us unless we served it. */
    private static boolean literal(String host) {
        try {
            return InetAddress.ofLiteral(host).getAddress().length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Refused forbidden(String detail) {
        return new Refused(Problem.of(403, "Forbidden", detail));
    }

    private static Refused unknown(String detail) {
        return new Refused(Problem.of(401, "Unauthorized", detail).with("WWW-Authenticate", "Bearer realm=\"weir\""));
    }

    /** The host of a Host header, without brackets and port. */
    private static String name(String host) {
        if (host.startsWith("[")) {
            int end = host.indexOf(']');
            return end < 0 ? "" : host.substring(1, end);
        }
        int colon = host.indexOf(':');
        return colon < 0 ? host : host.substring(0, colon);
    }

    private static boolean loopback(String host) {
        if (host.equalsIgnoreCase("localhost")) {
            return true;
        }
        try {
            return InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static byte[] digest(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
