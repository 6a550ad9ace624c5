package io.weir.admin.api;

import io.weir.model.CheckKind;
import io.weir.model.DurationText;
import io.weir.model.HealthCheckSettings;
import io.weir.model.PoolSettings;
import io.weir.registry.RegistryView;
import java.util.Map;
import java.util.TreeMap;

/** A pool as the API shows it: what is in effect of its settings, its connections, its backends. */
final class PoolJson {
    private PoolJson() {}

    /** Inside an object that is open, with all of its backends. */
    static void fields(Counts counts, RegistryView.Pool pool, Json out) {
        fields(counts, pool, true, out);
    }

    /**
     * Inside an object that is open.
     *
     * @param whole with its backends
     */
    static void fields(Counts counts, RegistryView.Pool pool, boolean whole, Json out) {
        PoolSettings settings = pool.settings();
        out.field("name", settings.name()).field("origin", pool.origin().word());
        out.field("divergent", counts.divergent().contains(settings.name()));
        out.field("algorithm", settings.algorithm().word());
        out.field("balanceScope", settings.balanceScope().word());
        out.limit("maxConnections", settings.maxConnections());
        out.field("maxConnectionsScope", settings.maxConnectionsScope().word());
        out.field("whenAllDown", settings.whenAllDown().word());
        check(settings.healthCheck(), out.name("healthCheck"));
        Map<String, Integer> byNode = new TreeMap<>();
        byNode.put(counts.node(), 0);
        pool.backends()
                .forEach(each -> each.connections().forEach((node, held) -> byNode.merge(node, held, Integer::sum)));
        BackendJson.connections(byNode, out);
        out.field("etag", pool.etag());
        if (whole) {
            BackendJson.all(counts, settings.name(), pool.backends(), out.name("backends"));
        }
    }

    /** The header that names its version. */
    static String etag(RegistryView.Pool pool) {
        return '"' + pool.etag() + '"';
    }

    private static void check(HealthCheckSettings check, Json out) {
        out.object().field("type", word(check.kind()));
        out.field("interval", DurationText.of(check.interval()));
        out.field("timeout", DurationText.of(check.timeout()));
        out.field("rise", check.rise()).field("fall", check.fall());
        out.field("scope", check.scope().word()).field("owners", check.owners());
        out.endObject();
    }

    private static String word(CheckKind kind) {
        return switch (kind) {
            case CheckKind.None() -> "none";
            case CheckKind.Tcp() -> "tcp";
            case CheckKind.Http _ -> "http";
            case CheckKind.SendExpect _ -> "send-expect";
        };
    }
}
