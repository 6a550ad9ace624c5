package io.weir.model;

import java.time.Duration;

/**
 * TCP keep-alive probes.
 *
 * @param enabled whether they are sent
 * @param idle quiet time before the first, whole seconds of at least 1
 * @param interval time between two, whole seconds of at least 1
 * @param count unanswered ones after which the peer counts as gone, 1 to 127
 */
public record KeepaliveSettings(boolean enabled, Duration idle, Duration interval, int count) {}
