package io.weir.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One {@code { }} of the file, read key by key. What a key may hold is said where it is read; a value that does not
 * fit is reported and its default taken, so that reading goes on; what nobody asked for is unknown.
 */
final class Section {
    /** What a secret is shown as. */
    static final String HIDDEN = "***";

    private final Report report;
    private final KeyPath path;
    private final @Nullable ConfigObject user;
    private final ConfigObject pattern;
    private final Map<String, @Nullable Object> tree;
    private final Set<String> known = new LinkedHashSet<>();
    private final Set<String> later = new LinkedHashSet<>();

    /**
     * @param user what the file says here, or null if nothing
     * @param pattern the same place in {@code reference.conf}: every key with its default, null where there is none
     * @param tree filled with the effective values
     */
    Section(
            Report report,
            KeyPath path,
            @Nullable ConfigObject user,
            ConfigObject pattern,
            Map<String, @Nullable Object> tree) {
        this.report = report;
        this.path = path;
        this.user = user;
        this.pattern = pattern;
        this.tree = tree;
    }

    Report report() {
        return report;
    }

    KeyPath path() {
        return path;
    }

    /** Whether the file itself sets this key. */
    boolean sets(String key) {
        return user != null && user.containsKey(key);
    }

    /** Whether the file sets this key, or one below it, to something else than its default. */
    boolean changes(String key) {
        ConfigValue ours = user == null ? null : user.get(key);
        return ours != null && Source.unresolved(ours) == null && differs(ours, pattern(key));
    }

    private static boolean differs(ConfigValue ours, @Nullable ConfigValue byDefault) {
        if (ours instanceof ConfigObject section && byDefault instanceof ConfigObject same) {
            return section.entrySet().stream().anyMatch(entry -> differs(entry.getValue(), same.get(entry.getKey())));
        }
        return !ours.equals(byDefault);
    }

    /** Where the file sets this key, else where the section begins. */
    @Nullable
    ConfigOrigin origin(String key) {
        ConfigValue value = user == null ? null : user.get(key);
        return value != null ? value.origin() : user == null ? null : user.origin();
    }

    /** Reports something about a key; an empty one means the section as a whole. */
    void problem(String key, String message) {
        report.problem(key.isEmpty() ? path : path.child(key), origin(key), message);
    }

    /** As {@link #problem}, for what can be obeyed. */
    void warning(String key, String message) {
        report.warning(key.isEmpty() ? path : path.child(key), origin(key), message);
    }

    /** A key with a default. */
    <T> T read(String key, Kind<T> kind) {
        ConfigValue ours = value(key);
        try {
            T value = ours == null ? fallback(key, kind) : checked(path.child(key), ours, kind);
            note(key, kind, kind.shown(value), ours, kind.decided(ours == null ? pattern(key) : ours));
            return value;
        } catch (Unfit e) {
            refuse(path.child(key), ours, e, kind);
            return fallback(key, kind);
        }
    }

    /** A key that must be set; {@code otherwise} only stands in while the rest is read. */
    <T> T required(String key, Kind<T> kind, T otherwise) {
        ConfigValue ours = value(key);
        if (ours == null) {
            missing(key, kind);
            return otherwise;
        }
        try {
            T value = checked(path.child(key), ours, kind);
            note(key, kind, kind.shown(value), ours, false);
            return value;
        } catch (Unfit e) {
            refuse(path.child(key), ours, e, kind);
            return otherwise;
        }
    }

    /** A secret that may be missing; it is never quoted. */
    @Nullable
    String secret(String key, Kind<String> kind) {
        ConfigValue ours = value(key);
        if (ours == null) {
            return null;
        }
        try {
            String value = checked(path.child(key), ours, kind);
            note(key, kind, HIDDEN, ours, false);
            return value;
        } catch (Unfit e) {
            refuse(path.child(key), ours, new Unfit("not a token"), kind);
            return "";
        }
    }

    /** A list of single values; one alone may stand without brackets. Each that does not fit is reported. */
    <T> List<T> list(String key, Kind<T> kind, String allowed) {
        ConfigValue ours = value(key);
        List<T> values = new ArrayList<>();
        List<@Nullable Object> shown = new ArrayList<>();
        List<? extends ConfigValue> elements = elements(ours);
        for (int i = 0; i < elements.size(); i++) {
            KeyPath place = ours instanceof ConfigList ? path.child(key).element(i) : path.child(key);
            try {
                T value = checked(place, elements.get(i), kind);
                values.add(value);
                shown.add(kind.shown(value));
            } catch (Unfit e) {
                refuse(place, elements.get(i), e, kind);
            }
        }
        put(key, shown, ours, allowed);
        return values;
    }

