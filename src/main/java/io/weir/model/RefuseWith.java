package io.weir.model;

/** How a connection that is not joined is ended. */
public enum RefuseWith implements Worded {
    /** By a reset. */
    RST("rst"),

    /** By an orderly end of the stream. */
    FIN("fin"),

    /** By forgetting it: the client hears nothing. */
    DROP("drop");

    private final String word;

    RefuseWith(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
