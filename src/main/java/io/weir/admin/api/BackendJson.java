package io.weir.admin.api;

import io.weir.model.BackendKey;
import io.weir.model.DialFailure;
import io.weir.model.DurationText;
import io.weir.model.Off;
import io.weir.observe.Reading;
import io.weir.registry.RegistryView;
import io.weir.routing.BackendView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A backend as the API shows it. */
final class BackendJson {
    private final Counts counts;
    private final Map<BackendKey, BackendView> live;
    private final Json out;

    private BackendJson(Counts counts, Map<BackendKey, BackendView> live, Json out) {
        this.counts = counts;
        this.live = live;
        this.out = out;
    }

    /** Some of a pool, as an array. */
    static void all(Counts counts, String pool, List<RegistryView.Backend> backends, Json out) {
        BackendJson json = new BackendJson(counts, counts.live(pool), out);
        out.array();
        for (RegistryView.Backend backend : backends) {
            out.object();
            json.fields(backend);
            out.endObject();
        }
        out.endArray();
    }

    /** One, inside an object that is open. */
    static void one(Counts counts, RegistryView.Backend backend, Json out) {
        new BackendJson(counts, counts.live(backend.key().pool()), out).fields(backend);
    }

    /** The header that names its version. */
    static String etag(RegistryView.Backend backend) {
        return '"' + backend.etag() + '"';
    }

    /** Connections by node, and all of them. */
    static void connections(Map<String, Integer> byNode, Json out) {
        out.name("connections").object();
        out.field("total", byNode.values().stream().mapToLong(each -> each).sum());
        out.name("byNode").object();
        byNode.forEach(out::field);
        out.endObject().endObject();
    }

    private void fields(RegistryView.Backend backend) {
        BackendKey key = backend.key();
        out.field("id", key.id()).field("pool", key.pool());
        out.field("address", key.address().toString());
        out.field("origin", backend.origin().word());
        out.field("backup", backend.spec().backup());
        out.field("state", backend.state().word());
        out.field("deadline", text(backend.deadline()));
        health(backend);
        connections(backend.connections(), out);
        out.field("weight", backend.spec().weight());
        BackendView used = live.get(key);
        out.field("effectiveWeight", used == null ? 0 : used.spec().weight());
        out.limit("maxConnections", backend.spec().maxConnections());
        overrides(backend);
        totals(counts.totals(key));
        out.decimal("connectMillis", used == null ? 0 : used.connectNanos(counts.nowNanos()) / 1e6);
        out.field("etag", backend.etag());
    }

    private void health(RegistryView.Backend backend) {
        out.field("health", backend.health().word()).field("reason", backend.reason());
        out.time("since", backend.sinceEpochMillis() == 0 ? null : backend.sinceEpochMillis());
        out.field(
                "healthOverride",
                backend.healthOverride() == null
                        ? null
                        : backend.healthOverride().word());
        out.field("lastCheck", backend.lastCheck()).field("step", backend.step());
        out.name("votes").object();
        backend.votes().forEach((node, vote) -> {
            out.name(node).object().field("health", vote.health().word());
            out.field("reason", vote.reason()).field("step", vote.step());
            out.field("ageMillis", vote.ageMillis()).endObject();
        });
        out.endObject();
        out.name("ejected").object();
        for (String node : backend.ejectedBy()) {
            out.name(node).object();
            if (node.equals(counts.node())) {
                out.field("forMillis", backend.ejectedMillis());
            }
            out.endObject();
        }
        out.endObject();
    }

    private void overrides(RegistryView.Backend backend) {
        out.name("overrides").object();
        backend.overrides().forEach((field, said) -> {
            out.name(field).object();
            if (field.equals("state")) {
                out.field("value", backend.state().word()).field("fileValue", "ready");
            } else {
                OverrideJson.values(said, out);
            }
            out.field("by", said.by()).time("at", said.atEpochMillis());
            out.endObject();
        });
        out.endObject();
    }

    /** A duration as a request would have it. */
    private static @Nullable String text(@Nullable Duration time) {
        return time == null || Off.is(time) ? null : DurationText.of(time);
    }

    /** Of this node since its start. */
    private void totals(Reading.@Nullable BackendTotals totals) {
        out.name("totals").object();
        out.field("connections", totals == null ? 0 : totals.opened());
        out.field("bytesIn", totals == null ? 0 : totals.in());
        out.field("bytesOut", totals == null ? 0 : totals.out());
        out.name("connectFailures").object();
        for (DialFailure why : DialFailure.values()) {
            if (totals != null && totals.failures(why) > 0) {
                out.field(why.word(), totals.failures(why));
            }
        }
        out.endObject();
        out.field("checksPassed", totals == null ? 0 : totals.checksPassed());
        out.field("checksFailed", totals == null ? 0 : totals.checksFailed());
        out.endObject();
    }
}
