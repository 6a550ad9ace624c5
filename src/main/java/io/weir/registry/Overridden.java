package io.weir.registry;

import org.jspecify.annotations.Nullable;

/**
 * A field that somebody set at run time.
 *
 * @param value as JSON
 * @param fileValue what holds without it, as JSON: the file's or the run-time definition's; null where that has no such field
 * @param by who said so
 * @param atEpochMillis when, by the wall clock of the node that was told
 */
public record Overridden(String value, @Nullable String fileValue, String by, long atEpochMillis) {}
