package io.weir.cli.http;

import java.util.List;

/** Why a command could not do what it was asked to. Its message is for the person who asked and holds no secret. */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of failure, which is what the exit code tells. */
    public enum Kind {
        /** The node said no, and why. */
        REFUSED,
        /** No node answered. */
        UNREACHABLE,
        /** A file of this machine cannot be read. */
        UNREADABLE
    }

    private final Kind kind;
    private final int status;
    private final List<String> more;

    private Failure(Kind kind, int status, String message, List<String> more) {
        super(message);
        this.kind = kind;
        this.status = status;
        this.more = List.copyOf(more);
    }

    /**
     * The node said no.
     *
     * @param status of the answer
     * @param message its detail
     * @param more what is wrong with each part, a line each; may be empty
     */
    public static Failure refused(int status, String message, List<String> more) {
        return new Failure(Kind.REFUSED, status, message, more);
    }

    /** Something that was waited for did not come about. */
    public static Failure refused(String message) {
        return refused(0, message, List.of());
    }

    /** No node answered. */
    public static Failure unreachable(String message) {
        return new Failure(Kind.UNREACHABLE, 0, message, List.of());
    }

    /** A file cannot be read. */
    public static Failure unreadable(String message) {
        return new Failure(Kind.UNREADABLE, 0, message, List.of());
    }

    /** The same with another line of advice. */
    public Failure with(String line) {
        List<String> lines = new java.util.ArrayList<>(more);
        lines.add(line);
        Failure longer = new Failure(kind, status, said(), lines);
        longer.setStackTrace(getStackTrace());
        return longer;
    }

    /** What kind of failure. */
    public Kind kind() {
        return kind;
    }

    /** The status of the node's answer; 0 where there was none. */
    public int status() {
        return status;
    }

    /** The message. */
    public String said() {
        return String.valueOf(getMessage());
    }

    /** Further lines. */
    public List<String> more() {
        return more;
    }
}
