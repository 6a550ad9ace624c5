package io.weir.admin.api;

import io.weir.registry.RegistryView;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/** Reads of pools and their backends. */
final class Pools {
    private final ApiSources sources;

    Pools(ApiSources sources) {
        this.sources = sources;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.read("pools", this::all),
                Endpoint.read("pools/{pool}", this::one),
                Endpoint.read("pools/{pool}/backends", this::backends),
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
        return object((view, out) -> {
            Counts counts = Counts.of(sources);
            out.name("pools").array();
            for (RegistryView.Pool pool : view.pools().values()) {
                PoolJson.fields(counts, pool, out.object());
                out.endObject();
            }
            out.endArray();
        });
    }

    private CompletionStage<Reply> one(Call call) {
        return object((view, out) -> PoolJson.fields(Counts.of(sources), pool(view, call), out));
    }

    private CompletionStage<Reply> backends(Call call) {
        return object((view, out) -> BackendJson.all(Counts.of(sources), pool(view, call), out.name("backends")));
    }

    private CompletionStage<Reply> backend(Call call) {
        return sources.registry().view().thenApply(view -> {
            RegistryView.Backend backend = backend(view, call);
            Json out = new Json().object();
            BackendJson.one(Counts.of(sources), backend, out);
            return Reply.ok(out.endObject()).with("ETag", BackendJson.etag(backend));
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
                    "backend in pool " + pool.settings().name(),
                    id,
                    pool.backends().stream().map(each -> each.key().id()).toList());
        }
        return backend;
    }
}
