package io.weir.cli.top;

import io.weir.cli.text.Line;
import java.util.ArrayList;
import java.util.List;

/** What is scrolled: tables with a line between them. Each row knows the heading that it stands under. */
final class Body {
    private static final Line NONE = new Line();

    private final List<Line> lines = new ArrayList<>();
    private final List<Line> headings = new ArrayList<>();

    /** A line under no heading. */
    void line(Line line) {
        add(line, NONE);
    }

    /** A table, whose first line is its heading. */
    void table(List<Line> table) {
        line(table.getFirst());
        table.stream().skip(1).forEach(row -> add(row, table.getFirst()));
        line(NONE);
    }

    private void add(Line line, Line heading) {
        lines.add(line);
        headings.add(heading);
    }

    int size() {
        return lines.size();
    }

    List<Line> lines() {
        return lines;
    }

    /** What stands above a line where the one before it is the last that is not seen; empty where it needs none. */
    Line heading(int line) {
        return line < headings.size() ? headings.get(line) : NONE;
    }
}
