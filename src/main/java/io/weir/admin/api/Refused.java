package io.weir.admin.api;

/** A request that is not answered as asked; carries what is said instead. Costs no stack trace. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    /** Refuses with this. */
    public Refused(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    /** What is said. */
    public Problem problem() {
        return problem;
    }
}
