package io.weir;

/** A node could not start or go on because of something its operator can mend; the message says what. */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final int exitCode;

    /**
     * Creates one.
     *
     * @param exitCode one of {@link ExitCode}
     */
    public Refusal(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** What the process should exit with. */
    public int exitCode() {
        return exitCode;
    }
}
