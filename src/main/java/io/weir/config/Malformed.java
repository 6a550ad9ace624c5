package io.weir.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigOrigin;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says what keeps a file from being understood at all, in fewer words than the parser. */
final class Malformed {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^}]*}");
    private static final Pattern KEY = Pattern.compile("Key '([A-Za-z0-9._-]{1,80})' may not be followed by .*");
    private static final Pattern QUOTATION = Pattern.compile("'(?!newline')[^' ]([^']+|'[^ ,)(]+)'|\\(STRING\\)");
    private static final int LONGEST = 200;

    private Malformed() {}

    static Problem problem(Path file, ConfigException e) {
        if (e instanceof Inclusions.Unread unread) {
            String reason = "include of " + Quoted.text(unread.name) + ": " + unread.why;
            Source.Place place = Source.placeOf(unread.within, unread.name, file);
            return new Problem(place.file(), place.line(), "", reason);
        }
        ConfigOrigin origin = e.origin();
        String written = origin == null ? null : Source.name(origin, file);
        String name = written == null ? file.toString() : written;
        if (e instanceof ConfigException.IO) {
            String reason = "include of " + Quoted.text(name) + ": the file cannot be read";
            return new Problem(file.toString(), Source.placeOf(null, name, file).line(), "", reason);
        }
        int line = origin == null ? 1 : Math.max(1, origin.lineNumber());
        return new Problem(name, line, "", words(e, origin == null ? "" : origin.description() + ": "));
    }

    private static String words(ConfigException e, String place) {
        String raw = String.valueOf(e.getMessage());
        String text = (raw.startsWith(place) ? raw.substring(place.length()) : raw)
                .replaceAll("(?s) \\(if you (intended|want) .*", "")
                .replaceAll("\\s+", " ")
                .strip();
        if (e instanceof ConfigException.UnresolvedSubstitution) {
            return "substitutions that lead to each other: "
                    + REFERENCE
                            .matcher(text)
                            .results()
                            .map(MatchResult::group)
                            .distinct()
                            .collect(Collectors.joining(", "));
        }
        if (text.contains("end of file")) {
            return "the file ends too early: a }, ] or \" is missing";
        }
        Matcher key = KEY.matcher(text);
        if (key.matches()) {
            return "key " + key.group(1) + " is not followed by = and a value";
        }
        boolean colon = text.contains("':'") || text.contains("Reserved character");
        return withoutQuotations(text) + (colon ? "; an address stands in double quotes" : "");
    }

    /** The parser quotes what it stumbles over, at times the rest of the line, where a token may stand. */
    private static String withoutQuotations(String text) {
        Matcher quotation = QUOTATION.matcher(text);
        String kept = quotation.find() ? text.substring(0, quotation.start()) + "..." : text;
        return kept.length() <= LONGEST ? kept : kept.substring(0, LONGEST) + "...";
    }
}
