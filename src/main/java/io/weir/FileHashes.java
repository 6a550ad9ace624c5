package io.weir;

import io.weir.model.PoolSettings;
import io.weir.registry.peer.NodeFacts;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a node's file says of pools, short enough to be told to the others, so that files that differ are noticed. Of two nodes
 * of two versions the hashes may differ though the files do not.
 *
 * @param whole of all pools together
 * @param pools of each by name
 */
record FileHashes(String whole, Map<String, String> pools) {
    private static final int LENGTH = 8;

    static FileHashes of(Map<String, PoolSettings> pools) {
        Map<String, String> each = new TreeMap<>();
        pools.forEach((name, pool) -> each.put(name, hash(pool.toString())));
        return new FileHashes(hash(each.toString()), Map.copyOf(each));
    }

    /** The pools of this node's file of which another node's file says something else, or nothing. */
    Set<String> divergent(Collection<NodeFacts> others) {
        Set<String> divergent = new TreeSet<>();
        for (NodeFacts other : others) {
            pools.forEach((name, hash) -> {
                if (!hash.equals(other.poolHashes().get(name))) {
                    divergent.add(name);
                }
            });
        }
        return divergent;
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, LENGTH);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