    /** As {@link #list}, where at least one is needed. */
    <T> List<T> requiredList(String key, Kind<T> kind, String allowed) {
        ConfigValue ours = value(key);
        if (ours == null || (ours instanceof ConfigList list && list.isEmpty())) {
            missing(key, kind);
            return List.of();
        }
        return list(key, kind, allowed);
    }

    /** A list of sections, shown in the pattern by its one element; {@code brief} is the key a bare value is for. */
    List<Section> sections(String key, @Nullable String brief) {
        known.add(key);
        ConfigObject each = (ConfigObject) ((ConfigList) pattern(key)).get(0);
        ConfigValue ours = value(key);
        List<@Nullable Object> trees = new ArrayList<>();
        List<Section> found = new ArrayList<>();
        if (ours != null && !(ours instanceof ConfigList)) {
            String what = ours instanceof ConfigObject ? "a section { }" : "one value";
            report.malformed(path.child(key), ours.origin(), what + " stands where a list is wanted; allowed: [ ... ]");
            return found;
        }
        List<? extends ConfigValue> elements = elements(ours);
        for (int i = 0; i < elements.size(); i++) {
            KeyPath place = path.child(key).element(i);
            ConfigValue element = elements.get(i);
            Map<String, @Nullable Object> inner = new LinkedHashMap<>();
            if (!unresolved(place, element)) {
                ConfigObject object = element instanceof ConfigObject whole
                        ? whole
                        : brief == null || element instanceof ConfigList
                                ? null
                                : element.atKey(brief).root();
                if (object == null) {
                    report.malformed(place, element.origin(), "not a section; allowed: { ... }");
                } else {
                    trees.add(inner);
                    found.add(new Section(report, place, object.withOrigin(element.origin()), each, inner));
                }
            }
        }
        tree.put(key, trees);
        if (elements.isEmpty()) {
            String allowed = brief == null ? "[ { ... } ]" : "[ " + brief + ", { ... } ]";
            report.setting(path.child(key), List.of(), ours == null ? "default" : from(key, ours), allowed);
        }
        return found;
    }

    /** A section that is always there. */
    Section section(String key) {
        known.add(key);
        return inner(key, value(key), "");
    }

    /** A section that can be {@code off}, and is where {@code byDefault} says so; null when off. */
    @Nullable
    Section optional(String key, boolean byDefault) {
        ConfigValue ours = value(key);
        Boolean word = ours == null ? Boolean.valueOf(byDefault) : Switch.word(ours);
        if (Boolean.FALSE.equals(word)) {
            put(key, null, ours, "{ ... }, or off");
            return null;
        }
        known.add(key);
        return inner(key, word == null ? ours : null, ", or off");
    }

    /** The sections of a section whose keys are the user's own names, in the file's order. */
    Map<String, Section> named(String key) {
        Section outer = section(key);
        Map<String, Section> found = new LinkedHashMap<>();
        ConfigObject names = outer.user;
        if (names == null) {
            return found;
        }
        for (Map.Entry<String, ConfigValue> entry : InFile.entries(names)) {
            String name = entry.getKey();
            KeyPath place = outer.path.child(name);
            if (!Text.NAME.pattern().matcher(name).matches()) {
                report.problem(place, entry.getValue().origin(), "not a name; allowed: " + Text.NAME.allowed());
            }
            ConfigValue value = outer.value(name);
            if (value != null) {
                found.put(name, outer.inner(name, value, (ConfigObject) outer.pattern("*"), ""));
            }
        }
        return found;
    }

    /** Makes a key known that is only read where it is set. */
    void allow(String key) {
        known.add(key);
    }

    /** Names keys that a later version will take. */
    void later(String... keys) {
        later.addAll(List.of(keys));
    }

    /** Reports what nobody asked for. Called when the whole section has been read. */
    void close() {
        if (user == null) {
            return;
        }
        for (String key : user.keySet()) {
            if (later.contains(key)) {
                problem(key, "not available yet; leave it out");
            } else if (!known.contains(key)) {
                report.malformed(path.child(key), origin(key), "unknown key" + hint(key));
            }
        }
    }

