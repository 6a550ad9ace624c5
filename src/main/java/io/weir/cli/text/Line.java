package io.weir.cli.text;

import java.util.ArrayList;
import java.util.List;

/** A line of a terminal as pieces with a tone each. Grows; for one thread. */
public final class Line {
    /**
     * A piece.
     *
     * @param text clean text
     * @param tone what it means
     */
    public record Piece(String text, Tone tone) {}

    private final List<Piece> pieces = new ArrayList<>();

    /** A line of one piece. */
    public static Line of(String text, Tone tone) {
        return new Line().add(text, tone);
    }

    /** Adds a piece, cleaned. */
    public Line add(String text, Tone tone) {
        if (!text.isEmpty()) {
            pieces.add(new Piece(Text.clean(text), tone));
        }
        return this;
    }

    /** Adds another line's pieces. */
    public Line add(Line other) {
        pieces.addAll(other.pieces);
        return this;
    }

    /** The same line with one tone all over. */
    public Line in(Tone tone) {
        return of(plain(), tone);
    }

    /** How many columns it takes. */
    public int width() {
        return pieces.stream().mapToInt(piece -> Text.width(piece.text())).sum();
    }

    /** Not wider than so many columns. */
    public Line cut(int most, String mark) {
        if (width() <= most) {
            return this;
        }
        Line cut = new Line();
        int room = most;
        for (Piece piece : pieces) {
            int width = Text.width(piece.text());
            if (width >= room) {
                cut.add(Text.cut(piece.text() + mark, room, mark), piece.tone());
                break;
            }
            cut.add(piece.text(), piece.tone());
            room -= width;
        }
        return cut;
    }

    /** Filled with blanks up to so many columns. */
    public Line fill(int columns) {
        return add(Text.blanks(columns - width()), Tone.PLAIN);
    }

    /** As text without tones. */
    public String plain() {
        StringBuilder text = new StringBuilder();
        pieces.forEach(piece -> text.append(piece.text()));
        return text.toString();
    }

    /** As text for a terminal. */
    public String text(boolean colour) {
        if (!colour) {
            return plain();
        }
        StringBuilder text = new StringBuilder();
        pieces.forEach(piece -> text.append(piece.tone().paint(piece.text())));
        return text.toString();
    }
}
