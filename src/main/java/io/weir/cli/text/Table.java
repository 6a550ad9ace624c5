package io.weir.cli.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A table that fits: where it is too wide its longest shortenable cells are cut, and then the columns that matter least are
 * left out, so that no line ever wraps. For one thread.
 */
public final class Table {
    private static final int GAP = 2;

    /** On which side a column's cells stand. */
    public enum Side {
        /** Names. */
        LEFT,
        /** Numbers. */
        RIGHT
    }

    /**
     * A column.
     *
     * @param title its heading
     * @param side where its cells stand
     * @param worth the columns of the least worth are left out first
     * @param least the width down to which its cells may be cut; {@link Integer#MAX_VALUE} for not at all
     */
    public record Column(String title, Side side, int worth, int least) {
        /** One whose cells may be cut. */
        public static Column text(String title, int worth, int least) {
            return new Column(title, Side.LEFT, worth, least);
        }

        /** One whose cells are whole or not there. */
        public static Column word(String title, int worth) {
            return new Column(title, Side.LEFT, worth, Integer.MAX_VALUE);
        }

        /** A column of numbers. */
        public static Column number(String title, int worth) {
            return new Column(title, Side.RIGHT, worth, Integer.MAX_VALUE);
        }
    }

    /**
     * A cell.
     *
     * @param text what it says
     * @param tone what that means
     */
    public record Cell(String text, Tone tone) {
        public Cell {
            text = Text.clean(text);
        }

        /** An ordinary one. */
        public static Cell of(String text) {
            return new Cell(text, Tone.PLAIN);
        }

        /** A number as it is. */
        public static Cell of(long number) {
            return of(Long.toString(number));
        }

        /** A word whose tone it has itself. */
        public static Cell state(String word) {
            return new Cell(word, Tone.of(word));
        }
    }

    private final List<Column> columns;
    private final List<List<Cell>> rows = new ArrayList<>();

    /** An empty one. */
    public Table(Column... columns) {
        this.columns = List.of(columns);
    }

    /** Adds a row, a cell a column. */
    public Table row(Cell... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns.size() + " columns");
        }
        rows.add(List.of(cells));
        return this;
    }

    /** How many rows there are, without the heading. */
    public int size() {
        return rows.size();
    }

    /**
     * Lays it out.
     *
     * @param width columns of the terminal; at least 1
     * @param mark ends a text that was cut
     * @return the heading, then a line a row, none wider than that
     */
    public List<Line> lines(int width, String mark) {
        int[] widths = fit(width);
        List<Line> lines = new ArrayList<>();
        lines.add(line(
                columns.stream().map(each -> new Cell(each.title(), Tone.FAINT)).toList(), widths, mark));
        rows.forEach(row -> lines.add(line(row, widths, mark)));
        return lines;
    }

    private Line line(List<Cell> cells, int[] widths, String mark) {
        Line line = new Line();
        int blanks = 0;
        for (int i = 0; i < widths.length; i++) {
            if (widths[i] < 0) {
                continue;
            }
            Cell cell = cells.get(i);
            String text = Text.cut(cell.text(), widths[i], mark);
            int room = widths[i] - Text.width(text);
            boolean left = columns.get(i).side() == Side.LEFT;
            // Blanks go before the next text, so that no line ends in one
            if (!text.isEmpty()) {
                line.add(Text.blanks(blanks + (left ? 0 : room)), Tone.PLAIN).add(text, cell.tone());
                blanks = 0;
            } else if (!left) {
                blanks += room;
            }
            blanks += (left ? room : 0) + GAP;
        }
        return line;
    }

    /** The columns' widths; -1 for one that is left out. */
    private int[] fit(int width) {
        boolean[] there = new boolean[columns.size()];
        Arrays.fill(there, true);
        if (!rows.isEmpty() && total(widths(there)) > width) {
            leaveOutEmpty(there);
        }
        while (true) {
            int[] widths = widths(there);
            int over = total(widths) - width;
            for (int at = widest(widths); over > 0 && at >= 0; at = widest(widths)) {
                widths[at]--;
                over--;
            }
            if (over <= 0) {
                return widths;
            }
            int drop = cheapest(there);
            if (drop < 0) {
                for (int i = 0; i < widths.length; i++) {
                    widths[i] = widths[i] < 0 ? -1 : Math.min(widths[i], width);
                }
                return widths;
            }
            there[drop] = false;
        }
    }

    /** Before any cell is cut: what says nothing takes no room from what does. */
    private void leaveOutEmpty(boolean[] there) {
        for (int i = 0; i < there.length; i++) {
            int column = i;
            there[i] = rows.stream().anyMatch(row -> !row.get(column).text().isEmpty());
        }
    }

    private int[] widths(boolean[] there) {
        return IntStream.range(0, there.length)
                .map(i -> there[i]
                        ? Math.max(
                                Text.width(columns.get(i).title()),
                                rows.stream()
                                        .mapToInt(row -> Text.width(row.get(i).text()))
                                        .max()
                                        .orElse(0))
                        : -1)
                .toArray();
    }

    private static int total(int[] widths) {
        int columns = (int) Arrays.stream(widths).filter(each -> each >= 0).count();
        return Arrays.stream(widths).filter(each -> each >= 0).sum() + GAP * Math.max(0, columns - 1);
    }

    /** The widest column that may still be cut, or -1. */
    private int widest(int[] widths) {
        return IntStream.range(0, widths.length)
                .filter(i -> widths[i] > columns.get(i).least())
                .boxed()
                .max(Comparator.comparingInt(i -> widths[i]))
                .orElse(-1);
    }

    /** The column to leave out next, or -1 where only one is left. */
    private int cheapest(boolean[] there) {
        List<Integer> left =
                IntStream.range(0, there.length).filter(i -> there[i]).boxed().toList();
        return left.size() < 2
                ? -1
                : left.stream()
                        .min(Comparator.comparingInt(i -> columns.get(i).worth()))
                        .orElse(-1);
    }
}
