package io.weir.model;

/**
 * The access log.
 *
 * @param enabled whether it is written
 * @param format how a line looks
 * @param path an absolute file name, or {@code -} for standard output
 * @param queue lines that may wait to be written; further ones are dropped and counted
 */
public record AccessLogSettings(boolean enabled, LogFormat format, String path, int queue) {}
