package io.weir.admin.api;

import io.weir.model.AdminSettings.Role;
import io.weir.registry.Change;
import io.weir.registry.ChangeReply;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Changes of pools and backends, on every node. */
final class Writes {
    private static final String BACKEND = "pools/{pool}/backends/{id}";

    private final ApiSources sources;
    private final BackendBodies bodies;
    private final PoolBodies pools;
    private final ChangeReplies replies;

    Writes(ApiSources sources) {
        this.sources = sources;
        this.bodies = new BackendBodies(sources.addresses());
        this.pools = new PoolBodies(sources.poolText());
        this.replies = new ChangeReplies(sources);
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.write("PUT", Role.ADMIN, BACKEND, this::put),
                Endpoint.write("PATCH", Role.OPERATOR, BACKEND, this::patch),
                Endpoint.write("DELETE", Role.ADMIN, BACKEND, this::delete).with("deadline", "force"),
                Endpoint.write("DELETE", Role.ADMIN, BACKEND + "/overrides", this::clear),
                Endpoint.write("PUT", Role.ADMIN, "pools/{pool}", this::putPool),
                Endpoint.write("DELETE", Role.ADMIN, "pools/{pool}", this::deletePool));
    }

    private CompletionStage<Reply> put(Call call) {
        return apply(call, bodies.put(call.name("pool"), call.name("id"), call.body()))
                .thenApply(replies::shown);
    }

    private CompletionStage<Reply> patch(Call call) {
        Change.PatchBackend patch = bodies.patch(call.name("pool"), call.name("id"), call.body());
        if (!(patch.maxConnections() instanceof Change.Patch.Keep)) {
            call.by().require(Role.ADMIN, "changing maxConnections");
        }
        return apply(call, patch).thenApply(replies::shown);
    }

    private CompletionStage<Reply> delete(Call call) {
        String deadline = call.parameter("deadline");
        boolean force = call.flag("force");
        if (force && deadline != null) {
            throw new Refused(Problem.of(
                    422,
                    "Unprocessable Content",
                    "Either deadline or force: force closes at once, whatever the deadline."));
        }
        Change delete = new Change.DeleteBackend(
                call.name("pool"), call.name("id"), deadline == null ? null : Kinds.deadline(deadline), force);
        return apply(call, delete).thenApply(replies::taken);
    }

    private CompletionStage<Reply> clear(Call call) {
        return apply(call, new Change.ClearOverrides(call.name("pool"), call.name("id")))
                .thenApply(replies::taken);
    }

    private CompletionStage<Reply> putPool(Call call) {
        return apply(call, pools.put(call.name("pool"), call.body())).thenApply(replies::shown);
    }

    private CompletionStage<Reply> deletePool(Call call) {
        return apply(call, new Change.DeletePool(call.name("pool"))).thenApply(replies::taken);
    }

    private CompletionStage<ChangeReply> apply(Call call, Change change) {
        return sources.registry().apply(change, Conditions.of(call), call.by());
    }
}
