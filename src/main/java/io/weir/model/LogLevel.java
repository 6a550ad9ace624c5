package io.weir.model;

/** The least important kind of line that is logged. */
public enum LogLevel implements Worded {
    ERROR("error"),

    WARN("warn"),

    INFO("info"),

    DEBUG("debug"),

    TRACE("trace");

    private final String word;

    LogLevel(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
