package io.weir.registry.report;

import io.weir.registry.report.Line.Said;
import org.jspecify.annotations.Nullable;

/** What one other node last reported of one backend or pool. Changed by its {@link ReportReader} only; one thread. */
public final class Heard {
    private final Subject subject;
    int connections;
    int former;
    int allowance;
    boolean ejected;
    long check;
    boolean listed;
    private @Nullable Said vote;
    private long advancedNanos;

    Heard(Subject subject) {
        this.subject = subject;
    }

    /** What it is about. */
    public Subject subject() {
        return subject;
    }

    /** Connections the node has there. */
    public int connections() {
        return connections;
    }

    /** Those that it has yet at addresses the backend had before. */
    public int former() {
        return former;
    }

    /** How many it may have of a cap over the cluster. */
    public int allowance() {
        return allowance;
    }

    /** Whether its own dials took the backend out of use. */
    public boolean ejected() {
        return ejected;
    }

    /** The hash of how it checks a pool. */
    public long check() {
        return check;
    }

    /** What its checks say; null where it does not check. */
    public @Nullable Said vote() {
        return vote;
    }

    /** When a vote last came of another check than the one before, on our clock. */
    public long advancedNanos() {
        return advancedNanos;
    }

    /** All of it. */
    public Line line() {
        return new Line(connections, former, allowance, ejected, vote, check);
    }

    /** Time went by that does not count. */
    void excuse(long nanos) {
        advancedNanos += nanos;
    }

    /** Takes a vote down; a repetition does not make it younger. */
    void vote(@Nullable Said next, long nowNanos) {
        Said before = vote;
        if (next != null && (before == null || before.check() != next.check())) {
            advancedNanos = nowNanos;
        }
        vote = next;
    }
}
