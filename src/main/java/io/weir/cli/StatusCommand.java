package io.weir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.cli.http.AdminClient;
import io.weir.cli.http.Route;
import io.weir.cli.text.Amounts;
import io.weir.cli.text.Line;
import io.weir.cli.text.Table;
import io.weir.cli.text.Table.Cell;
import io.weir.cli.text.Table.Column;
import io.weir.cli.text.Tone;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import picocli.CommandLine.Command;

/** The whole cluster at a glance. */
@Command(
        name = "status",
        description =
                "Shows the nodes, listeners, pools and backends of the whole cluster, as the asked node sees them. "
                        + "A narrow terminal leaves out the columns that matter least; a pipe gets them all.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir status                              the node on this machine",
            "  weir status --url http://10.0.0.2:7626   another one",
            "  weir status --json | jq .cluster.nodes   and more, for programs"
        })
final class StatusCommand extends ClientCommand {
    StatusCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    void act(AdminClient node) {
        JsonNode cluster = node.get(Route.of("cluster")).json();
        JsonNode listeners = node.get(Route.of("listeners")).json();
        JsonNode pools = node.get(Route.of("pools")).json();
        JsonNode traffic = node.get(Route.of("traffic")).json();
        if (json()) {
            ObjectNode all = object();
            all.set("cluster", cluster);
            all.set("listeners", listeners.path("listeners"));
            all.set("pools", pools.path("pools"));
            all.set("traffic", traffic.path("nodes"));
            print(all);
            return;
        }
        head(cluster);
        print(nodes(cluster));
        section(listeners(cluster, listeners.path("listeners"), traffic.path("nodes")));
        section(pools(pools.path("pools")));
        BackendTable backends = new BackendTable();
        pools.path("pools").forEach(backends::pool);
        section(backends.table());
        Caveats.of(traffic).forEach(caveat -> err().println("weir: " + caveat));
        err().flush();
    }

    private void section(Table table) {
        if (table.size() > 0) {
            out().println();
            print(table);
        }
    }

    private void head(JsonNode cluster) {
        Line head = new Line()
                .add("cluster ", Tone.PLAIN)
                .add(Fields.text(cluster, "name"), Tone.TITLE)
                .add(", ", Tone.PLAIN)
                .add(Amounts.of(cluster.path("nodes").size(), "node"), Tone.PLAIN)
                .add(", asked " + Fields.text(cluster, "self"), Tone.PLAIN);
        print(head.cut(screen().width(), screen().mark()));
        if (cluster.path("controlPlane").isBoolean()
                && !cluster.path("controlPlane").booleanValue()) {
            String cutOff = "This node is part of no cluster at the moment and shows what it knows by itself.";
            print(Line.of(cutOff, Tone.BAD).cut(screen().width(), screen().mark()));
        }
        out().println();
    }

    private static Table nodes(JsonNode cluster) {
        Table table = new Table(
                Column.text("NODE", 10, 6),
                Column.word("STATUS", 9),
                Column.text("ADDRESS", 5, 10),
                Column.number("CONNS", 8),
                Column.number("UPTIME", 6),
                Column.text("VERSION", 2, 6),
                Column.text("FILE", 1, 8));
        for (JsonNode node : cluster.path("nodes")) {
            boolean lost = node.path("reachable").isBoolean()
                    && !node.path("reachable").booleanValue();
            table.row(
                    Fields.cell(node, "name"),
                    lost ? Cell.state("unreachable") : Fields.state(node, "status"),
                    Fields.cell(node, "address"),
                    Fields.count(node.path("connections")),
                    Fields.seconds(node.path("uptime")),
                    Fields.cell(node, "version"),
                    Fields.cell(node, "configHash"));
        }
        return table;
    }

    /** Of every node, by name, the asked one's first. */
    private static Table listeners(JsonNode cluster, JsonNode own, JsonNode nodes) {
        Table table = new Table(
                Column.text("LISTENER", 10, 6),
                Column.text("NODE", 9, 6),
                Column.text("POOL", 6, 6),
                Column.text("ADDRESS", 5, 12),
                Column.word("STATE", 8),
                Column.number("CONNS", 7),
                Column.number("LIMIT", 3),
                Column.number("IN", 2),
                Column.number("OUT", 2));
        String self = Fields.text(cluster, "self");
        Map<String, List<List<Cell>>> rows = new LinkedHashMap<>();
        own.forEach(each -> row(rows, self, each, each.path("totals")));
        for (JsonNode node : nodes) {
            String name = Fields.text(node, "node");
            if (!name.equals(self)) {
                node.path("listeners").forEach(each -> row(rows, name, each, each));
            }
        }
        rows.values().forEach(some -> some.forEach(row -> table.row(row.toArray(Cell[]::new))));
        return table;
    }

    private static void row(Map<String, List<List<Cell>>> rows, String node, JsonNode listener, JsonNode totals) {
        boolean there = listener.has("bound");
        rows.computeIfAbsent(Fields.text(listener, "name"), name -> new ArrayList<>())
                .add(List.of(
                        Fields.cell(listener, "name"),
                        Cell.of(node),
                        Fields.cell(listener, "pool"),
                        Cell.of(addresses(listener)),
                        Cell.state(there ? listenerState(listener) : "gone"),
                        Fields.count(listener.path("connections")),
                        there ? Fields.limit(listener.path("maxConnections")) : Cell.of("-"),
                        Fields.bytes(totals.path("bytesIn")),
                        Fields.bytes(totals.path("bytesOut"))));
    }

    private static String addresses(JsonNode listener) {
        StringJoiner all = new StringJoiner(", ");
        listener.path("addresses").forEach(each -> all.add(each.asText()));
        return all.length() == 0 ? "-" : all.toString();
    }

    private static String listenerState(JsonNode listener) {
        if (listener.path("paused").asBoolean()) {
            return "paused";
        }
        return listener.path("bound").asBoolean(true) ? "open" : "closed";
    }

    private static Table pools(JsonNode pools) {
        Table table = new Table(
                Column.text("POOL", 10, 6),
                Column.word("UP", 9),
                Column.text("ALGORITHM", 6, 8),
                Column.word("COUNTS", 2),
                Column.number("CONNS", 8),
                Column.number("LIMIT", 3),
                Column.text("CHECK", 4, 4));
        for (JsonNode pool : pools) {
            int up = 0;
            for (JsonNode backend : pool.path("backends")) {
                up += Fields.text(backend, "health").equals("down") ? 0 : 1;
            }
            int all = pool.path("backends").size();
            table.row(
                    Fields.cell(pool, "name"),
                    new Cell(up + "/" + all, up == all ? Tone.GOOD : up == 0 ? Tone.BAD : Tone.CARE),
                    Fields.cell(pool, "algorithm"),
                    Fields.cell(pool, "balanceScope"),
                    Fields.count(pool.path("connections").path("total")),
                    Fields.limit(pool.path("maxConnections")),
                    Cell.of(
                            pool.path("healthCheck").isObject()
                                    ? Fields.text(pool.path("healthCheck"), "type")
                                    : Fields.text(pool, "healthCheck")));
        }
        return table;
    }
}
