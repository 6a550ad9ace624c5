package io.weir.registry.peer;

import java.util.List;

/**
 * What the control plane knows of membership at one moment. Immutable.
 *
 * @param self this node; always a member
 * @param members all that are up, this node included, oldest first, which is the same order on every node that knows the same
 */
public record PeerView(NodeId self, List<Member> members) {
    public PeerView {
        members = List.copyOf(members);
        if (members.stream().noneMatch(member -> member.id().equals(self))) {
            throw new IllegalArgumentException(self + " is not among its own members");
        }
    }

    /**
     * A member.
     *
     * @param reachable whether it answers; one that does not stays a member until it answers again or is removed
     */
    public record Member(NodeId id, boolean reachable) {}

    /** A node without others. */
    public static PeerView alone(NodeId self) {
        return new PeerView(self, List.of(new Member(self, true)));
    }

    /** All members but this node, oldest first, reachable or not. */
    public List<NodeId> others() {
        return members.stream().map(Member::id).filter(id -> !id.equals(self)).toList();
    }

    /** The members but this node that answer, oldest first. */
    public List<NodeId> reachableOthers() {
        return members.stream()
                .filter(Member::reachable)
                .map(Member::id)
                .filter(id -> !id.equals(self))
                .toList();
    }

    /** Whether there is no other member. */
    public boolean alone() {
        return members.size() == 1;
    }

    /** The member that has been up for longest; perhaps this node, perhaps one that does not answer. */
    public NodeId oldest() {
        return members.getFirst().id();
    }
}
