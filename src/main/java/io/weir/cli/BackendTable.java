package io.weir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.cli.text.Amounts;
import io.weir.cli.text.Table;
import io.weir.cli.text.Table.Cell;
import io.weir.cli.text.Table.Column;
import io.weir.cli.text.Tone;
import java.util.Locale;

/** Backends as a table. */
final class BackendTable {
    private final Table table = new Table(
            Column.text("POOL", 9, 6),
            Column.text("BACKEND", 10, 8),
            Column.text("ADDRESS", 4, 21),
            Column.word("STATE", 8),
            Column.word("HEALTH", 8),
            Column.number("CONNS", 7),
            Column.number("WEIGHT", 5),
            Column.number("LIMIT", 2),
            Column.number("CONNECT", 1),
            Column.text("REASON", 3, 16));

    BackendTable pool(JsonNode pool) {
        pool.path("backends").forEach(backend -> backend(backend));
        return this;
    }

    BackendTable backend(JsonNode backend) {
        String id = Fields.text(backend, "id");
        String address = Fields.text(backend, "address");
        boolean ejected = backend.path("ejected").size() > 0;
        String reason = ejected ? "ejected on " + nodes(backend.path("ejected")) : Fields.text(backend, "reason");
        table.row(
                Fields.cell(backend, "pool"),
                Cell.of(backend.path("backup").asBoolean() ? id + " (backup)" : id),
                Cell.of(address.equals(id) ? "" : address),
                Fields.backendState(backend),
                Fields.health(backend),
                Fields.count(backend.path("connections").path("total")),
                Fields.weight(backend),
                Fields.limit(backend.path("maxConnections")),
                Cell.of(connect(backend.path("connectMillis").asDouble())),
                new Cell(reason, ejected ? Tone.BAD : Tone.FAINT));
        return this;
    }

    Table table() {
        return table;
    }

    private static String connect(double millis) {
        if (millis > 0 && millis < 0.05) {
            return "<0.1ms";
        }
        return millis <= 0 ? "-" : String.format(Locale.ROOT, millis < 10 ? "%.1fms" : "%.0fms", millis);
    }

    private static String nodes(JsonNode ejected) {
        String all = String.join(", ", (Iterable<String>) ejected::fieldNames);
        return ejected.size() > 3 ? Amounts.of(ejected.size(), "node") : all;
    }
}
