package io.weir.admin.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.registry.Change;
import io.weir.registry.PoolText;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.pekko.util.ByteString;

/** From a body to the settings of a run-time pool, by the rules of the configuration file. Any thread. */
final class PoolBodies {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

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
        if (object.has("backends")) {
            throw new Refused(Problem.badRequest(
                    "backends: a pool is added without any; PUT each below /pools/" + pool + "/backends."));
        }
        String text = object.toString();
        return switch (settings.read(pool, text)) {
            case PoolText.Good _ -> new Change.PutPool(pool, text);
            case PoolText.Bad(List<String> problems) -> throw bad(problems);
        };
    }

    private static Refused bad(List<String> problems) {
        String detail = String.join(". ", problems) + ".";
        boolean unknown = problems.stream().anyMatch(each -> each.contains(": unknown key"));
        return unknown ? new Refused(Problem.badRequest(detail)) : unfit(detail);
    }

    private static Refused unfit(String detail) {
        return new Refused(Problem.of(422, "Unprocessable Content", detail));
    }
}
