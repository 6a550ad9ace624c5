package io.weir.model;

/** Why a dial to a backend failed. */
public enum DialFailure implements Worded {
    /** The backend refused. */
    REFUSED("refused"),

    /** Nothing answered in time. */
    TIMEOUT("timeout"),

    /** The backend reset the connection while it was set up. */
    RESET("reset"),

    /** No route to the backend. */
    UNREACHABLE("unreachable"),

    /** Something else that the system said. */
    OTHER("other");

    private final String word;

    DialFailure(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
