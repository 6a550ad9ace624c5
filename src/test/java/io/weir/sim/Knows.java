package io.weir.sim;

/** Whose connections a choice knows of. */
enum Knows {
    /** The node's own. */
    OWN("node"),
    /** Its own, and the others' by reports that are half a second apart. */
    REPORTS("cluster"),
    /** All nodes', at any moment: what cannot be had. */
    ALL("all-knowing");

    private final String word;

    Knows(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }
}
