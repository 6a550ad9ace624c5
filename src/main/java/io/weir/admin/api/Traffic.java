package io.weir.admin.api;

import io.weir.registry.inquiry.Form;
import io.weir.registry.inquiry.TrafficAsk;
import io.weir.registry.inquiry.TrafficPart;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What each node of the cluster has counted: from two readings anyone can compute rates. */
final class Traffic {
    private final ApiSources sources;

    Traffic(ApiSources sources) {
        this.sources = sources;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.read("traffic", this::page).with("node", "pool", Page.LIMIT, Page.AFTER));
    }

    private CompletionStage<Reply> page(Call call) {
        int limit = Page.limit(call);
        String after = ConnectionQueries.name(call, Page.AFTER);
        int slash = after == null ? 0 : after.indexOf('/');
        if (slash < 0) {
            throw new Refused(Problem.badRequest(
                    "after is not what an answer had as next; leave it out to begin with the first backend."));
        }
        // One more than is shown tells whether there is another page
        TrafficAsk ask = new TrafficAsk(
                ConnectionQueries.name(call, "pool"),
                after == null ? null : after.substring(0, slash),
                after == null ? null : after.substring(slash + 1),
                limit == 0 ? 0 : limit + 1);
        return sources.inquirer()
                .ask(TrafficAsk.WORD, Form.write(ask), ConnectionQueries.name(call, "node"))
                .thenApply(inquired -> shown(Heard.of(inquired, TrafficPart.class), ask));
    }

    private static Reply shown(Heard<TrafficPart> heard, TrafficAsk ask) {
        TrafficPart.OfBackend last = ask.limit() == 0 ? null : last(heard, ask);
        Json out = new Json().object().name("nodes").array();
        heard.parts().forEach((node, parts) -> {
            out.object().field("node", node).name("listeners").array();
            parts.forEach(part -> part.listeners().forEach(each -> listener(each, out)));
            out.endArray().name("backends").array();
            parts.forEach(part -> part.backends().stream()
                    .filter(each -> ask.wants(each) && (last == null || TrafficAsk.ORDER.compare(each, last) <= 0))
                    .forEach(each -> backend(each, out)));
            out.endArray().endObject();
        });
        out.endArray().texts("unanswered", heard.unanswered());
        if (ask.limit() > 0) {
            out.field("next", last == null ? null : last.pool() + "/" + last.id());
        }
        return Reply.ok(out.endObject());
    }

    /** The last backend of this page, which has the same ones of all nodes; null where there is no further page. */
    private static TrafficPart.@Nullable OfBackend last(Heard<TrafficPart> heard, TrafficAsk ask) {
        TreeSet<TrafficPart.OfBackend> all = new TreeSet<>(TrafficAsk.ORDER);
        heard.parts()
                .values()
                .forEach(parts -> parts.forEach(
                        part -> part.backends().stream().filter(ask::wants).forEach(all::add)));
        return all.size() < ask.limit()
                ? null
                : all.stream().skip(ask.limit() - 2L).findFirst().orElse(null);
    }

    private static void listener(TrafficPart.OfListener counted, Json out) {
        out.object().field("name", counted.name());
        out.field("connections", counted.connections()).field("opened", counted.opened());
        out.field("refused", counted.refused());
        out.field("bytesIn", counted.bytesIn()).field("bytesOut", counted.bytesOut());
        TrafficPart.Setup setup = counted.setup();
        if (setup != null) {
            out.field("pool", setup.pool()).texts("addresses", setup.addresses());
            out.field("bound", setup.bound()).field("paused", setup.paused());
            out.limit("maxConnections", setup.maxConnections());
        }
        out.endObject();
    }

    private static void backend(TrafficPart.OfBackend counted, Json out) {
        out.object().field("pool", counted.pool()).field("id", counted.id());
        out.field("connections", counted.connections()).field("opened", counted.opened());
        out.field("bytesIn", counted.bytesIn()).field("bytesOut", counted.bytesOut());
        out.field("connectFailures", counted.connectFailures()).endObject();
    }
}
