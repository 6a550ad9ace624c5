package io.weir.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds keys beside {@code weir} and {@code pekko}. Those that a substitution in the same file refers to are the user's
 * own variables; the others are mistakes.
 */
final class TopLevel {
    private TopLevel() {}

    static void check(Source source, Report report) {
        ConfigObject written = source.written();
        String text = null;
        for (String key : written.keySet()) {
            if (key.equals("weir") || key.equals("pekko")) {
                continue;
            }
            text = text == null ? written.render(ConfigRenderOptions.concise()) : text;
            Pattern use = Pattern.compile("\\$\\{\\??\"?" + Pattern.quote(key) + "\"?[.}]");
            if (!use.matcher(text).find()) {
                KeyPath path = KeyPath.ROOT.child(key);
                report.problem(path, written.get(key).origin(), "unknown key" + hint(key, report));
            }
        }
    }

    private static String hint(String key, Report report) {
        String near = Nearest.hint(key, List.of("weir", "pekko"));
        if (!near.isEmpty()) {
            return near;
        }
        Set<String> homes = report.homes(key);
        return homes.isEmpty()
                ? "; allowed: weir and pekko, and what a substitution here refers to"
                : "; it belongs in " + String.join(" or ", homes);
    }
}
