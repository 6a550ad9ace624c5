package io.weir.model;

/** What an operator wants of a backend. */
public enum AdminState implements Worded {
    /** Takes connections. */
    READY("ready"),

    /** Takes no new connections and is still probed. */
    DRAINING("draining"),

    /** Takes no new connections and is not probed. */
    MAINTENANCE("maintenance"),

    /** Gone once its last connection has ended. */
    REMOVING("removing");

    private final String word;

    AdminState(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
