package io.weir.cli.top;

import io.weir.cli.text.Text;

/** Numbers as a row of small bars, the newest at the right; the highest one is the full height. */
final class Sparkline {
    private static final String BARS = "▁▂▃▄▅▆▇█";
    private static final String ASCII = "_.:-=+*#";

    private Sparkline() {}

    /**
     * Draws.
     *
     * @param values the oldest first; none negative
     * @param width columns, all of which it takes
     * @param unicode whether the terminal has bars
     */
    static String of(double[] values, int width, boolean unicode) {
        String bars = unicode ? BARS : ASCII;
        int shown = Math.min(values.length, width);
        double highest = 0;
        for (int i = values.length - shown; i < values.length; i++) {
            highest = Math.max(highest, values[i]);
        }
        StringBuilder line = new StringBuilder(Text.blanks(width - shown));
        for (int i = values.length - shown; i < values.length; i++) {
            int level = highest > 0 ? (int) Math.ceil(values[i] / highest * (bars.length() - 1)) : 0;
            line.append(bars.charAt(Math.clamp(level, 0, bars.length() - 1)));
        }
        return line.toString();
    }
}
