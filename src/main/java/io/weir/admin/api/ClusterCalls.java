package io.weir.admin.api;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Reads of who is in the cluster. */
final class ClusterCalls {
    private final ApiSources sources;

    ClusterCalls(ApiSources sources) {
        this.sources = sources;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.read("cluster", this::cluster));
    }

    private CompletionStage<Reply> cluster(Call call) {
        ClusterView view = sources.cluster().get();
        Json out = new Json().object();
        out.field("name", view.name()).field("self", view.self());
        out.field("controlPlane", view.controlPlane());
        out.name("nodes").array();
        for (ClusterView.Node node : view.nodes()) {
            out.object().field("name", node.name()).field("address", node.address());
            out.field("status", node.status()).field("reachable", node.reachable());
            number(out, "uptime", node.uptimeSeconds());
            out.field("version", node.version());
            number(out, "connections", node.connections());
            out.field("configHash", node.configHash()).field("secure", node.secure());
            out.endObject();
        }
        out.endArray().name("caller").object();
        out.field("name", call.by().name()).field("role", call.by().role().word());
        return CompletableFuture.completedFuture(Reply.ok(out.endObject().endObject()));
    }

    private static void number(Json out, String name, @Nullable Long value) {
        if (value == null) {
            out.field(name, (String) null);
        } else {
            out.field(name, (long) value);
        }
    }
}
