package io.weir.registry.cluster;

import io.weir.model.HostPort;
import io.weir.registry.peer.NodeFacts;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerView;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pekko.cluster.ClusterEvent.MemberEvent;
import org.apache.pekko.cluster.ClusterEvent.MemberRemoved;
import org.apache.pekko.cluster.ClusterEvent.ReachabilityEvent;
import org.apache.pekko.cluster.ClusterEvent.UnreachableMember;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.jspecify.annotations.Nullable;

/**
 * The members, put together from the events of the cluster. What a node is called and when it started travels with
 * membership, as roles: so it is known of every member from the first moment. For one thread.
 */
final class Roster {
    private static final String NAME = "node-";
    private static final String START = "since-";

    private final long self;
    private final Map<Long, Member> members = new HashMap<>();
    private final Set<Long> unreachable = new HashSet<>();
    private final Map<Long, NodeFacts> facts = new HashMap<>();
    private boolean over;

    /** Nobody is known yet, not even this node. */
    Roster(long self) {
        this.self = self;
    }

    /** The roles by which a node tells its name and when it started. */
    static List<String> roles(String name, long startedEpochMillis) {
        return List.of(NAME + name, START + startedEpochMillis);
    }

    /**
     * This node's membership ends, whoever ended it. What comes after that says that each member was removed, the others before
     * this node if their addresses are lower: they were not, and one that believed it would take what is theirs.
     */
    void end() {
        over = members.containsKey(self);
        members.clear();
        unreachable.clear();
        facts.clear();
    }

    /** Whether this node was a member and will not be one again in this incarnation: nothing it hears of members is so. */
    boolean isOver() {
        return over;
    }

    void on(MemberEvent event) {
        if (over) {
            return;
        }
        Member member = event.member();
        long uid = uid(member);
        if (event instanceof MemberRemoved) {
            members.remove(uid);
            unreachable.remove(uid);
            facts.remove(uid);
        } else {
            members.put(uid, member);
        }
    }

    void on(ReachabilityEvent event) {
        if (over) {
            return;
        }
        if (event instanceof UnreachableMember) {
            unreachable.add(uid(event.member()));
        } else {
            unreachable.remove(uid(event.member()));
        }
    }

    /** What a node told of itself; of no interest where it is no member. */
    void told(long uid, NodeFacts said) {
        if (members.containsKey(uid)) {
            facts.put(uid, said);
        }
    }

    /** This node's own standing, or null while it is a member of nothing. */
    @Nullable
    MemberStatus standing() {
        Member member = members.get(self);
        return member == null ? null : member.status();
    }

    boolean isUp() {
        return MemberStatus.up().equals(standing());
    }

    /** Whether this node was taken along as a member and is none yet. */
    boolean isJoining() {
        Member member = members.get(self);
        return member != null && !takesPart(member);
    }

    @Nullable
    NodeId member(long uid) {
        Member member = members.get(uid);
        return member == null ? null : id(member);
    }

    /** Addresses of all members but this node. */
    Set<HostPort> others() {
        return members.values().stream()
                .filter(member -> uid(member) != self)
                .map(member -> ClusterConfig.address(member.address()))
                .collect(Collectors.toSet());
    }

    /**
     * The members that are or were up, a leaving one until it is gone; null while this node is none of them. One that the
     * others are about to remove counts as unreachable.
     */
    @Nullable
    PeerView view() {
        Member own = members.get(self);
        if (own == null || !takesPart(own)) {
            return null;
        }
        return new PeerView(
                id(own),
                byAge().filter(Roster::takesPart)
                        .map(member -> new PeerView.Member(id(member), reachable(member)))
                        .toList());
    }

    /** The cluster this node is up in, or null. */
    @Nullable
    Island island() {
        if (!isUp()) {
            return null;
        }
        Member oldest = byAge().filter(Roster::takesPart).findFirst().orElseThrow();
        return new Island(Set.copyOf(members.keySet()), uid(oldest), started(oldest));
    }

    Sighting sighting(NodeFacts own) {
        return new Sighting(
                isUp(),
                byAge().map(member -> new Sighting.Node(
                                id(member),
                                uid(member) == self,
                                member.status().toString().toLowerCase(Locale.ROOT),
                                reachable(member),
                                uid(member) == self ? own : facts.get(uid(member))))
                        .toList());
    }

    private Stream<Member> byAge() {
        Comparator<Member> age = (one, other) -> one.isOlderThan(other) ? -1 : other.isOlderThan(one) ? 1 : 0;
        return members.values().stream().sorted(age.thenComparingLong(Roster::uid));
    }

    private boolean reachable(Member member) {
        return !unreachable.contains(uid(member)) && !member.status().equals(MemberStatus.down());
    }

    private static boolean takesPart(Member member) {
        MemberStatus status = member.status();
        return !status.equals(MemberStatus.joining()) && !status.equals(MemberStatus.weaklyUp());
    }

    private static long uid(Member member) {
        return member.uniqueAddress().longUid();
    }

    static NodeId id(Member member) {
        return new NodeId(uid(member), role(member, NAME), ClusterConfig.address(member.address()));
    }

    private static long started(Member member) {
        String text = role(member, START);
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : Long.MAX_VALUE;
    }

    private static String role(Member member, String prefix) {
        return member.getRoles().stream()
                .filter(role -> role.startsWith(prefix))
                .map(role -> role.substring(prefix.length()))
                .findFirst()
                .orElse("");
    }
}
