package io.weir.cli.top;

import io.weir.cli.text.Table.Cell;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A row before it is laid out.
 *
 * @param name by which it is sorted where nothing else decides
 * @param connections open now
 * @param pace how fast it goes
 * @param cells what it shows
 */
record Row(String name, long connections, Pace pace, List<Cell> cells) {
    static Comparator<Row> by(View.Sort sort) {
        Comparator<Row> names = Comparator.comparing(Row::name);
        return switch (sort) {
            case NAME -> names;
            case CONNECTIONS ->
                Comparator.comparingLong(Row::connections).reversed().thenComparing(names);
            case RATE ->
                Comparator.comparingDouble((Row row) -> row.pace().opened())
                        .reversed()
                        .thenComparing(names);
            case BYTES ->
                Comparator.comparingDouble((Row row) -> row.pace().bytes())
                        .reversed()
                        .thenComparing(names);
        };
    }

    /** Whether a text stands in it, whatever the case. */
    boolean holds(String text) {
        String wanted = text.toLowerCase(Locale.ROOT);
        return cells.stream()
                .anyMatch(cell -> cell.text().toLowerCase(Locale.ROOT).contains(wanted));
    }
}
