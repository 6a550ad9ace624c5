package io.weir.registry.cluster;

import io.weir.registry.overrides.Entry;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerMessage;
import io.weir.registry.peer.Peers;
import java.util.Collection;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** The way to the others through one courier; when that is gone, nowhere. */
record CourierPeers(ActorRef<Courier.Command> courier, ActorRef<Replica.Command> replica) implements Peers {
    @Override
    public void tell(NodeId to, PeerMessage message) {
        courier.tell(new Courier.Send(List.of(to), message));
    }

    @Override
    public void tellAll(Collection<NodeId> to, PeerMessage message) {
        courier.tell(new Courier.Send(List.copyOf(to), message));
    }

    @Override
    public void replicate(List<Entry> entries) {
        replica.tell(new Replica.Put(List.copyOf(entries)));
    }
}
