package io.weir.observe;

/** Where records of ended connections go. Any thread may call it; it never makes the caller wait. */
@FunctionalInterface
public interface AccessSink {
    /** Keeps nothing. */
    AccessSink NONE = any -> {};

    /** Takes a record, or drops and counts it where there is no room. */
    void record(AccessRecord record);
}
