package io.weir.admin.api;

import io.weir.model.AdminSettings.Role;
import io.weir.model.CloseReason;
import io.weir.model.HostPort;
import io.weir.observe.Reading;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** This node's listeners: what they are, and what is changed of them while they run. */
final class Listeners {
    private final ApiSources sources;

    Listeners(ApiSources sources) {
        this.sources = sources;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.read("listeners", this::all),
                Endpoint.read("listeners/{listener}", this::one),
                Endpoint.write("PATCH", Role.ADMIN, "listeners/{listener}", this::patch));
    }

    private CompletionStage<Reply> all(Call call) {
        Reading reading = sources.meters().read();
        Json out = new Json().object().name("listeners").array();
        for (ListenerView listener : sources.listeners().get()) {
            fields(listener, reading, out.object());
            out.endObject();
        }
        return done(out.endArray().endObject());
    }

    private CompletionStage<Reply> one(Call call) {
        List<ListenerView> all = sources.listeners().get();
        String wanted = call.name("listener");
        for (ListenerView listener : all) {
            if (listener.name().equals(wanted)) {
                Json out = new Json().object();
                fields(listener, sources.meters().read(), out);
                return done(out.endObject());
            }
        }
        throw Named.missing(
                "listener", wanted, all.stream().map(ListenerView::name).toList());
    }

    private CompletionStage<Reply> patch(Call call) {
        ListenerPatch patch = ListenerBodies.patch(call.body(), sources.addresses());
        return sources.node().patch(call.name("listener"), patch, call.by()).thenApply(listener -> {
            Json out = new Json().object();
            fields(listener, sources.meters().read(), out);
            return Reply.ok(out.endObject());
        });
    }

    private static CompletionStage<Reply> done(Json out) {
        return CompletableFuture.completedFuture(Reply.ok(out));
    }

    private static void fields(ListenerView listener, Reading reading, Json out) {
        out.field("name", listener.name()).field("pool", listener.pool());
        out.texts("bind", listener.binds().stream().map(HostPort::toString).toList());
        out.texts("addresses", listener.addresses());
        out.field("bound", listener.bound()).field("paused", listener.paused());
        out.limit("maxConnections", listener.maxConnections());
        OverrideJson.all(listener.overrides(), out);
        Reading.ListenerTotals totals = reading.listeners().get(listener.name());
        out.field("connections", totals == null ? 0 : totals.open());
        out.name("totals").object();
        out.field("connections", totals == null ? 0 : totals.opened());
        out.field("refused", refused(totals));
        out.field("bytesIn", totals == null ? 0 : totals.in());
        out.field("bytesOut", totals == null ? 0 : totals.out());
        out.endObject();
    }

    private static long refused(Reading.@Nullable ListenerTotals totals) {
        long all = 0;
        for (CloseReason reason : CloseReason.values()) {
            all += totals == null ? 0 : totals.refused(reason);
        }
        return all;
    }
}
