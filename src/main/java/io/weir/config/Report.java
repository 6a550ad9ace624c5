package io.weir.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one reading has found so far. */
final class Report {
    private final String file;
    private final ConfigObject written;
    private final ConfigObject reference;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private final List<Effective.Setting> settings = new ArrayList<>();
    private boolean malformed;

    /**
     * @param file the main file, as the user named it
     * @param written its content before substitution, which knows a line where a substituted value has none
     * @param reference every key there is
     */
    Report(String file, ConfigObject written, ConfigObject reference) {
        this.file = file;
        this.written = written;
        this.reference = reference;
    }

    void problem(KeyPath path, @Nullable ConfigOrigin origin, String message) {
        problems.add(at(path, origin, message));
    }

    /** As {@link #problem}, of a key that there is not, or a value of another kind than its key takes. */
    void malformed(KeyPath path, @Nullable ConfigOrigin origin, String message) {
        malformed = true;
        problem(path, origin, message);
    }

    /** Whether there was any of those. */
    boolean isMalformed() {
        return malformed;
    }

    void warning(KeyPath path, @Nullable ConfigOrigin origin, String message) {
        warnings.add(at(path, origin, message));
    }

    void setting(KeyPath path, @Nullable Object value, String from, String allowed) {
        settings.add(new Effective.Setting(path.toString(), value, from, allowed));
    }

    /** The sections where a key is known. */
    Set<String> homes(String key) {
        return Homes.of(key, reference);
    }

    /** Warns of a line. */
    void warning(Source.Place place, String message) {
        warnings.add(new Problem(place.file(), place.line(), "", message));
    }

    List<Problem> problems() {
        return sorted(problems);
    }

    List<Problem> warnings() {
        return sorted(warnings);
    }

    List<Effective.Setting> settings() {
        return List.copyOf(settings);
    }

    /** {@code FILE:LINE}, and the environment variable if one gave the value. */
    String from(KeyPath path, ConfigOrigin origin) {
        Problem place = at(path, origin, "");
        String variable = Source.variable(origin);
        return place.file() + ":" + place.line() + (variable == null ? "" : " (environment variable " + variable + ")");
    }

    private Problem at(KeyPath path, @Nullable ConfigOrigin origin, String message) {
        String variable = origin == null ? null : Source.variable(origin);
        String full = variable == null ? message : message + " (from the environment variable " + variable + ")";
        ConfigOrigin place = origin != null && known(origin) ? origin : written(path);
        return place == null
                ? new Problem(file, 1, path.toString(), full)
                : new Problem(
                        Objects.requireNonNull(Source.name(place, Path.of(file))),
                        place.lineNumber(),
                        path.toString(),
                        full);
    }

    /** The deepest line known on the way to a path in the file as it was written. */
    private @Nullable ConfigOrigin written(KeyPath path) {
        ConfigOrigin deepest = null;
        ConfigObject object = written;
        for (String key : path.keys()) {
            ConfigValue value;
            try {
                value = object.get(key);
            } catch (ConfigException e) {
                return deepest;
            }
            if (value == null) {
                return deepest;
            }
            if (known(value.origin())) {
                deepest = value.origin();
            }
            if (!(value instanceof ConfigObject inner)) {
                return deepest;
            }
            object = inner;
        }
        return deepest;
    }

    private static boolean known(ConfigOrigin origin) {
        return origin.lineNumber() > 0 && origin.filename() != null;
    }

    private List<Problem> sorted(List<Problem> found) {
        return found.stream()
                .distinct()
                .sorted(Comparator.comparing(
                                (Problem problem) -> !problem.file().equals(file))
                        .thenComparing(Problem::file)
                        .thenComparingInt(Problem::line))
                .toList();
    }
}
