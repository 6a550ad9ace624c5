package io.weir.health;

import io.weir.model.Health;

/**
 * What one node says of a backend.
 *
 * @param node who says it
 * @param health up or down; unknown says nothing
 * @param reason what its last check found, in words for people
 * @param advancedNanos when its probe sequence last advanced, on our monotonic clock
 * @param heardNanos when the node was last heard of at all, on our monotonic clock
 */
public record Vote(String node, Health health, String reason, long advancedNanos, long heardNanos) {}