    private String hint(String key) {
        Set<String> candidates = new LinkedHashSet<>(known);
        candidates.addAll(later);
        String near = Nearest.hint(key, candidates);
        if (!near.isEmpty()) {
            return near;
        }
        Set<String> homes = report.homes(key);
        return homes.isEmpty()
                ? "; allowed: " + String.join(", ", known)
                : "; it belongs in " + String.join(" or ", homes);
    }

    private Section inner(String key, @Nullable ConfigValue ours, String otherwise) {
        return inner(key, ours, (ConfigObject) pattern(key), otherwise);
    }

    private Section inner(String key, @Nullable ConfigValue ours, ConfigObject each, String otherwise) {
        Map<String, @Nullable Object> inner = new LinkedHashMap<>();
        tree.put(key, inner);
        ConfigObject object = null;
        if (ours instanceof ConfigObject whole) {
            object = whole;
        } else if (ours != null) {
            report.malformed(
                    path.child(key),
                    ours.origin(),
                    "one value stands where a section is wanted; allowed: { ... }" + otherwise);
        }
        return new Section(report, path.child(key), object, each, inner);
    }

    private static List<? extends ConfigValue> elements(@Nullable ConfigValue value) {
        return value == null ? List.of() : value instanceof ConfigList list ? list : List.of(value);
    }

    private <T> T checked(KeyPath place, ConfigValue value, Kind<T> kind) throws Unfit {
        if (value.valueType() == ConfigValueType.NULL) {
            boolean off = kind instanceof OrOff;
            throw Unfit.kind("null says nothing; " + (off ? "say off, or " : "") + "leave the key out for its default");
        }
        T read = kind.read(value);
        String doubt = kind.doubt(value);
        if (doubt != null) {
            report.warning(place, value.origin(), doubt);
        }
        return read;
    }

    private <T> T fallback(String key, Kind<T> kind) {
        try {
            return kind.read(pattern(key));
        } catch (Unfit e) {
            throw new IllegalStateException("reference.conf: " + path.child(key) + ": " + e.why(), e);
        }
    }

    private void missing(String key, Kind<?> kind) {
        // What is set and yet not there could not be substituted, which was said.
        if (!sets(key) || value(key) instanceof ConfigList) {
            report.problem(path.child(key), origin(key), "missing; allowed: " + kind.allowed());
        }
    }

    private void refuse(KeyPath place, @Nullable ConfigValue value, Unfit unfit, Kind<?> kind) {
        String why = unfit.why();
        ConfigOrigin origin = value == null ? null : value.origin();
        String message = why + (why.endsWith("?") ? " allowed: " : "; allowed: ") + kind.allowed();
        if (unfit.isOfAnotherKind()) {
            report.malformed(place, origin, message);
        } else {
            report.problem(place, origin, message);
        }
    }

    private void note(String key, Kind<?> kind, @Nullable Object shown, @Nullable ConfigValue ours, boolean decided) {
        tree.put(key, shown);
        String from = ours == null ? "default" : from(key, ours);
        report.setting(path.child(key), shown, decided ? from + ", auto" : from, kind.allowed());
    }

    private void put(String key, @Nullable Object shown, @Nullable ConfigValue ours, String allowed) {
        tree.put(key, shown);
        report.setting(path.child(key), shown, ours == null ? "default" : from(key, ours), allowed);
    }

    private String from(String key, ConfigValue value) {
        return report.from(path.child(key), value.origin());
    }

    /** What the file says of a key; null where it says nothing that can be used. */
    private @Nullable ConfigValue value(String key) {
        known.add(key);
        ConfigValue value = user == null ? null : user.get(key);
        return value == null || unresolved(path.child(key), value) ? null : value;
    }

    private boolean unresolved(KeyPath place, ConfigValue value) {
        String missing = Source.unresolved(value);
        if (missing != null) {
            report.problem(place, value.origin(), missing);
        }
        return missing != null;
    }

    private ConfigValue pattern(String key) {
        ConfigValue value = pattern.get(key);
        if (value == null) {
            throw new IllegalStateException("reference.conf does not know " + path.child(key));
        }
        return value;
    }
}
