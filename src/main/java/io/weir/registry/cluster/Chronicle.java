package io.weir.registry.cluster;

import io.weir.observe.Event;
import io.weir.observe.EventType;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerView;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.pekko.cluster.ClusterEvent.MemberEvent;
import org.apache.pekko.cluster.ClusterEvent.MemberRemoved;
import org.apache.pekko.cluster.ClusterEvent.MemberUp;
import org.apache.pekko.cluster.ClusterEvent.ReachabilityEvent;
import org.apache.pekko.cluster.ClusterEvent.ReachableMember;
import org.apache.pekko.cluster.ClusterEvent.UnreachableMember;
import org.apache.pekko.cluster.Member;

/** Makes events of members that come and go, which whoever keeps the journal also logs. */
final class Chronicle {
    private final CourierWiring wiring;
    private final long self;
    private Set<String> twice = Set.of();

    Chronicle(CourierWiring wiring, long self) {
        this.wiring = wiring;
        this.self = self;
    }

    void joined(PeerView view) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("cluster", wiring.cluster());
        details.put("members", Integer.toString(view.members().size()));
        details.put("oldest", view.oldest().name());
        tell(EventType.CLUSTER_JOINED, details);
    }

    /** Of members with one name nobody can tell which is meant. The same node under a later incarnation is not another one. */
    void names(PeerView view) {
        Map<String, Set<String>> addresses = new TreeMap<>();
        view.members()
                .forEach(member -> addresses
                        .computeIfAbsent(member.id().name(), any -> new TreeSet<>())
                        .add(member.id().address().toString()));
        addresses.values().removeIf(each -> each.size() == 1);
        addresses.forEach((name, each) -> {
            if (!twice.contains(name)) {
                Map<String, String> details = new LinkedHashMap<>();
                details.put("name", name);
                details.put("addresses", String.join(" ", each));
                tell(EventType.NODE_NAME_TWICE, details);
            }
        });
        twice = Set.copyOf(addresses.keySet());
    }

    void note(MemberEvent event) {
        switch (event) {
            case MemberUp up -> tell(EventType.MEMBER_UP, up.member());
            case MemberRemoved removed -> tell(EventType.MEMBER_REMOVED, removed.member());
            default -> {}
        }
    }

    void note(ReachabilityEvent event) {
        switch (event) {
            case UnreachableMember unreachable -> tell(EventType.MEMBER_UNREACHABLE, unreachable.member());
            case ReachableMember reachable -> tell(EventType.MEMBER_REACHABLE, reachable.member());
            default -> {}
        }
    }

    private void tell(EventType type, Member member) {
        NodeId id = Roster.id(member);
        if (id.uid() != self) {
            Map<String, String> details = new LinkedHashMap<>();
            details.put("member", id.name());
            details.put("address", id.address().toString());
            tell(type, details);
        }
    }

    private void tell(EventType type, Map<String, String> details) {
        wiring.journal().add(new Event(type, wiring.clock().epochMillis(), details));
    }
}
