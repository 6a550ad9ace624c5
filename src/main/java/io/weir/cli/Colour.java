package io.weir.cli;

import java.io.Console;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/** Whether output may be coloured: only on a terminal that can, and never where {@code NO_COLOR} is set. */
public final class Colour {
    private Colour() {}

    /** Decides for this process. */
    @SuppressWarnings(
            "SystemConsoleNull") // It is specified to be null still where the JDK's console module is missing.
    public static Ansi here() {
        Console console = System.console();
        return decide(System.getenv(), console != null && console.isTerminal());
    }

    /**
     * Decides.
     *
     * @param environment the process's variables
     * @param terminal whether input and output are a terminal
     */
    public static Ansi decide(Map<String, String> environment, boolean terminal) {
        boolean forbidden = !environment.getOrDefault("NO_COLOR", "").isEmpty();
        boolean able = !environment.getOrDefault("TERM", "dumb").equals("dumb");
        return terminal && able && !forbidden ? Ansi.ON : Ansi.OFF;
    }
}
