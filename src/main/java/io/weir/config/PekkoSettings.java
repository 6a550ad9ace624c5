package io.weir.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import io.weir.model.HostPort;
import io.weir.model.Settings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Passes on what a file says to Pekko, and finds where it contradicts what it says to Weir. */
final class PekkoSettings {
    private PekkoSettings() {}

    /** The user's {@code pekko} section as HOCON text, empty where there is none. */
    static String text(ConfigObject file) {
        ConfigValue pekko = file.get("pekko");
        return pekko == null ? "" : pekko.atKey("pekko").root().render(ConfigRenderOptions.concise());
    }

    /** Reports what does not fit; {@code settings} are those of the same file. */
    static void check(ConfigObject file, Settings settings, PekkoTrial trial, Report report) {
        ConfigValue pekko = file.get("pekko");
        if (pekko == null) {
            return;
        }
        KeyPath root = KeyPath.ROOT.child("pekko");
        if (unresolved(root, pekko, report)) {
            return;
        }
        if (!(pekko instanceof ConfigObject object)) {
            report.problem(root, pekko.origin(), "one value stands where a section is wanted; allowed: { ... }");
            return;
        }
        Map<String, ConfigValue> leaves = new TreeMap<>();
        leaves(root, object, leaves, report);
        int before = report.problems().size();
        leaves.forEach((path, value) -> {
            String complaint = PekkoKinds.complaint(path, value);
            if (complaint != null) {
                report.problem(new KeyPath(ConfigUtil.splitPath(path)), value.origin(), complaint);
            }
        });
        Map<String, Owner> owners = owners(settings);
        leaves.forEach((path, value) -> owners.forEach((prefix, owner) -> {
            boolean same = owner.value() != null && owner.value().equals(String.valueOf(value.unwrapped()));
            if ((path.equals(prefix) || path.startsWith(prefix + ".")) && !same) {
                report.problem(
                        new KeyPath(ConfigUtil.splitPath(path)),
                        value.origin(),
                        "contradicts " + owner.key() + ", which decides this; leave it out");
            }
        }));
        if (report.problems().size() == before && !leaves.isEmpty()) {
            PekkoBlame.check(leaves, trial, report);
        }
    }

    private record Owner(String key, @Nullable String value) {}

    private static Map<String, Owner> owners(Settings settings) {
        HostPort cluster = settings.cluster().bind();
        HostPort advertise = Objects.requireNonNullElse(settings.cluster().advertise(), cluster);
        HostPort admin = settings.admin().bind();
        Map<String, Owner> owners = new TreeMap<>();
        owners.put("pekko.actor.provider", new Owner("weir.cluster", "cluster"));
        owners.put("pekko.remote.artery.enabled", new Owner("weir.cluster", "true"));
        owners.put("pekko.remote.artery.transport", new Owner("weir.cluster", "tcp"));
        owners.put("pekko.remote.artery.canonical.hostname", new Owner("weir.cluster.advertise", advertise.host()));
        owners.put("pekko.remote.artery.canonical.port", new Owner("weir.cluster.bind", "" + advertise.port()));
        owners.put("pekko.remote.artery.bind.hostname", new Owner("weir.cluster.bind", cluster.host()));
        owners.put("pekko.remote.artery.bind.port", new Owner("weir.cluster.bind", "" + cluster.port()));
        owners.put("pekko.cluster.seed-nodes", new Owner("weir.cluster.seeds", null));
        owners.put("pekko.management.cluster.bootstrap", new Owner("weir.cluster.seeds", null));
        owners.put("pekko.management.http.hostname", new Owner("weir.admin.bind", admin.host()));
        owners.put("pekko.management.http.port", new Owner("weir.admin.bind", "" + admin.port()));
        owners.put("pekko.management.http.bind-hostname", new Owner("weir.admin.bind", admin.host()));
        owners.put("pekko.management.http.bind-port", new Owner("weir.admin.bind", "" + admin.port()));
        owners.put("pekko.management.http.route-providers-read-only", new Owner("weir.admin", "true"));
        owners.put("pekko.coordinated-shutdown.exit-jvm", new Owner("weir.shutdown", "false"));
        owners.put("pekko.coordinated-shutdown.run-by-jvm-shutdown-hook", new Owner("weir.shutdown", "false"));
        owners.put("pekko.jvm-shutdown-hooks", new Owner("weir.shutdown", "false"));
        return owners;
    }

    private static void leaves(KeyPath path, ConfigObject object, Map<String, ConfigValue> leaves, Report report) {
        for (String key : object.keySet()) {
            ConfigValue value = object.get(key);
            KeyPath place = path.child(key);
            if (unresolved(place, value, report)) {
                continue;
            }
            if (value instanceof ConfigObject inner) {
                leaves(place, inner, leaves, report);
            } else {
                leaves.put(ConfigUtil.joinPath(List.copyOf(place.keys())), value);
            }
        }
    }

    private static boolean unresolved(KeyPath place, ConfigValue value, Report report) {
        String missing = Source.unresolved(value);
        if (missing != null) {
            report.problem(place, value.origin(), missing);
        }
        return missing != null;
    }
}
