package io.weir.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import java.util.List;
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
                report.problem(
                        KeyPath.ROOT.child(key),
                        written.get(key).origin(),
                        "unknown key"
                                + Nearest.of(key, List.of("weir", "pekko"))
                                        .map(near -> "; did you mean " + near + "?")
                                        .orElse("; allowed: weir and pekko, and what a substitution here refers to"));
            }
        }
    }
}
