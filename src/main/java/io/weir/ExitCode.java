package io.weir;

import java.io.PrintWriter;

/** What Weir's exit status means. */
public final class ExitCode {
    /** Done. */
    public static final int DONE = 0;

    /** A node refused, and said why. */
    public static final int REFUSED = 1;

    /** The command line makes no sense. */
    public static final int USAGE = 2;

    /** A file cannot be read. */
    public static final int UNREADABLE = 66;

    /** The node cannot be reached. */
    public static final int UNREACHABLE = 69;

    /** A fault of Weir's own. */
    public static final int FAULT = 70;

    /** The system refused: a port in use, too few descriptors. */
    public static final int SYSTEM = 71;

    /** The configuration cannot be obeyed. */
    public static final int CONFIGURATION = 78;

    private ExitCode() {}

    /** Tells a fault of Weir's own, and gives its exit code. */
    static int fault(Throwable fault, PrintWriter err) {
        err.println("weir: a fault of Weir's own: " + fault);
        fault.printStackTrace(err);
        err.flush();
        return FAULT;
    }
}
