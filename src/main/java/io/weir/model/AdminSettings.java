package io.weir.model;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The admin port.
 *
 * @param bind where it listens
 * @param hosts names and addresses that it goes by beside that one, without ports; lower case
 * @param tokens who may use it; empty: anyone who reaches a loopback bind
 * @param tls its certificate and key, or null for plain HTTP
 */
public record AdminSettings(
        HostPort bind,
        List<String> hosts,
        List<Token> tokens,
        @Nullable Tls tls) {
    public AdminSettings {
        hosts = List.copyOf(hosts);
        tokens = List.copyOf(tokens);
    }

    /** The same at another place. */
    public AdminSettings at(HostPort otherBind, @Nullable Tls otherTls) {
        return new AdminSettings(otherBind, hosts, tokens, otherTls);
    }

    /** What a token allows; each role includes those before it. */
    public enum Role implements Worded {
        /** Reads. */
        VIEWER("viewer"),
        /** Changes state, weight and health. */
        OPERATOR("operator"),
        /** Everything. */
        ADMIN("admin");

        private final String word;

        Role(String word) {
            this.word = word;
        }

        @Override
        public String word() {
            return word;
        }
    }

    /** A named secret; its value never shows in logs or in {@code toString}. */
    public record Token(String name, Role role, String secret) {
        @Override
        public String toString() {
            return "Token[name=" + name + ", role=" + role.word() + "]";
        }
    }

    /** PEM files. */
    public record Tls(Path certificate, Path privateKey) {}
}
