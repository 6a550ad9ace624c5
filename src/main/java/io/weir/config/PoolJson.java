package io.weir.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import io.weir.model.PoolSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads one pool's settings from JSON: the keys of a pool in a file, or their camel-case forms, with {@code null} for
 * {@code off}. Its backends come one by one and are not among them.
 */
public final class PoolJson {
    private static final Pattern HUMP = Pattern.compile("[A-Z]");

    /** More levels than any settings have, and few enough for every stack that reads, checks and shows them. */
    private static final int MOST_LEVELS = 32;

    /** What belongs elsewhere in a file belongs nowhere here. */
    private static final ConfigObject NOWHERE = ConfigFactory.empty().root();

    private PoolJson() {}

    /**
     * What came of it; of the two lists one is empty.
     *
     * @param problems each with the key, as a file has it, before a colon where it is about one
     * @param malformed whether one of them is a key that there is not or a value of another kind, and not one out of range
     */
    public record Read(List<PoolSettings> settings, List<String> problems, boolean malformed) {
        public Read {
            settings = List.copyOf(settings);
            problems = List.copyOf(problems);
        }
    }

    /** Reads the settings of the pool of this name. Never throws for what the text says; callable from any thread. */
    public static Read read(String name, String json) {
        if (levels(json) > MOST_LEVELS) {
            return new Read(List.of(), List.of("nested more than " + MOST_LEVELS + " levels deep"), true);
        }
        ConfigObject said;
        try {
            said = ConfigFactory.parseString(json, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON))
                    .root();
        } catch (ConfigException malformed) {
            return new Read(List.of(), List.of("not a JSON object"), true);
        }
        Map<String, Object> keys = kebab(said);
        boolean backends = keys.remove("backends") != null;
        ConfigObject user = ConfigValueFactory.fromMap(Map.of("weir", Map.of("pools", Map.of(name, keys))));
        Report report = new Report("", user, NOWHERE);
        Section top = new Section(report, KeyPath.ROOT, user, Reference.root(), new LinkedHashMap<>());
        List<PoolSettings> settings = new ArrayList<>();
        top.section("weir").named("pools").forEach((pool, section) -> settings.add(PoolReader.read(pool, section)));
        String place = "weir.pools." + name + ".";
        List<String> problems = new ArrayList<>();
        for (Problem problem : report.problems()) {
            problems.add(problem.path().replace(place, "") + ": " + problem.message());
        }
        if (backends) {
            problems.add("backends: a pool is added without any; PUT each below /pools/" + name + "/backends");
        }
        return problems.isEmpty()
                ? new Read(settings, List.of(), false)
                : new Read(List.of(), problems, backends || report.isMalformed());
    }

    /** How many brackets are open at once, at most; those within text are none. */
    private static int levels(String json) {
        int open = 0;
        int most = 0;
        boolean text = false;
        for (int at = 0; at < json.length(); at++) {
            char c = json.charAt(at);
            if (text) {
                at += c == '\\' ? 1 : 0;
                text = c != '"';
            } else if (c == '"') {
                text = true;
            } else if (c == '[' || c == '{') {
                most = Math.max(most, ++open);
            } else if (c == ']' || c == '}') {
                open--;
            }
        }
        return most;
    }

    private static Map<String, Object> kebab(ConfigObject object) {
        Map<String, Object> keys = new LinkedHashMap<>();
        object.forEach((key, value) -> keys.put(
                HUMP.matcher(key).replaceAll(hump -> "-" + hump.group().toLowerCase(Locale.ROOT)), plain(value)));
        return keys;
    }

    private static Object plain(ConfigValue value) {
        if (value instanceof ConfigObject object) {
            return kebab(object);
        }
        if (value instanceof ConfigList list) {
            return list.stream().map(PoolJson::plain).toList();
        }
        return value.valueType() == ConfigValueType.NULL ? "off" : value.unwrapped();
    }
}
