package io.weir.model;

/** Whether something is held over the whole cluster or on each node for itself. */
public enum Scope implements Worded {
    /** Over all nodes. */
    CLUSTER("cluster"),

    /** On each node for itself. */
    NODE("node");

    private final String word;

    Scope(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
