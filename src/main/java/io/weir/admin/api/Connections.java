package io.weir.admin.api;

import io.weir.model.AdminSettings.Role;
import io.weir.model.ConnectionPlace;
import io.weir.model.ConnectionQuery;
import io.weir.model.NodeRun;
import io.weir.registry.inquiry.ConnectionsAsk;
import io.weir.registry.inquiry.ConnectionsPart;
import io.weir.registry.inquiry.Form;
import io.weir.registry.inquiry.KillAsk;
import io.weir.registry.inquiry.KillPart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.util.ByteString;

/** The live connections of the whole cluster: each node is asked for its own. */
final class Connections {
    private final ApiSources sources;

    Connections(ApiSources sources) {
        this.sources = sources;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.read("connections", this::page).with(ConnectionQueries.PARAMETERS),
                Endpoint.write("DELETE", Role.ADMIN, "connections/{id}", this::kill));
    }

    /** A connection with its node. */
    private record Found(String node, ConnectionPlace place, ConnectionsPart.Row row) {}

    private CompletionStage<Reply> page(Call call) {
        ConnectionQuery query = ConnectionQueries.of(call);
        ConnectionsAsk ask = ConnectionsAsk.of(query.limit(query.limit() + 1));
        return sources.inquirer()
                .ask(ConnectionsAsk.WORD, Form.write(ask), ConnectionQueries.name(call, "node"))
                .thenApply(inquired -> shown(Heard.of(inquired, ConnectionsPart.class), query));
    }

    private static Reply shown(Heard<ConnectionsPart> heard, ConnectionQuery query) {
        List<Found> all = new ArrayList<>();
        heard.parts()
                .forEach((node, parts) -> parts.forEach(part ->
                        part.rows().forEach(row -> all.add(new Found(node, row.place(part.run()), row)))));
        all.sort(Comparator.comparing(Found::place));
        List<Found> page = all.subList(0, Math.min(all.size(), query.limit()));
        Json out = new Json().object().name("connections").array();
        page.forEach(found -> one(found, out));
        out.endArray().texts("unanswered", heard.unanswered());
        out.field(
                "next",
                all.size() > page.size() ? ConnectionQueries.text(page.getLast().place()) : null);
        return Reply.ok(out.endObject());
    }

    private static void one(Found found, Json out) {
        ConnectionsPart.Row row = found.row();
        out.object().field("id", found.place().id());
        out.field("client", row.client()).field("listener", row.listener()).field("node", found.node());
        out.field("pool", row.pool()).field("backend", row.backend());
        out.time("since", row.sinceMillis());
        out.field("ageMillis", row.ageMillis()).field("idleMillis", row.idleMillis());
        out.field("bytesIn", row.bytesIn()).field("bytesOut", row.bytesOut());
        out.field("state", row.state()).endObject();
    }

    private CompletionStage<Reply> kill(Call call) {
        String id = call.name("id");
        String node = NodeRun.nodeOf(id);
        if (node.isEmpty()) {
            throw none(id);
        }
        return sources.inquirer()
                .ask(
                        KillAsk.WORD,
                        Form.write(new KillAsk(id, call.by().name(), call.by().from())),
                        node)
                .thenApply(inquired -> killed(Heard.of(inquired, KillPart.class), id));
    }

    private static Reply killed(Heard<KillPart> heard, String id) {
        boolean killed = heard.parts().values().stream().flatMap(List::stream).anyMatch(KillPart::killed);
        if (killed) {
            return new Reply(204, ByteString.emptyByteString(), Map.of());
        }
        if (!heard.unanswered().isEmpty()) {
            throw new Refused(Problem.unavailable("The node " + String.join(", ", heard.unanswered())
                    + ", which would have the connection, does not answer; whether the connection lives is not known,"
                    + " try again."));
        }
        throw none(id);
    }

    private static Refused none(String id) {
        String shown = id.length() <= 80 ? id : id.substring(0, 80) + "...";
        return new Refused(Problem.notFound("There is no connection " + shown + " now on any node of the cluster; GET "
                + Api.BASE + "/connections shows those there are."));
    }
}
