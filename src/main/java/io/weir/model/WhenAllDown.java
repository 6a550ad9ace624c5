package io.weir.model;

/** What a pool does while no backend is usable. */
public enum WhenAllDown implements Worded {
    /** Refuses connections. */
    REFUSE("refuse"),

    /** Tries all as if they were up. */
    TRY_ALL("try-all");

    private final String word;

    WhenAllDown(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
