package io.weir.model;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * How backends are dialled.
 *
 * @param timeout for one attempt
 * @param attempts at most so many, each on another backend where there is one; at least 1
 * @param backoff before each attempt but the first
 * @param total for all attempts together
 * @param source local addresses to dial from, in turn; empty for the system's choice
 */
public record ConnectSettings(
        Duration timeout, int attempts, Duration backoff, Duration total, List<InetAddress> source) {
    public ConnectSettings {
        source = List.copyOf(source);
    }
}
