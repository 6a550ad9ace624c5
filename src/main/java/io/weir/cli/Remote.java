package io.weir.cli;

import io.weir.cli.http.AdminClient;
import io.weir.cli.http.Causes;
import io.weir.cli.http.Failure;
import io.weir.cli.http.Target;
import io.weir.cli.http.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that say which node is spoken to, and as whom. */
final class Remote {
    static final String DEFAULT_URL = "http://127.0.0.1:7626";

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The admin port of any node; WEIR_URL, or " + DEFAULT_URL + ", if not given.")
    private @Nullable String url;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "Who asks; WEIR_TOKEN if not given. Others on this machine can see it: prefer a file.")
    private @Nullable String token;

    @Option(names = "--token-file", paramLabel = "FILE", description = "A file that holds the token.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "Certificates (PEM) to trust for https; WEIR_CA, or Java's own, if not given.")
    private @Nullable Path ca;

    @Option(names = "--json", description = "Print what the node answers, as JSON.")
    private boolean json;

    boolean json() {
        return json;
    }

    /** The way to the node that is meant. */
    AdminClient connect(CommandLine command, Map<String, String> environment) {
        Target target = target(command, environment);
        String who = token(command, environment);
        Path trusted = ca != null ? ca : named(environment, "WEIR_CA");
        if (ca != null && !target.secure()) {
            throw new ParameterException(command, "--ca: goes with an https:// URL");
        }
        return new AdminClient(target, who, trusted == null || !target.secure() ? null : Trust.of(trusted));
    }

    private Target target(CommandLine command, Map<String, String> environment) {
        String fromEnvironment = environment.getOrDefault("WEIR_URL", "");
        String text = url != null ? url : fromEnvironment.isEmpty() ? DEFAULT_URL : fromEnvironment;
        try {
            return Target.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command, (url != null ? "--url: " : "WEIR_URL: ") + e.getMessage(), e);
        }
    }

    private @Nullable String token(CommandLine command, Map<String, String> environment) {
        if (token != null && tokenFile != null) {
            throw new ParameterException(command, "either --token or --token-file, not both");
        }
        String text = token;
        String from = "--token";
        if (tokenFile != null) {
            from = "--token-file";
            text = read(tokenFile);
        } else if (text == null) {
            from = "WEIR_TOKEN";
            String value = environment.getOrDefault("WEIR_TOKEN", "").strip();
            text = value.isEmpty() ? null : value;
        }
        if (text != null && (text.isEmpty() || !text.chars().allMatch(each -> each > ' ' && each < 0x7F))) {
            throw new ParameterException(
                    command, from + ": is no token: it is empty or holds blanks or strange letters");
        }
        return text;
    }

    private static String read(Path file) {
        try {
            String text = Files.readString(file);
            // Some editors begin a file with a byte order mark
            return (text.startsWith("\uFEFF") ? text.substring(1) : text).strip();
        } catch (IOException e) {
            throw Failure.unreadable(file + ": cannot be read: " + Causes.of(e));
        }
    }

    private static @Nullable Path named(Map<String, String> environment, String variable) {
        String value = environment.getOrDefault(variable, "");
        return value.isEmpty() ? null : Path.of(value);
    }
}
