package io.weir.model;

/** An enum constant that users see under a word of its own: in configuration, the API, metrics and logs. */
public interface Worded {
    /** The word users see; lower case with hyphens, and never changed once released. */
    String word();
}
