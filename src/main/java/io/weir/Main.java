package io.weir;

import java.nio.file.Path;

/** Starts Weir's command line. */
public final class Main {
    private Main() {}

    /**
     * Runs one command and ends the process with its exit code; see {@link ExitCode}.
     *
     * @param args the command's words
     */
    public static void main(String[] args) throws InterruptedException {
        Path plain = PlainRun.file(args);
        System.exit(plain == null ? WeirCommand.run(args) : PlainRun.run(plain));
    }
}
