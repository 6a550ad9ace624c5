package io.weir.admin.api;

import io.weir.registry.RegistryView;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/** Reads of pools and their backends. */
final class Pools {
    /** Whether they are shown with their pool: there may be very many. */
    private static final String BACKENDS = "backends";

    private final ApiSources sources;

    Pools(ApiSources sources) {
        this.sources = sources;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.read("pools", this::all).with(Page.LIMIT, Page.AFTER, BACKENDS),
                Endpoint.read("pools/{pool}", this::one).with(BACKENDS),
                Endpoint.read("pools/{pool}/backends", this::backends).with(Page.LIMIT, Page.AFTER),
                Endpoint.read("pools/{pool}/backends/{id}", this::backend));
    }

    private CompletionStage<Reply> object(BiConsumer<RegistryView, Json> fields) {
        return sources.registry().view().thenApply(view -> {
            Json out = new Json().object();
            fields.accept(view, out);
            return Reply.ok(out.endObject());
        });
    }

    private CompletionStage<Reply> all(Call call) {
        boolean whole = call.flag(BACKENDS, true);
        return object((view, out) -> {
            Page<RegistryView.Pool> page =
                    Page.of(call, view.pools().values(), pool -> pool.settings().name());
            Counts counts = Counts.of(sources);
            out.name("pools").array();
            for (RegistryView.Pool pool : page.items()) {
                PoolJson.fields(counts, pool, whole, out.object());
                out.endObject();
            }
            page.next(out.endArray());
        });
    }

    private CompletionStage<Reply> one(Call call) {
        boolean whole = call.flag(BACKENDS, true);
        return sources.registry().view().thenApply(view -> {
            RegistryView.Pool pool = pool(view, call);
            return Conditions.read(call, pool.etag(), () -> {
                Json out = new Json().object();
                PoolJson.fields(Counts.of(sources), pool, whole, out);
                return Reply.ok(out.endObject());
            });
        });
    }

    private CompletionStage<Reply> backends(Call call) {
        return object((view, out) -> {
            RegistryView.Pool pool = pool(view, call);
            Page<RegistryView.Backend> page =
                    Page.of(call, pool.backends(), backend -> backend.key().id());
            BackendJson.all(Counts.of(sources), pool.settings().name(), page.items(), out.name("backends"));
            page.next(out);
        });
    }

    private CompletionStage<Reply> backend(Call call) {
        return sources.registry().view().thenApply(view -> {
            RegistryView.Backend backend = backend(view, call);
            return Conditions.read(call, backend.etag(), () -> {
                Json out = new Json().object();
                BackendJson.one(Counts.of(sources), backend, out);
                return Reply.ok(out.endObject());
            });
        });
    }

    private static RegistryView.Pool pool(RegistryView view, Call call) {
        String name = call.name("pool");
        RegistryView.Pool pool = view.pool(name);
        if (pool == null) {
            throw Named.missing("pool", name, view.pools().keySet());
        }
        return pool;
    }

    private static RegistryView.Backend backend(RegistryView view, Call call) {
        RegistryView.Pool pool = pool(view, call);
        String id = call.name("id");
        RegistryView.Backend backend = pool.backend(id);
        if (backend == null) {
            throw Named.missing(
                    "backend",
                    id,
                    " in pool " + pool.settings().name(),
                    pool.backends().stream().map(each -> each.key().id()).toList());
        }
        return backend;
    }
}
