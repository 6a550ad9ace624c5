package io.weir.admin.api;

import io.weir.registry.inquiry.Form;
import io.weir.registry.inquiry.TrafficAsk;
import io.weir.registry.inquiry.TrafficPart;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What each node of the cluster has counted: from two readings anyone can compute rates. */
final class Traffic {
    private final ApiSources sources;

    Traffic(ApiSources sources) {
        this.sources = sources;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.read("traffic", this::all).with("node"));
    }

    private CompletionStage<Reply> all(Call call) {
        return sources.inquirer()
                .ask(TrafficAsk.WORD, Form.write(new TrafficAsk()), ConnectionQueries.name(call, "node"))
                .thenApply(inquired -> shown(Heard.of(inquired, TrafficPart.class)));
    }

    private static Reply shown(Heard<TrafficPart> heard) {
        Json out = new Json().object().name("nodes").array();
        heard.parts().forEach((node, parts) -> {
            out.object().field("node", node).name("listeners").array();
            parts.forEach(part -> part.listeners().forEach(each -> listener(each, out)));
            out.endArray().name("backends").array();
            parts.forEach(part -> part.backends().forEach(each -> backend(each, out)));
            out.endArray().endObject();
        });
        return Reply.ok(out.endArray().texts("unanswered", heard.unanswered()).endObject());
    }

    private static void listener(TrafficPart.OfListener counted, Json out) {
        out.object().field("name", counted.name());
        out.field("connections", counted.connections()).field("opened", counted.opened());
        out.field("refused", counted.refused());
        out.field("bytesIn", counted.bytesIn()).field("bytesOut", counted.bytesOut());
        out.endObject();
    }

    private static void backend(TrafficPart.OfBackend counted, Json out) {
        out.object().field("pool", counted.pool()).field("id", counted.id());
        out.field("connections", counted.connections()).field("opened", counted.opened());
        out.field("bytesIn", counted.bytesIn()).field("bytesOut", counted.bytesOut());
        out.field("connectFailures", counted.connectFailures()).endObject();
    }
}
