package io.weir.registry.peer;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a node tells of itself for people to read: sent to a new member, and every few seconds.
 *
 * @param version of Weir; empty where it is not said
 * @param uptimeMillis since the process started
 * @param connections open ones
 * @param configHash of the node's whole file as it is in effect
 * @param poolHashes a hash by pool of what its file says of it; two nodes whose hashes differ have different files
 */
public record NodeFacts(
        String version, long uptimeMillis, long connections, String configHash, Map<String, String> poolHashes)
        implements PeerMessage {
    public NodeFacts(
            @Nullable String version,
            long uptimeMillis,
            long connections,
            @Nullable String configHash,
            @Nullable Map<String, String> poolHashes) {
        this.version = version == null ? "" : version;
        this.uptimeMillis = uptimeMillis;
        this.connections = connections;
        this.configHash = configHash == null ? "" : configHash;
        this.poolHashes = poolHashes == null ? Map.of() : Map.copyOf(poolHashes);
    }
}
