package io.weir.cli.top;

import io.weir.cli.text.Amounts;
import io.weir.cli.text.Line;
import io.weir.cli.text.Table;
import io.weir.cli.text.Text;
import io.weir.cli.text.Tone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Makes a screenful of lines, never wider or taller than the screen, whatever is to be shown. Pure. */
final class Painter {
    private static final long STALE = Duration.ofSeconds(4).toNanos();
    private static final List<String> HELP = List.of(
            "",
            "  n   sort by name",
            "  c   sort by open connections",
            "  r   sort by connections a second",
            "  b   sort by bytes a second",
            "  /   show only rows that hold a text; Enter keeps it, Esc shows all again",
            "  up, down, PgUp, PgDn, j, k, space, g, G   move through the lines",
            "  h   this help; any key leaves it",
            "  q   leave",
            "  Ctrl-Z   suspend, until the shell's fg",
            "",
            "  Numbers are those of the whole cluster, as the asked node hears them. Bytes are payload;",
            "  IN is from clients. K, M and G are 1024, 1024 K and 1024 M.");

    private final String target;
    private final boolean unicode;
    private final String mark;

    /**
     * A painter for one terminal.
     *
     * @param target the node that is asked
     * @param unicode whether the terminal shows more than ASCII
     */
    Painter(String target, boolean unicode) {
        this.target = target;
        this.unicode = unicode;
        this.mark = unicode ? "…" : "~";
    }

    /** How many lines of the body a screen has room for. */
    static int page(int height) {
        return Math.max(1, height - 4);
    }

    /**
     * Paints.
     *
     * @param board what is known
     * @param view what is to be seen of it
     * @param nowNanos the time, by the board's clock
     * @param width columns of the screen, at least 1
     * @param height lines of the screen, at least 1
     */
    List<Line> paint(Board board, View view, long nowNanos, int width, int height) {
        List<Line> lines = new ArrayList<>();
        lines.add(title(board));
        lines.add(health(board, nowNanos));
        Body body = view.help() ? help() : body(board, view, width);
        int room = page(height);
        int from = view.help() ? 0 : Math.clamp(view.scroll(), 0, Math.max(0, body.size() - room));
        lines.add(body.heading(from));
        lines.addAll(body.lines().subList(from, Math.min(body.size(), from + room)));
        while (lines.size() < height - 1) {
            lines.add(new Line());
        }
        List<Line> shown = new ArrayList<>(lines.subList(0, Math.min(lines.size(), Math.max(0, height - 1))));
        shown.add(foot(view, from, body.size(), room));
        return shown.stream().map(line -> line.cut(width, mark)).toList();
    }

    /** No further down than the body goes; behind the help it stays where it is. */
    View scrolled(Board board, View view, int width, int height) {
        return view.help() ? view : view.scrolled(Math.min(view.scroll(), furthest(board, view, width, height)));
    }

    /** The furthest that the body can be scrolled. */
    int furthest(Board board, View view, int width, int height) {
        return Math.max(0, body(board, view, width).size() - page(height));
    }

    private Line title(Board board) {
        Snapshot last = board.last();
        Line line = new Line().add("weir top", Tone.TITLE);
        if (last == null) {
            return line.add("  " + target, Tone.PLAIN);
        }
        Pace pace = board.all().last();
        line.add("  " + last.cluster().path("name").asText(), Tone.PLAIN);
        line.add("  " + Amounts.rate(pace.opened()) + " conn/s", Tone.PLAIN);
        line.add("  in " + Amounts.rate(pace.in()) + "/s  out " + Amounts.rate(pace.out()) + "/s", Tone.PLAIN);
        double[] values = board.all().opened();
        return values.length < 2
                ? line
                : line.add("  " + Sparkline.of(values, Math.min(values.length, 20), unicode), Tone.GOOD);
    }

    /** Whether what is shown can be trusted, first of all. */
    private Line health(Board board, long nowNanos) {
        Snapshot last = board.last();
        String age = Amounts.time(Duration.ofSeconds(board.age(nowNanos) / 1_000_000_000L));
        String failure = board.failure();
        if (failure != null) {
            return new Line()
                    .add(" NOT REACHABLE ", Tone.BAD)
                    .add((last == null ? "" : " shown is what was " + age + " ago;") + " " + failure, Tone.BAD);
        }
        if (last == null) {
            return Line.of("asking ...", Tone.FAINT);
        }
        if (board.age(nowNanos) > STALE) {
            return Line.of(" STALE  no answer for " + age + " from " + target, Tone.BAD);
        }
        if (!last.cluster().path("controlPlane").asBoolean(true)) {
            return Line.of(" CUT OFF  " + last.self() + " is part of no cluster at the moment", Tone.BAD);
        }
        Line line = Line.of("asked " + last.self() + " at " + target, Tone.FAINT);
        StringJoiner silent = new StringJoiner(", ");
        last.traffic().path("unanswered").forEach(name -> silent.add(name.asText()));
        if (silent.length() > 0) {
            line.add("  no answer from " + silent, Tone.BAD);
        }
        return line;
    }

    private Body body(Board board, View view, int width) {
        Body body = new Body();
        Snapshot last = board.last();
        if (last == null) {
            return body;
        }
        for (Table table : new Sections(board, last, view, unicode).all()) {
            if (table.size() > 0) {
                body.table(table.lines(width, mark));
            }
        }
        if (body.size() == 0) {
            body.line(Line.of(
                    view.filter().isEmpty() ? "nothing is there" : "no row holds " + view.filter(), Tone.FAINT));
        }
        return body;
    }

    private static Body help() {
        Body body = new Body();
        HELP.forEach(line -> body.line(Line.of(line, Tone.PLAIN)));
        return body;
    }

    private static Line foot(View view, int from, int all, int room) {
        if (view.typing()) {
            return new Line().add("/", Tone.TITLE).add(view.filter() + "_", Tone.PLAIN);
        }
        Line line = new Line()
                .add("q", Tone.TITLE)
                .add(" leave  ", Tone.PLAIN)
                .add("h", Tone.TITLE)
                .add(" help  sorted by ", Tone.PLAIN)
                .add(view.sort().word(), Tone.TITLE);
        if (!view.filter().isEmpty()) {
            line.add("  only ", Tone.PLAIN).add(Text.clean(view.filter()), Tone.TITLE);
        }
        if (all > room) {
            line.add("  lines " + (from + 1) + " to " + Math.min(all, from + room) + " of " + all, Tone.FAINT);
        }
        return line;
    }
}
