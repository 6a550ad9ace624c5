package io.weir.cli;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Help.Ansi;

/**
 * Where a command's output goes.
 *
 * @param terminal whether that is a terminal
 * @param width its columns; {@link Integer#MAX_VALUE} where it is none, so that a pipe gets everything
 * @param colour whether it may be coloured
 * @param unicode whether it shows more than ASCII
 */
public record Screen(boolean terminal, int width, boolean colour, boolean unicode) {
    private static final int USUAL_WIDTH = 80;
    private static final Pattern SIZE = Pattern.compile("(\\d+) (\\d+)\\s*");

    /** A pipe or a file. */
    public static Screen pipe() {
        return new Screen(false, Integer.MAX_VALUE, false, true);
    }

    /** This process's. */
    @SuppressWarnings("SystemConsoleNull") // See Colour
    static Screen here() {
        Console console = System.console();
        boolean terminal = console != null && console.isTerminal();
        Charset charset = System.out.charset();
        boolean unicode = charset.newEncoder().canEncode('…');
        return terminal
                ? new Screen(true, width(System.getenv()), Colour.here() == Ansi.ON, unicode)
                : new Screen(false, Integer.MAX_VALUE, false, unicode);
    }

    /** What stands for the rest of a text that was cut. */
    public String mark() {
        return unicode ? "…" : "~";
    }

    private static int width(Map<String, String> environment) {
        int said = columns(sizeFromSystem());
        if (said > 0) {
            return said;
        }
        String columns = environment.getOrDefault("COLUMNS", "");
        return columns.matches("[1-9]\\d{0,3}") ? Integer.parseInt(columns) : USUAL_WIDTH;
    }

    static int columns(String size) {
        Matcher matcher = SIZE.matcher(size);
        return matcher.matches() ? Integer.parseInt(matcher.group(2)) : 0;
    }

    /** {@code ROWS COLUMNS}; empty where they cannot be known. */
    private static String sizeFromSystem() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String size = new String(stty.getInputStream().readNBytes(40), StandardCharsets.US_ASCII);
            return stty.waitFor(1, TimeUnit.SECONDS) ? size : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
