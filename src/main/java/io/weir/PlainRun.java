package io.weir;

import io.weir.config.Outcome;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * {@code run} as scripts and service files write it, understood without the command-line library: its classes are of a
 * format too old for the start-up cache, and loading them is a third of the time to listening. Whatever else is on the
 * line goes the long way, so that nothing behaves otherwise here.
 */
final class PlainRun {
    private PlainRun() {}

    /** The file that a plain form of {@code run} names, or null where the words are anything else. */
    static @Nullable Path file(String... args) {
        if (args.length == 0 || !args[0].equals("run")) {
            return null;
        }
        if (args.length == 1) {
            return Path.of(ConfigurationFile.DEFAULT);
        }
        boolean named = args.length == 3 && (args[1].equals("-c") || args[1].equals("--config"));
        return named && !args[2].isEmpty() && !args[2].startsWith("-") && !args[2].startsWith("@")
                ? Path.of(args[2])
                : null;
    }

    /** Runs a node as its file says and gives the exit code. */
    static int run(Path path) throws InterruptedException {
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        try {
            HeadStart.begin();
            ConfigurationFile file = new ConfigurationFile(path);
            Outcome outcome = file.read();
            int code = file.report(outcome, err);
            return outcome instanceof Outcome.Good good ? Foreground.run(file, good, err) : code;
        } catch (RuntimeException | LinkageError fault) {
            return ExitCode.fault(fault, err);
        }
    }
}
