package io.weir.registry.cluster;

import io.weir.observe.Event;
import io.weir.observe.EventType;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerView;
import java.util.LinkedHashMap;
import java.util.Map;
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
