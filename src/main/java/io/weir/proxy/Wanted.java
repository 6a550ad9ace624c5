package io.weir.proxy;

import io.weir.model.ListenerSettings;

/**
 * A listener as it is to be.
 *
 * @param settings from now on
 * @param paused whether it takes no connections, which then wait in the backlog
 */
public record Wanted(ListenerSettings settings, boolean paused) {}
