package io.weir.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds which of a file's settings keep Pekko from starting, where all of them together do. */
final class PekkoBlame {
    private PekkoBlame() {}

    /**
     * Reports each setting without which Pekko would start. Where it does not start without any either, that is not the
     * file's fault, and the start will say why.
     *
     * @param settings by their paths
     */
    static void check(Map<String, ConfigValue> settings, PekkoTrial trial, Report report) {
        if (trial.complaint(text(with(settings))) == null || trial.complaint("") != null) {
            return;
        }
        List<Map.Entry<String, ConfigValue>> inOrder = settings.entrySet().stream()
                .sorted(Comparator.comparingInt(
                        entry -> entry.getValue().origin().lineNumber()))
                .toList();
        Config fine = ConfigFactory.empty();
        for (Map.Entry<String, ConfigValue> each : inOrder) {
            Config more = fine.withValue(each.getKey(), each.getValue());
            String complaint = trial.complaint(text(more));
            if (complaint == null) {
                fine = more;
            } else {
                report.problem(
                        new KeyPath(ConfigUtil.splitPath(each.getKey())),
                        each.getValue().origin(),
                        "Pekko does not start with "
                                + Quoted.text(String.valueOf(each.getValue().unwrapped())) + ": " + complaint
                                + allowed(each.getKey()));
            }
        }
    }

    private static String allowed(String path) {
        ConfigValue own = own(path);
        return own == null || own.unwrapped().equals("")
                ? ""
                : "; allowed: what Pekko takes, such as its own " + own.unwrapped();
    }

    private static @Nullable ConfigValue own(String path) {
        Config reference = ConfigFactory.defaultReference();
        return reference.hasPath(path) ? reference.getValue(path) : null;
    }

    private static Config with(Map<String, ConfigValue> settings) {
        Config all = ConfigFactory.empty();
        for (Map.Entry<String, ConfigValue> each : settings.entrySet()) {
            all = all.withValue(each.getKey(), each.getValue());
        }
        return all;
    }

    private static String text(Config pekko) {
        return pekko.root().render(ConfigRenderOptions.concise());
    }
}
