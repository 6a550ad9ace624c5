package io.weir.model;

import java.net.InetSocketAddress;

/**
 * What this node's checks say of a backend.
 *
 * @param key which
 * @param address the resolved address that was checked for; says nothing about another address of the same backend
 * @param sequence grows with every check of a backend, so that a silent prober shows and the newest report is known
 * @param health what the checks make of it now
 * @param reason the last check's outcome, for a person to read
 * @param step how far: while up, what is left of {@code fall}; while down, what is reached of {@code rise}
 */
public record ProbeReport(
        BackendKey key, InetSocketAddress address, long sequence, Health health, String reason, String step) {}
