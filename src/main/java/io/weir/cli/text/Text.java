package io.weir.cli.text;

import org.jline.utils.WCWidth;

/** Widths of texts on a terminal, in columns, and texts cut to them. */
public final class Text {
    private static final int STRANGE = 0xFFFD;

    private Text() {}

    /**
     * What may go to a terminal: names and reasons come from elsewhere, and a control character or a direction mark among
     * them could rewrite the screen. White space becomes a blank, the rest of those a replacement character.
     */
    public static String clean(String text) {
        if (text.chars().allMatch(each -> each >= ' ' && each < 0x7F)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(point -> clean.appendCodePoint(clean(point)));
        return clean.toString();
    }

    private static int clean(int point) {
        if (point == '\t' || point == '\n' || point == '\r') {
            return ' ';
        }
        int type = Character.getType(point);
        boolean strange = type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.UNASSIGNED
                || type == Character.PRIVATE_USE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || (point >= 0xFE00 && point <= 0xFE0F)
                || (point >= 0xE0100 && point <= 0xE01EF)
                || WCWidth.wcwidth(point) < 0;
        return strange ? STRANGE : point;
    }

    /** How many columns a clean text takes. */
    public static int width(String text) {
        int width = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            width += width(point);
            i += Character.charCount(point);
        }
        return width;
    }

    private static int width(int point) {
        return point >= ' ' && point < 0x7F ? 1 : Math.max(0, WCWidth.wcwidth(point));
    }

    /**
     * Cuts a clean text.
     *
     * @param text the text
     * @param most columns it may take; at least 0
     * @param mark stands at the end of a text that was cut, where there is room
     */
    public static String cut(String text, int most, String mark) {
        if (width(text) <= most) {
            return text;
        }
        String end = width(mark) <= most ? mark : "";
        int room = most - width(end);
        int at = 0;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            if (width(point) > room) {
                break;
            }
            room -= width(point);
            at += Character.charCount(point);
        }
        return text.substring(0, at) + end;
    }

    /** So many blanks. */
    public static String blanks(int count) {
        return " ".repeat(Math.max(0, count));
    }
}
