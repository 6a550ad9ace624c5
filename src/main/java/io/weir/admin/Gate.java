package io.weir.admin;

import io.weir.model.AdminSettings;
import io.weir.model.AdminSettings.Role;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask for what. Pure, any thread. A token is compared through digests of equal length and with every token
 * there is, so that the time tells nothing of it.
 */
final class Gate {
    private final AdminSettings settings;

    Gate(AdminSettings settings) {
        this.settings = settings;
    }

    /**
     * Judges by the token.
     *
     * @param authorization the header's value, or null
     * @param needed the least role that will do
     * @return null if the request may pass
     */
    @Nullable
    Problem token(@Nullable String authorization, Role needed) {
        if (settings.tokens().isEmpty()) {
            return null;
        }
        String scheme = "bearer ";
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(scheme)) {
            return unknown("This port asks for a token: send \"Authorization: Bearer <token>\".");
        }
        byte[] given = digest(authorization.substring(scheme.length()).strip());
        Role role = null;
        for (AdminSettings.Token token : settings.tokens()) {
            if (MessageDigest.isEqual(given, digest(token.secret()))) {
                role = token.role();
            }
        }
        if (role == null) {
            return unknown("No such token.");
        }
        return role.compareTo(needed) >= 0
                ? null
                : Problem.of(
                        403,
                        "Forbidden",
                        "This token is a " + role.word() + "'s; this asks for the role " + needed.word() + ".");
    }

    /**
     * Judges a request that would change something, against pages in a browser that were made to look local.
     *
     * @param host the header's value, or null
     * @return null if the request may pass
     */
    @Nullable
    Problem write(@Nullable String host) {
        String bind = settings.bind().host();
        if (settings.tokens().isEmpty() && !loopback(bind)) {
            return Problem.of(
                    403,
                    "Forbidden",
                    "Without a token nothing can be changed on a port that is not loopback: set weir.admin.tokens.");
        }
        String name = host == null ? "" : name(host);
        return name.equals(bind) || loopback(name)
                ? null
                : Problem.of(403, "Forbidden", "The Host header names neither this port's address nor loopback.");
    }

    private static Problem unknown(String detail) {
        return new Problem(401, "Unauthorized", detail, Map.of("WWW-Authenticate", "Bearer realm=\"weir\""));
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
