package io.weir.config;

import io.weir.model.AdminSettings;
import io.weir.model.AdminSettings.Role;
import io.weir.model.AdminSettings.Tls;
import io.weir.model.AdminSettings.Token;
import io.weir.model.HostPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the admin port. */
final class AdminReader {
    private static final int LONGEST_SECRET = 1024;
    private static final int SHORT_SECRET = 16;
    private static final HostNames HOST = new HostNames();
    private static final Text SECRET = Text.matching(
            "[!-~]{1," + LONGEST_SECRET + "}", "1 to " + LONGEST_SECRET + " printable characters without spaces");

    /** Stands in for a file that is not named; one that is has a directory. */
    private static final Path NONE = Path.of("");

    private AdminReader() {}

    static AdminSettings read(Section section, Context context) {
        HostPort bind = section.read("bind", new Addresses(true));
        List<String> hosts = section.list("hosts", HOST, "a list of " + HOST.allowed()).stream()
                .map(host -> host.toLowerCase(Locale.ROOT))
                .toList();
        List<Token> tokens = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Map<String, String> owners = new HashMap<>();
        for (Section each : section.sections("tokens", null)) {
            Token token = token(each, context);
            if (!token.name().isEmpty() && !names.add(token.name())) {
                each.problem("name", Quoted.text(token.name()) + " is there twice; allowed: each name once");
            }
            // What is shown of settings is itself a file, and of secrets it shows nothing
            String owner = token.name().isEmpty()
                            || token.secret().isEmpty()
                            || token.secret().equals(Section.HIDDEN)
                    ? null
                    : owners.putIfAbsent(token.secret(), token.name());
            if (owner != null) {
                each.problem(
                        each.sets("token") ? "token" : "token-file",
                        "the secret of " + owner + " too, so that nobody can tell who asks; allowed: each secret once");
            }
            tokens.add(token);
        }
        Section tls = section.optional("tls", false);
        AdminSettings settings = new AdminSettings(bind, hosts, tokens, tls == null ? null : tls(tls, context));
        if (!bind.loopback() && tokens.isEmpty()) {
            section.warning(
                    "bind", "others reach " + bind + ": without tokens everyone may read, and changes are refused");
        } else if (!bind.loopback() && tls == null) {
            section.warning("bind", "others reach " + bind + ": without tls tokens cross the network in the clear");
        }
        section.close();
        return settings;
    }

    private static Token token(Section section, Context context) {
        String name = section.required("name", Text.NAME, "");
        Role role = section.read("role", Words.of(Role.class));
        String inline = section.secret("token", SECRET);
        Path file = section.sets("token-file") ? section.required("token-file", context.paths(), NONE) : null;
        section.allow("token-file");
        String secret = inline;
        if (inline != null && section.sets("token-file")) {
            section.problem("token-file", "token is set as well; allowed: one of the two");
        } else if (file != null && !file.equals(NONE)) {
            secret = secretIn(section, file);
        } else if (!section.sets("token") && !section.sets("token-file")) {
            section.problem("token", "missing; allowed: token or token-file");
        }
        if (secret != null && !secret.isEmpty() && secret.length() < SHORT_SECRET) {
            section.warning(
                    inline == null ? "token-file" : "token", "short enough to be guessed: take 32 random characters");
        }
        section.close();
        return new Token(name, role, secret == null ? "" : secret);
    }

    private static @Nullable String secretIn(Section section, Path file) {
        try {
            if (!Files.isDirectory(file) && Files.size(file) > 2 * LONGEST_SECRET) {
                section.problem("token-file", file + " holds more than a token");
                return null;
            }
            String text = Files.readString(file);
            // Some editors begin a file with a byte order mark
            String secret = (text.startsWith("\uFEFF") ? text.substring(1) : text).strip();
            if (!SECRET.pattern().matcher(secret).matches()) {
                section.problem("token-file", file + " does not hold a token; allowed: " + SECRET.allowed());
                return null;
            }
            return secret;
        } catch (IOException e) {
            section.problem("token-file", file + " cannot be read; allowed: a file that holds the token");
            return null;
        }
    }

    private static Tls tls(Section section, Context context) {
        Tls tls = new Tls(pem(section, "certificate", context), pem(section, "private-key", context));
        section.close();
        if (readable(tls.certificate()) && readable(tls.privateKey())) {
            try {
                String doubt = Identity.read(tls).doubt(context.host().now());
                if (doubt != null) {
                    section.warning("certificate", tls.certificate() + " " + doubt);
                }
            } catch (Identity.Unusable unusable) {
                section.problem(unusable.setting(), String.valueOf(unusable.getMessage()));
            }
        }
        return tls;
    }

    private static boolean readable(Path file) {
        return Files.isRegularFile(file) && Files.isReadable(file);
    }

    private static Path pem(Section section, String key, Context context) {
        Path file = section.required(key, context.paths(), NONE);
        if (!file.equals(NONE) && !readable(file)) {
            section.problem(key, file + " cannot be read; allowed: a PEM file");
        }
        return file;
    }
}
