package io.weir;

import io.weir.config.Outcome;
import io.weir.model.Settings;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Validates a configuration file without starting anything. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Validates a configuration file without starting a node.",
            "Prints every problem at once, as FILE:LINE: path: what is wrong, what is allowed."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  weir check -c my.conf",
            "",
            "Exit codes:",
            "  0  good, perhaps with warnings",
            "  66 the file cannot be read",
            "  78 the file has problems"
        })
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private final FileOption file = new FileOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Outcome outcome = file.read();
        int code = file.report(
                outcome,
                outcome instanceof Outcome.Unreadable ? spec.commandLine().getErr() : out);
        if (outcome instanceof Outcome.Good good) {
            out.println(file.file() + ": good: " + summary(good.settings()));
        }
        out.flush();
        return code;
    }

    private static String summary(Settings settings) {
        int backends = settings.pools().values().stream()
                .mapToInt(pool -> pool.backends().size())
                .sum();
        return count(settings.listeners().size(), "listener") + ", "
                + count(settings.pools().size(), "pool") + ", " + count(backends, "backend");
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
