package io.weir.model;

/** How a log line looks. */
public enum LogFormat implements Worded {
    /** For people. */
    TEXT("text"),

    /** One JSON object a line. */
    JSON("json");

    private final String word;

    LogFormat(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
