package io.weir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.cli.http.AdminClient;
import io.weir.cli.http.Route;
import io.weir.cli.text.Table;
import io.weir.cli.text.Table.Column;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The live connections of the whole cluster. */
@Command(
        name = "connections",
        description =
                "Shows the live connections of the whole cluster: each node is asked for its own. Filters go together. "
                        + "The id is the one of the access log, and what 'weir connection kill' takes.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir connections --client 192.0.2.7           of one client, wherever it went",
            "  weir connections --pool web --backend b2 --limit 1000",
            "  weir connections --json | jq '.connections[].id'"
        })
final class ConnectionsCommand extends ClientCommand {
    private static final int PAGE = 1000;

    @Option(names = "--pool", paramLabel = "POOL", description = "Only of this pool.")
    private @Nullable String pool;

    @Option(names = "--backend", paramLabel = "ID", description = "Only of this backend.")
    private @Nullable String backend;

    @Option(names = "--client", paramLabel = "IP", description = "Only of this client.")
    private @Nullable String client;

    @Option(names = "--node", paramLabel = "NODE", description = "Only on this node.")
    private @Nullable String node;

    @Option(names = "--listener", paramLabel = "NAME", description = "Only of this listener.")
    private @Nullable String listener;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "At most so many; ${DEFAULT-VALUE} if not given.")
    private int limit;

    ConnectionsCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    void check() {
        if (limit < 1) {
            throw misused("--limit " + limit + ": must be at least 1");
        }
        Values values = new Values(this);
        values.name("--pool", pool);
        values.name("--backend", backend);
        values.name("--node", node);
        values.name("--listener", listener);
        values.client(client);
    }

    @Override
    void act(AdminClient admin) {
        ObjectNode all = collect(admin);
        boolean more = all.path("next").isValueNode() && !all.path("next").isNull();
        if (json()) {
            print(all);
        } else {
            print(table(all.path("connections")));
        }
        if (all.path("connections").isEmpty() && !json()) {
            err().println("weir: " + nothing());
        }
        if (more && !json()) {
            err().println("weir: there are more; --limit " + limit * 10L + " shows more of them");
        }
        Caveats.of(all).forEach(caveat -> err().println("weir: " + caveat));
        err().flush();
    }

    /** A name that was mistyped looks like one without connections. */
    private String nothing() {
        return Stream.of(pool, backend, client, node, listener).anyMatch(Objects::nonNull)
                ? "no connection has all of that; names are not looked up, as connections can outlive what has them"
                : "no connections";
    }

    /** Page after page, up to the limit, as one answer. */
    private ObjectNode collect(AdminClient admin) {
        ObjectNode all = object();
        ArrayNode found = all.putArray("connections");
        ArrayNode unanswered = object().putArray("unanswered");
        JsonNode next = null;
        do {
            Route route = Route.of("connections")
                    .with("pool", pool)
                    .with("backend", backend)
                    .with("client", client)
                    .with("node", node)
                    .with("listener", listener)
                    .with("limit", Math.min(PAGE, limit - found.size()))
                    .with("after", next == null ? null : next.asText());
            JsonNode page = admin.get(route).json();
            page.path("connections").forEach(found::add);
            page.path("unanswered").forEach(each -> add(unanswered, each));
            next = page.path("next");
            if (page.path("connections").isEmpty()) {
                break;
            }
        } while (found.size() < limit && next.isValueNode() && !next.isNull());
        all.set("unanswered", unanswered);
        all.set("next", next.isMissingNode() ? all.nullNode() : next);
        return all;
    }

    private static void add(ArrayNode names, JsonNode name) {
        for (JsonNode each : names) {
            if (each.equals(name)) {
                return;
            }
        }
        names.add(name);
    }

    private static Table table(JsonNode connections) {
        Table table = new Table(
                Column.word("ID", 10),
                Column.word("CLIENT", 9),
                Column.text("NODE", 5, 6),
                Column.text("LISTENER", 3, 6),
                Column.text("POOL", 6, 6),
                Column.text("BACKEND", 8, 8),
                Column.number("AGE", 7),
                Column.number("IDLE", 4),
                Column.number("IN", 4),
                Column.number("OUT", 4),
                Column.word("STATE", 2));
        for (JsonNode each : connections) {
            table.row(
                    Fields.cell(each, "id"),
                    Fields.cell(each, "client"),
                    Fields.cell(each, "node"),
                    Fields.cell(each, "listener"),
                    Fields.cell(each, "pool"),
                    Fields.cell(each, "backend"),
                    Fields.millis(each.path("ageMillis")),
                    Fields.millis(each.path("idleMillis")),
                    Fields.bytes(each.path("bytesIn")),
                    Fields.bytes(each.path("bytesOut")),
                    Fields.cell(each, "state"));
        }
        return table;
    }
}
