package io.weir;

import io.weir.config.Outcome;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that names the configuration file. */
final class FileOption {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            defaultValue = ConfigurationFile.DEFAULT,
            description = "The configuration file; ${DEFAULT-VALUE} in the working directory if not given.")
    private Path file = Path.of(ConfigurationFile.DEFAULT);

    Path file() {
        return file;
    }

    Outcome read() {
        return new ConfigurationFile(file).read();
    }

    int report(Outcome outcome, PrintWriter out) {
        return new ConfigurationFile(file).report(outcome, out);
    }
}
