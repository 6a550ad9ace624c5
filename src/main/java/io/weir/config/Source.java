package io.weir.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A parsed file.
 *
 * @param written as it stands, substitutions included
 * @param resolved with substitutions replaced; those that cannot be are left in place
 * @param broughtNothing included files that did, such as missing ones
 */
record Source(ConfigObject written, ConfigObject resolved, List<Inclusions.Nothing> broughtNothing) {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^}]{0,100}\\}");
    private static final String HERE = "." + File.separator;
    private static final String VARIABLE = "environment variable ";

    /** Parses a file with what it includes; throws {@link ConfigException} with an origin where it is malformed. */
    static Source parse(Path file, Map<String, String> environment) {
        Inclusions inclusions = new Inclusions();
        ConfigParseOptions options = ConfigParseOptions.defaults()
                .setAllowMissing(false)
                .setSyntax(ConfigSyntax.CONF)
                .setIncluder(inclusions);
        Config written = ConfigFactory.parseFile(beside(file), options);
        // Variables must not become settings, so that only what the file itself names is kept.
        Config resolved = written.withFallback(variables(environment))
                .resolve(ConfigResolveOptions.noSystem().setAllowUnresolved(true));
        ConfigObject kept = resolved.root();
        for (String key : resolved.root().keySet()) {
            kept = written.root().containsKey(key) ? kept : kept.withoutKey(key);
        }
        return new Source(written.root(), kept, inclusions.nothing());
    }

    /** HOCON looks for what a file includes beside it only where the file's name has a directory. */
    private static File beside(Path file) {
        return isBare(file) ? new File(HERE + file) : file.toFile();
    }

    private static boolean isBare(Path file) {
        return file.getParent() == null;
    }

    /** The name of a file in an origin, as whoever named the main file would name it. */
    static @Nullable String name(ConfigOrigin origin, Path main) {
        String name = origin.filename();
        return name == null ? null : name(name, main);
    }

    private static String name(String file, Path main) {
        return isBare(main) && file.startsWith(HERE) ? file.substring(HERE.length()) : file;
    }

    /**
     * Where an include stands.
     *
     * @param within the included file that has it; null for the main one
     */
    static Place placeOf(@Nullable String within, String name, Path main) {
        return within == null
                ? new Place(main.toString(), lineOf(main, name))
                : new Place(name(within, main), lineOf(Path.of(within), name));
    }

    /** A line of a file. */
    record Place(String file, int line) {}

    private static int lineOf(Path file, String name) {
        try {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).contains("include") && lines.get(i).contains(name)) {
                    return i + 1;
                }
            }
        } catch (IOException e) {
            return 1; // It was read a moment ago; the line is all that is lost.
        }
        return 1;
    }

    /** The environment variable a value came from, or null. */
    static @Nullable String variable(ConfigOrigin origin) {
        String text = origin.description();
        return origin.filename() == null && text.startsWith(VARIABLE) ? text.substring(VARIABLE.length()) : null;
    }

    /** What to say of a value that could not be substituted; null where it was. Quotes nothing but the references. */
    static @Nullable String unresolved(ConfigValue value) {
        try {
            // Asking is what throws; a section merged from unresolved parts throws only when asked for its content.
            int size = value.valueType() == ConfigValueType.OBJECT ? ((ConfigObject) value).size() : 1;
            return size >= 0 ? null : "";
        } catch (ConfigException.NotResolved e) {
            String names = REFERENCE
                    .matcher(value.render())
                    .results()
                    .map(MatchResult::group)
                    .distinct()
                    .collect(Collectors.joining(", "));
            return names + " stands for nothing; allowed: what this file or the environment sets";
        }
    }

    private static Config variables(Map<String, String> environment) {
        Config all = ConfigFactory.empty();
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            String name = variable.getKey();
            if (!name.isEmpty() && !name.startsWith("weir.") && !name.startsWith("pekko.")) {
                ConfigValue value = ConfigValueFactory.fromAnyRef(variable.getValue(), VARIABLE + name);
                all = all.withValue(ConfigUtil.quoteString(name), value);
            }
        }
        return all;
    }
}
