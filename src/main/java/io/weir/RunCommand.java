package io.weir;

import io.weir.config.Outcome;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs one node in the foreground until a signal ends it. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Runs one node in the foreground.",
            "TERM or INT stops it gently, a second one at once; HUP opens the access log anew and reads the file again."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  weir run -c my.conf",
            "",
            "Exit codes:",
            "  0  stopped by a signal",
            "  66 the file cannot be read",
            "  70 a fault of Weir's own",
            "  71 the system refused: a port in use, too few descriptors",
            "  78 the file has problems"
        })
final class RunCommand implements Callable<Integer> {
    @Mixin
    private final FileOption file = new FileOption();

    @Option(names = "--takeover", hidden = true)
    private boolean takeover;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        if (takeover) {
            throw new ParameterException(spec.commandLine(), "--takeover is not available yet");
        }
        Outcome outcome = file.read();
        int code = file.report(outcome, spec.commandLine().getErr());
        return outcome instanceof Outcome.Good good
                ? Foreground.run(
                        new ConfigurationFile(file.file()),
                        good,
                        spec.commandLine().getErr())
                : code;
    }
}
