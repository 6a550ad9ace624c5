package io.weir;

/** Starts Weir's command line. */
public final class Main {
    private Main() {}

    /**
     * Runs one command and ends the process with its exit code; see {@link ExitCode}.
     *
     * @param args the command's words
     */
    public static void main(String[] args) {
        System.exit(WeirCommand.run(args));
    }
}
