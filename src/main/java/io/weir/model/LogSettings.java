package io.weir.model;

/**
 * The log on standard error.
 *
 * @param level the least important kind of line
 * @param format how a line looks
 */
public record LogSettings(LogLevel level, LogFormat format) {}
