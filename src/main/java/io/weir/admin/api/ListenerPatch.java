package io.weir.admin.api;

import io.weir.registry.Change.Patch;

/**
 * What is to change of a listener.
 *
 * @param pool where its next connections go
 * @param paused whether it takes none for now
 * @param maxConnections at most this many at a time, or {@link io.weir.model.Off#COUNT}
 */
public record ListenerPatch(Patch<String> pool, Patch<Boolean> paused, Patch<Integer> maxConnections) {}
