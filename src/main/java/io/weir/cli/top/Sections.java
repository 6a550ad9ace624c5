package io.weir.cli.top;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.cli.text.Amounts;
import io.weir.cli.text.Table;
import io.weir.cli.text.Table.Cell;
import io.weir.cli.text.Table.Column;
import io.weir.cli.text.Tone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables of the board, in their order: nodes, listeners, pools, backends. */
final class Sections {
    private static final int SPARK = 20;

    private final Board board;
    private final Snapshot snapshot;
    private final View view;
    private final boolean unicode;

    Sections(Board board, Snapshot snapshot, View view, boolean unicode) {
        this.board = board;
        this.snapshot = snapshot;
        this.view = view;
        this.unicode = unicode;
    }

    List<Table> all() {
        return List.of(nodes(), listeners(), pools(), backends());
    }

    private Table nodes() {
        Table table = table(Column.text("NODE", 10, 6), Column.word("STATUS", 9), Column.number("UPTIME", 1));
        List<Row> rows = new ArrayList<>();
        for (JsonNode node : snapshot.cluster().path("nodes")) {
            String name = node.path("name").asText("-");
            boolean lost = !node.path("reachable").asBoolean(true);
            String status = lost ? "unreachable" : node.path("status").asText("-");
            JsonNode uptime = node.path("uptime");
            Cell age = Cell.of(uptime.isNumber() ? Amounts.time(Duration.ofSeconds(uptime.asLong())) : "-");
            rows.add(row(
                    name, node.path("connections").asLong(), board.of(name), Cell.of(name), Cell.state(status), age));
        }
        return fill(table, rows);
    }

    private Table listeners() {
        Table table = table(Column.text("LISTENER", 10, 6), Column.word("STATE", 9), Column.number("NODES", 1));
        Map<String, List<JsonNode>> byName = new LinkedHashMap<>();
        snapshot.traffic()
                .path("nodes")
                .forEach(node -> node.path("listeners")
                        .forEach(
                                each -> byName.computeIfAbsent(each.path("name").asText(), name -> new ArrayList<>())
                                        .add(each)));
        List<Row> rows = new ArrayList<>();
        byName.forEach((name, each) -> rows.add(row(
                name,
                each.stream().mapToLong(one -> one.path("connections").asLong()).sum(),
                board.of(new Thing("", name)),
                Cell.of(name),
                state(each),
                Cell.of(each.size()))));
        return fill(table, rows);
    }

    /** Of one listener on all nodes; where they differ, on how many of them it is as it should not be. */
    private static Cell state(List<JsonNode> listeners) {
        long closed = listeners.stream()
                .filter(each -> !each.path("bound").asBoolean(true))
                .count();
        long paused = listeners.stream()
                .filter(each -> each.path("paused").asBoolean())
                .count();
        String word = closed > 0 ? "closed" : paused > 0 ? "paused" : "open";
        long some = closed > 0 ? closed : paused;
        boolean all = some == 0 || some == listeners.size();
        return new Cell(all ? word : word + " " + some + "/" + listeners.size(), Tone.of(word));
    }

    private Table pools() {
        Table table = table(Column.text("POOL", 10, 6), Column.word("UP", 9), Column.text("ALGORITHM", 1, 8));
        List<Row> rows = new ArrayList<>();
        for (JsonNode pool : snapshot.pools()) {
            String name = pool.path("name").asText("-");
            int up = 0;
            List<History> histories = new ArrayList<>();
            for (JsonNode backend : pool.path("backends")) {
                up += backend.path("health").asText().equals("down") ? 0 : 1;
                histories.add(board.of(thing(backend)));
            }
            int all = pool.path("backends").size();
            Tone tone = up == all ? Tone.GOOD : up == 0 ? Tone.BAD : Tone.CARE;
            rows.add(row(
                    name,
                    pool.path("connections").path("total").asLong(),
                    History.sum(histories),
                    Cell.of(name),
                    new Cell(up + "/" + all, tone),
                    Cell.of(pool.path("algorithm").asText("-"))));
        }
        return fill(table, rows);
    }

    private Table backends() {
        Table table = table(
                Column.text("BACKEND", 10, 8),
                Column.text("POOL", 8, 4),
                Column.word("STATE", 9),
                Column.word("HEALTH", 9),
                Column.number("WEIGHT", 1));
        List<Row> rows = new ArrayList<>();
        for (JsonNode pool : snapshot.pools()) {
            for (JsonNode backend : pool.path("backends")) {
                String id = backend.path("id").asText("-");
                rows.add(row(
                        id,
                        backend.path("connections").path("total").asLong(),
                        board.of(thing(backend)),
                        Cell.of(id),
                        Cell.of(backend.path("pool").asText("-")),
                        Cell.state(backend.path("state").asText("-")),
                        Cell.state(backend.path("health").asText("-")),
                        Cell.of(backend.path("effectiveWeight").asLong())));
            }
        }
        return fill(table, rows);
    }

    private static Thing thing(JsonNode backend) {
        return new Thing(backend.path("pool").asText(), backend.path("id").asText());
    }

    /** With what every section shows behind its own columns. */
    private static Table table(Column... own) {
        Column[] columns = java.util.Arrays.copyOf(own, own.length + 5);
        columns[own.length] = Column.number("CONNS", 8);
        columns[own.length + 1] = Column.number("CONN/S", 7);
        columns[own.length + 2] = Column.number("IN/S", 6);
        columns[own.length + 3] = Column.number("OUT/S", 6);
        columns[own.length + 4] = Column.word("LAST " + SPARK + " LOOKS", 2);
        return new Table(columns);
    }

    private Row row(String name, long connections, History history, Cell... own) {
        Pace pace = history.last();
        double[] values = view.sort() == View.Sort.BYTES ? history.bytes() : history.opened();
        List<Cell> cells = new ArrayList<>(List.of(own));
        cells.add(Cell.of(Amounts.count(connections)));
        cells.add(Cell.of(Amounts.rate(pace.opened())));
        cells.add(Cell.of(Amounts.rate(pace.in())));
        cells.add(Cell.of(Amounts.rate(pace.out())));
        cells.add(new Cell(values.length < 2 ? "" : Sparkline.of(values, SPARK, unicode), Tone.GOOD));
        return new Row(name, connections, pace, cells);
    }

    private Table fill(Table table, List<Row> rows) {
        rows.stream()
                .filter(row -> row.holds(view.filter()))
                .sorted(Row.by(view.sort()))
                .forEach(row -> table.row(row.cells().toArray(Cell[]::new)));
        return table;
    }
}
