package io.weir.cli;

import io.weir.cli.text.Amounts;
import io.weir.cli.text.Text;
import java.io.PrintWriter;
import java.time.Duration;

/**
 * Tells how something goes: on a terminal by rewriting one line, elsewhere by a line for what has changed, not more often
 * than every few seconds. For one thread.
 */
final class Progress {
    private static final long SELDOM = Duration.ofSeconds(5).toNanos();

    private final Screen screen;
    private final PrintWriter out;
    private String last = "";
    private long saidAt;
    private boolean any;

    Progress(Screen screen, PrintWriter out) {
        this.screen = screen;
        this.out = out;
    }

    /**
     * Says how it is.
     *
     * @param state without the time, so that only changes are told where lines stay
     * @param time since the beginning
     * @param nowNanos the time
     */
    void say(String state, Duration time, long nowNanos) {
        if (screen.terminal()) {
            rewrite(state + ", " + elapsed(time));
        } else if (!any || (!state.equals(last) && nowNanos - saidAt >= SELDOM)) {
            out.println(Text.clean(state));
            saidAt = nowNanos;
            last = state;
        }
        any = true;
        out.flush();
    }

    /** The line is done with; what comes next starts on a fresh one. */
    void end() {
        if (screen.terminal() && any) {
            rewrite("");
            out.print("\r");
            out.flush();
        }
    }

    private static String elapsed(Duration time) {
        return Amounts.time(Duration.ofSeconds(time.toSeconds()));
    }

    private void rewrite(String text) {
        // One column stays free: a terminal that wraps would leave the old line behind
        String line = Text.cut(Text.clean(text), Math.max(1, screen.width() - 1), screen.mark());
        out.print("\r" + line + Text.blanks(Text.width(last) - Text.width(line)));
        last = line;
    }
}
