package io.weir.health;

import io.weir.model.BackendKey;
import io.weir.model.HostPort;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Which nodes probe a backend: the first few by rendezvous hashing (Thaler and Ravishankar's highest random weight). Every
 * node that knows the same nodes comes to the same answer without a word; when one goes, only what it probed moves, each
 * backend to the next in its own order; when it comes back under its address, it gets back what it had.
 *
 * <p>The hash is FNV-1a over 64 bits of the UTF-16 units, mixed by the finaliser of SplitMix64; it is part of what nodes
 * of different versions agree on and never changes. Pure; an answer costs a hash a node.
 */
public final class Ownership {
    private static final long OFFSET = 0xCBF2_9CE4_8422_2325L;
    private static final long PRIME = 0x100_0000_01B3L;

    private Ownership() {}

    /**
     * The owners of a backend, best first.
     *
     * @param nodes those that may be; in any order
     * @param address where a node is, by which it is known; no two have the same
     * @param owners how many are wanted, at least 1; all where there are fewer
     */
    public static <N> List<N> of(
            BackendKey backend, Collection<N> nodes, Function<? super N, HostPort> address, int owners) {
        if (owners < 1) {
            throw new IllegalArgumentException("at least one owner, not " + owners);
        }
        long key = hash(backend);
        record Ranked<N>(N node, long score, String name) {}
        List<Ranked<N>> ranked = new ArrayList<>(nodes.size());
        for (N node : nodes) {
            String name = address.apply(node).toString();
            ranked.add(new Ranked<>(node, score(key, name), name));
        }
        ranked.sort(
                Comparator.<Ranked<N>>comparingLong(Ranked::score).reversed().thenComparing(Ranked::name));
        return ranked.stream().limit(owners).map(Ranked::node).toList();
    }

    /** The hash that ownership rests on, of any text. */
    public static long hash(String text) {
        return mix(fnv(OFFSET, text));
    }

    /** How much a node wants a backend; the highest own it. */
    static long score(long backendHash, String node) {
        return mix(backendHash ^ mix(fnv(OFFSET, node)));
    }

    /** The hash of pool, id and address, each ended by a zero. */
    static long hash(BackendKey backend) {
        long hash = fnv(OFFSET, backend.pool()) * PRIME;
        hash = fnv(hash, backend.id()) * PRIME;
        return mix(fnv(hash, backend.address().toString()));
    }

    private static long fnv(long start, String text) {
        long hash = start;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        return hash;
    }

    private static long mix(long word) {
        long hash = word;
        hash = (hash ^ (hash >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        hash = (hash ^ (hash >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return hash ^ (hash >>> 31);
    }
}
