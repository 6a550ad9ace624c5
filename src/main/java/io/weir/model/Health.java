package io.weir.model;

/** What the checks say of a backend. */
public enum Health implements Worded {
    /** Fit for traffic. */
    UP("up"),

    /** Not fit for traffic. */
    DOWN("down"),

    /** No check has answered yet. */
    UNKNOWN("unknown");

    private final String word;

    Health(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
