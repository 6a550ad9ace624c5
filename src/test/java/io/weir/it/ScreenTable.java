package io.weir.it;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table as it stands on a screen, a heading and rows below it, which can be laid out anew with other words in its cells: its
 * columns stay on the side on which they stood.
 */
final class ScreenTable {
    /** On which side the cells of a column stand; either where all are as wide as the heading; crooked where they do not agree. */
    enum Side {
        LEFT,
        RIGHT,
        EITHER,
        CROOKED
    }

    private static final Pattern CELL = Pattern.compile("\\S+( \\S+)*");
    private static final Pattern HEAD = Pattern.compile("[A-Z][A-Z0-9/ …]*");
    private static final Pattern LOOKS = Pattern.compile(" +([▁▂▃▄▅▆▇█]+)$");
    private static final String GAP = "  ";

    private record Cell(int begin, String text) {
        int end() {
            return begin + text.length();
        }
    }

    private final List<Cell> heads;
    private final List<List<Cell>> rows = new ArrayList<>();
    private final UnaryOperator<String> words;

    /**
     * One without rows.
     *
     * @param heading a line that {@link #begins} one
     * @param words what is shown in place of the text of a cell
     */
    ScreenTable(String heading, UnaryOperator<String> words) {
        this.heads = cells(heading);
        this.words = words;
    }

    /** Whether a line is the heading of a table: two names in capital letters or more. */
    static boolean begins(String line) {
        List<Cell> cells = cells(line);
        return cells.size() > 1
                && cells.stream().allMatch(cell -> HEAD.matcher(cell.text()).matches());
    }

    /** The line below what there is. Looks stand at the right end of a last column that is wider than its heading. */
    ScreenTable row(String line) {
        Matcher looks = LOOKS.matcher(line);
        if (!looks.find()) {
            rows.add(cells(line));
            return this;
        }
        List<Cell> row = new ArrayList<>(cells(line.substring(0, looks.start())));
        row.add(new Cell(heads.getLast().begin(), looks.group(1)));
        rows.add(row);
        return this;
    }

    /** By the words of their headings. */
    Map<String, Side> sides() {
        Map<String, Side> sides = new LinkedHashMap<>();
        for (int at = 0; at < heads.size(); at++) {
            Cell head = heads.get(at);
            boolean left = true;
            boolean right = true;
            for (List<Cell> row : rows) {
                Cell cell = at(row, at);
                left &= cell == null || cell.begin() == head.begin();
                right &= cell == null || cell.end() == head.end();
            }
            Side one = left ? Side.LEFT : right ? Side.RIGHT : Side.CROOKED;
            sides.put(words.apply(head.text()), left && right ? Side.EITHER : one);
        }
        return sides;
    }

    /**
     * Laid out anew.
     *
     * @param kept on which side columns are to stand that stand on either
     */
    List<String> lines(Map<String, Side> kept) {
        List<String> names =
                heads.stream().map(head -> words.apply(head.text())).toList();
        Map<String, Side> sides = sides();
        List<StringBuilder> lines = new ArrayList<>();
        for (int i = 0; i <= rows.size(); i++) {
            lines.add(new StringBuilder());
        }
        for (int at = 0; at < heads.size(); at++) {
            Side side = sides.get(names.get(at));
            boolean right = (side == Side.EITHER ? kept.get(names.get(at)) : side) == Side.RIGHT;
            List<String> column = new ArrayList<>(List.of((side == Side.CROOKED ? "crooked: " : "") + names.get(at)));
            for (List<Cell> row : rows) {
                Cell cell = at(row, at);
                column.add(cell == null ? "" : words.apply(cell.text()));
            }
            int width = column.stream().mapToInt(String::length).max().orElse(0);
            for (int i = 0; i < lines.size(); i++) {
                String blanks = " ".repeat(width - column.get(i).length());
                lines.get(i).append(at == 0 ? "" : GAP).append(right ? blanks + column.get(i) : column.get(i) + blanks);
            }
        }
        for (int i = 0; i < rows.size(); i++) {
            for (Cell cell : rows.get(i)) {
                if (column(cell) < 0) {
                    lines.get(i + 1).append(GAP + "in no column: ").append(words.apply(cell.text()));
                }
            }
        }
        return lines.stream().map(line -> line.toString().stripTrailing()).toList();
    }

    private static List<Cell> cells(String line) {
        return CELL.matcher(line)
                .results()
                .map(found -> new Cell(found.start(), found.group()))
                .toList();
    }

    private Cell at(List<Cell> row, int column) {
        return row.stream().filter(cell -> column(cell) == column).findFirst().orElse(null);
    }

    /** The one that a cell lies under, however it stands there; -1 for none. */
    private int column(Cell cell) {
        int found = -1;
        for (int at = 0; at < heads.size(); at++) {
            Cell head = heads.get(at);
            if (cell.begin() == head.begin() || cell.end() == head.end()) {
                return at;
            }
            if (cell.begin() < head.end() && head.begin() < cell.end() && found < 0) {
                found = at;
            }
        }
        return found;
    }
}
