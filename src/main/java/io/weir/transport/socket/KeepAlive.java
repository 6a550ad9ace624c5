package io.weir.transport.socket;

/**
 * TCP keep-alive probes.
 *
 * @param idleSeconds quiet time before the first, at least 1
 * @param intervalSeconds time between two, at least 1
 * @param count unanswered ones that end the connection, 1 to 127
 */
public record KeepAlive(int idleSeconds, int intervalSeconds, int count) {}
