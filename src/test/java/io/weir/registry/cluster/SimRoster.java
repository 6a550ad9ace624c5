package io.weir.registry.cluster;

import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pekko.actor.Address;
import org.apache.pekko.cluster.ClusterEvent.MemberDowned;
import org.apache.pekko.cluster.ClusterEvent.MemberEvent;
import org.apache.pekko.cluster.ClusterEvent.MemberRemoved;
import org.apache.pekko.cluster.ClusterEvent.MemberUp;
import org.apache.pekko.cluster.ClusterEvent.UnreachableMember;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.util.Version;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/** A real roster that hears what Pekko says to a node, event by event. For simulations, which have no Pekko. */
public final class SimRoster {
    private final Roster roster;
    private final List<Member> members = new ArrayList<>();
    private final List<PeerView> views = new ArrayList<>();
    private final Member self;
    private @Nullable PeerView told;

    private SimRoster(PeerView view) {
        roster = new Roster(view.self().uid());
        Member own = null;
        for (PeerView.Member each : view.members()) {
            Member member = up(each.id(), members.size() + 1);
            members.add(member);
            roster.on(new MemberUp(member));
            if (!each.reachable()) {
                roster.on(new UnreachableMember(member));
            }
            own = each.id().equals(view.self()) ? member : own;
        }
        if (own == null) {
            throw new IllegalArgumentException(view + " is not of a member");
        }
        self = own;
        told = roster.view();
    }

    /**
     * What a member makes of it when it is downed: Pekko says so, that its part of the cluster ends, and then that one member
     * after the other is removed, in the order of their addresses.
     *
     * @param last who the members are before that
     * @return what its registry is told, one after the other
     */
    public static List<PeerView> ending(PeerView last) {
        SimRoster node = new SimRoster(last);
        Member down = node.self.copy(MemberStatus.down());
        node.hear(new MemberDowned(down));
        node.roster.end();
        node.look();
        node.members.stream()
                .sorted(Comparator.comparing(Member::address, Member.addressOrdering()))
                .map(member -> member.equals(down) ? down : member)
                .forEach(member -> node.hear(new MemberRemoved(member.copy(MemberStatus.removed()), member.status())));
        return List.copyOf(node.views);
    }

    /** What a member makes of it when those others are removed, and it stays. */
    static List<PeerView> removing(PeerView last, List<NodeId> gone) {
        SimRoster node = new SimRoster(last);
        node.members.stream()
                .filter(member -> gone.contains(Roster.id(member)))
                .map(member -> member.copy(MemberStatus.down()))
                .forEach(member -> {
                    node.hear(new MemberDowned(member));
                    node.hear(new MemberRemoved(member.copy(MemberStatus.removed()), member.status()));
                });
        return List.copyOf(node.views);
    }

    private void hear(MemberEvent event) {
        roster.on(event);
        look();
    }

    /** As the courier does. */
    private void look() {
        PeerView view = roster.view();
        if (view != null && !view.equals(told)) {
            told = view;
            views.add(view);
        }
    }

    private static Member up(NodeId id, int number) {
        Set<String> roles = new TreeSet<>(Roster.roles(id.name(), number));
        roles.add("dc-default");
        Address address = new Address(
                "pekko", ClusterConfig.SYSTEM, id.address().host(), id.address().port());
        return new Member(
                new UniqueAddress(address, id.uid()),
                number,
                MemberStatus.up(),
                CollectionConverters.asScala(roles).toSet(),
                Version.Zero());
    }
}
