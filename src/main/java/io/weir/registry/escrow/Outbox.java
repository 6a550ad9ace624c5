package io.weir.registry.escrow;

import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Takes messages for other nodes, and for this one. */
interface Outbox {
    /** Sends it, if there is a way. */
    void send(NodeId to, PeerMessage message);

    /** Well below what a message may take, as the sizes are estimates. */
    int MOST_BYTES = 40_000;

    /** Parts of a list that each fit into a message, in its order; one empty part for an empty list. */
    static <T> List<List<T>> parts(List<T> all, ToIntFunction<T> bytes) {
        List<List<T>> parts = new ArrayList<>();
        List<T> part = new ArrayList<>();
        int size = 0;
        for (T each : all) {
            int more = bytes.applyAsInt(each);
            if (size + more > MOST_BYTES && !part.isEmpty()) {
                parts.add(part);
                part = new ArrayList<>();
                size = 0;
            }
            part.add(each);
            size += more;
        }
        parts.add(part);
        return parts;
    }

    /** What an account's name and its numbers take at most. */
    static int bytes(String account) {
        return 3 * account.length() + 64;
    }
}
