package io.weir.admin.api;

import io.weir.model.BackendKey;
import io.weir.model.DialFailure;
import io.weir.observe.Reading;
import io.weir.registry.RegistryView;
import io.weir.routing.BackendView;
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

    /** All of a pool, as an array. */
    static void all(Counts counts, RegistryView.Pool pool, Json out) {
        BackendJson json = new BackendJson(counts, counts.live(pool.settings().name()), out);
        out.array();
        for (RegistryView.Backend backend : pool.backends()) {
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

    private void fields(RegistryView.Backend backend) {
        BackendKey key = backend.key();
        out.field("id", key.id()).field("pool", key.pool());
        out.field("address", key.address().toString());
        out.field("origin", "file").field("backup", backend.spec().backup());
        out.field("state", backend.state().word());
        health(backend);
        BackendView used = live.get(key);
        connections(used);
        out.field("weight", backend.spec().weight());
        out.field("effectiveWeight", backend.spec().weight());
        out.limit("maxConnections", backend.spec().maxConnections());
        out.name("overrides").object().endObject();
        totals(counts.totals(key));
        out.decimal("connectMillis", used == null ? 0 : used.connectNanos(counts.nowNanos()) / 1e6);
    }

    private void health(RegistryView.Backend backend) {
        out.field("health", backend.health().word()).field("reason", backend.reason());
        out.time("since", backend.sinceEpochMillis() == 0 ? null : backend.sinceEpochMillis());
        out.field("lastCheck", backend.lastCheck()).field("step", backend.step());
        out.name("ejected").object();
        if (backend.ejectedMillis() > 0) {
            out.name(counts.node()).object();
            out.field("forMillis", backend.ejectedMillis()).endObject();
        }
        out.endObject();
    }

    private void connections(@Nullable BackendView used) {
        int own = used == null ? 0 : used.connections();
        out.name("connections").object().field("total", own);
        out.name("byNode").object().field(counts.node(), own).endObject();
        out.endObject();
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
