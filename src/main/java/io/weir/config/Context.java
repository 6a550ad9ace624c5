package io.weir.config;

import java.nio.file.Path;

/**
 * What readers of sections need beside the section.
 *
 * @param host the machine
 * @param directory of the configuration file, absolute
 * @param maxConnections of the whole node, once read
 */
record Context(Host host, Path directory, int maxConnections) {
    /** More connections than any machine holds, so that arithmetic on them stays within bounds. */
    static final int MOST_CONNECTIONS = 100_000_000;

    Paths paths() {
        return new Paths(directory);
    }

    static Counts connections() {
        return new Counts(1, MOST_CONNECTIONS);
    }
}
