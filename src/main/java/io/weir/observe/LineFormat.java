package io.weir.observe;

/** How a thing becomes a line of a log. Called by the log's own thread only, so it may keep state. */
@FunctionalInterface
interface LineFormat<T> {
    /** Adds the line without its end; nothing where there is to be none. */
    void append(T thing, Utf8 out);
}
