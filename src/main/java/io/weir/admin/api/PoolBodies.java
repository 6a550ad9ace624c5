package io.weir.admin.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.model.DurationText;
import io.weir.registry.Change;
import io.weir.registry.PoolText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.pekko.util.ByteString;

/** From a body to the settings of a run-time pool, by the rules of the configuration file. Any thread. */
final class PoolBodies {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern KEY = Pattern.compile("([^: ]+): ");
    private static final Pattern HUMP = Pattern.compile("-([a-z])");

    /** The keys of a pool that take a number alone, wherever they stand. */
    private static final Set<String> NUMBERS =
            Set.of("attempts", "consecutiveFailures", "fall", "maxConnections", "owners", "port", "rise");

    private static final String NO_KEY = "unknown key";

    private final PoolText settings;

    PoolBodies(PoolText settings) {
        this.settings = settings;
    }

    Change put(String pool, ByteString body) {
        JsonNode object = Fields.parse(body);
        if (!NAME.matcher(pool).matches()) {
            throw unfit(
                    "the path's name does not fit; allowed: up to 64 letters, digits, dots, hyphens and underscores,"
                            + " beginning with a letter or digit.");
        }
        List<String> odd = new ArrayList<>();
        look("", object, odd);
        if (!odd.isEmpty()) {
            throw bad(odd, true);
        }
        String text = object.toString();
        return switch (settings.read(pool, text)) {
            case PoolText.Good _ -> new Change.PutPool(pool, text);
            case PoolText.Bad(List<String> problems, boolean malformed) -> throw bad(problems, malformed);
        };
    }

    /**
     * What a file may say and a body may not: a number in quotes; and what a file cannot say: a key and its camel-case form,
     * which are one, so that nobody can tell which of the two values was meant.
     */
    private static void look(String place, JsonNode object, List<String> found) {
        Map<String, String> seen = new HashMap<>();
        object.properties().forEach(field -> {
            String camel = camelCase(field.getKey());
            String other = seen.putIfAbsent(camel, field.getKey());
            if (other != null) {
                found.add(place + camel + ": is there twice, as " + other + " and as " + field.getKey());
            }
            JsonNode value = field.getValue();
            if (NUMBERS.contains(camel) && value.isTextual() && DurationText.isBare(value.textValue())) {
                found.add(place + camel + ": " + value + " is text; write "
                        + value.textValue().strip());
            }
            look(place + camel + ".", value, found);
        });
    }

    private static String camelCase(String key) {
        return HUMP.matcher(key).replaceAll(hump -> hump.group(1).toUpperCase(Locale.ROOT));
    }

    private static Refused bad(List<String> problems, boolean malformed) {
        List<String> said = problems.stream().map(PoolBodies::camel).toList();
        return new Refused(new Problem(
                malformed ? 400 : 422,
                malformed ? "Bad Request" : "Unprocessable Content",
                String.join(". ", said) + ".",
                said.stream().flatMap(PoolBodies::fault).toList(),
                Map.of()));
    }

    /** A problem's key as a body has it, and so the keys that are allowed instead. */
    private static String camel(String problem) {
        Matcher key = KEY.matcher(problem);
        if (!key.lookingAt()) {
            return problem;
        }
        String said = problem.substring(key.end());
        return camelCase(key.group())
                + (said.startsWith(NO_KEY) ? camelCase(said).replace(" backends,", "") : said);
    }

    private static Stream<Problem.Fault> fault(String problem) {
        Matcher key = KEY.matcher(problem);
        return key.lookingAt()
                ? Stream.of(new Problem.Fault(key.group(1), problem.substring(key.end())))
                : Stream.empty();
    }

    private static Refused unfit(String detail) {
        return new Refused(Problem.of(422, "Unprocessable Content", detail));
    }
}
