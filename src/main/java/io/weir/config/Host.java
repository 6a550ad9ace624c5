package io.weir.config;

import java.time.Instant;
import java.util.Map;

/**
 * What of the machine decides defaults and doubts.
 *
 * @param name the host's name, the default of {@code node.name}
 * @param cores processors this process may use, at least 1
 * @param descriptors file descriptors this process may open (the hard limit)
 * @param memory bytes of memory of the machine or container
 * @param now its wall clock
 * @param environment variables for substitutions such as <code>${?PORT}</code>
 */
public record Host(
        String name, int cores, long descriptors, long memory, Instant now, Map<String, String> environment) {
    public Host {
        environment = Map.copyOf(environment);
    }
}
