package io.weir;

import io.weir.model.PoolSettings;
import io.weir.registry.peer.NodeFacts;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
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
    /** What a node tells of itself has to fit into one message: of more pools it tells hashes of groups of them. */
    static final int MOST = 500;

    private static final int GROUPS = 256;
    /** No pool's name begins so. */
    private static final String GROUP = "#";

    static FileHashes of(Map<String, PoolSettings> pools) {
        Map<String, String> each = new TreeMap<>();
        pools.forEach((name, pool) -> each.put(name, hash(pool.toString())));
        return new FileHashes(hash(each.toString()), Map.copyOf(each));
    }

    /** What the others are told: the pools, or groups of them where there are too many. */
    Map<String, String> told() {
        return pools.size() <= MOST ? pools : grouped();
    }

    private Map<String, String> grouped() {
        Map<String, Map<String, String>> groups = new TreeMap<>();
        pools.forEach((name, hash) ->
                groups.computeIfAbsent(group(name), any -> new TreeMap<>()).put(name, hash));
        Map<String, String> each = new TreeMap<>();
        groups.forEach((group, members) -> each.put(group, hash(members.toString())));
        return Map.copyOf(each);
    }

    private static String group(String pool) {
        return GROUP + Math.floorMod(pool.hashCode(), GROUPS);
    }

    /** The pools of this node's file of which another node's file says something else, or nothing. */
    Set<String> divergent(Collection<NodeFacts> others) {
        Set<String> divergent = new TreeSet<>();
        for (NodeFacts other : others) {
            boolean inGroups = other.poolHashes().keySet().stream().anyMatch(name -> name.startsWith(GROUP));
            Map<String, String> groups = inGroups ? grouped() : Map.of();
            pools.forEach((name, hash) -> {
                String key = inGroups ? group(name) : name;
                String own = inGroups ? groups.get(key) : hash;
                if (!Objects.equals(own, other.poolHashes().get(key))) {
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
