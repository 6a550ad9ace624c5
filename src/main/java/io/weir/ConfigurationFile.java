package io.weir;

import io.weir.config.ConfigFile;
import io.weir.config.Outcome;
import io.weir.config.Problem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A configuration file, and what every command that reads one does with it.
 *
 * @param file its path
 */
record ConfigurationFile(Path file) {
    /** The one in the working directory. */
    static final String DEFAULT = "application.conf";

    Outcome read() {
        return ConfigFile.read(file, ThisHost.look(), new TrialStart());
    }

    /** Prints what is wrong, if anything, and gives the exit code that says so. */
    int report(Outcome outcome, PrintWriter out) {
        return switch (outcome) {
            case Outcome.Good good -> {
                print(List.of(), good.warnings(), out);
                yield ExitCode.DONE;
            }
            case Outcome.Bad bad -> {
                print(bad.problems(), bad.warnings(), out);
                yield ExitCode.CONFIGURATION;
            }
            case Outcome.Unreadable unreadable -> {
                out.println(unreadable);
                if (!file.isAbsolute() && unreadable.why().equals("no such file")) {
                    out.println("Name it with -c FILE; the smallest one is:");
                    out.println("  weir { listeners.web { bind = \"127.0.0.1:8080\", pool = web }");
                    out.println("         pools.web { backends = [\"127.0.0.1:9001\"] } }");
                }
                out.flush();
                yield ExitCode.UNREADABLE;
            }
        };
    }

    /** Prints in the order of the file's lines, as an editor would step through them. */
    private static void print(List<Problem> problems, List<Problem> warnings, PrintWriter out) {
        Stream<Problem> marked = warnings.stream()
                .map(each -> new Problem(each.file(), each.line(), each.path(), "warning: " + each.message()));
        Stream.concat(problems.stream(), marked)
                .sorted(Comparator.comparing(Problem::file).thenComparingInt(Problem::line))
                .forEach(out::println);
        out.flush();
    }
}
