package io.weir.registry.peer;

import io.weir.model.HostPort;
import java.util.Comparator;

/**
 * One incarnation of a node: a control plane that starts again has another one. Ordered by uid, then address, which means
 * nothing but is the same on every node.
 *
 * @param uid drawn at random when the control plane starts; any value
 * @param name the node's name as its file has it; the same for all incarnations
 * @param address where the others dial it
 */
public record NodeId(long uid, String name, HostPort address) implements Comparable<NodeId> {
    private static final Comparator<NodeId> ORDER = Comparator.comparingLong(NodeId::uid)
            .thenComparing(node -> node.address().host())
            .thenComparingInt(node -> node.address().port());

    @Override
    public int compareTo(NodeId other) {
        return ORDER.compare(this, other);
    }

    /** Two of one uid and address are one, whatever they are called. */
    @Override
    public boolean equals(Object other) {
        return other instanceof NodeId that && uid == that.uid && address.equals(that.address);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(uid);
    }

    @Override
    public String toString() {
        return name + "#" + Long.toHexString(uid) + "@" + address;
    }
}
