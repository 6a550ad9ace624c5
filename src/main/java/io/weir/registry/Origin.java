package io.weir.registry;

import io.weir.model.Worded;

/** Where a pool or a backend is defined. */
public enum Origin implements Worded {
    /** In this node's file. */
    FILE("file"),

    /** At run time, for every node. */
    API("api");

    private final String word;

    Origin(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
