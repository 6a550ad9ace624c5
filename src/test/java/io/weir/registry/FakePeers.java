package io.weir.registry;

import io.weir.model.HostPort;
import io.weir.registry.overrides.Entry;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerMessage;
import io.weir.registry.peer.PeerView;
import io.weir.registry.peer.Peers;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A control plane that only writes down what it is given. */
final class FakePeers implements Peers {
    static final NodeId SELF = node(1);

    final Queue<Sent> sent = new ConcurrentLinkedQueue<>();
    final Queue<List<Entry>> replicated = new ConcurrentLinkedQueue<>();

    record Sent(NodeId to, PeerMessage message) {}

    static NodeId node(int number) {
        return new NodeId(number, "node-" + number, new HostPort("127.0.0.1", 17_000 + number));
    }

    /** This node, then the others in their order; those after the first {@code reachable} ones cannot be reached. */
    static PeerView view(int reachable, NodeId... others) {
        List<PeerView.Member> members = new ArrayList<>();
        members.add(new PeerView.Member(SELF, true));
        for (NodeId other : others) {
            members.add(new PeerView.Member(other, members.size() <= reachable));
        }
        return new PeerView(SELF, members);
    }

    @Override
    public void tell(NodeId to, PeerMessage message) {
        sent.add(new Sent(to, message));
    }

    @Override
    public void replicate(List<Entry> entries) {
        replicated.add(entries);
    }

    /** What a node was sent of a kind, oldest first. */
    <T extends PeerMessage> List<T> to(NodeId node, Class<T> kind) {
        return sent.stream()
                .filter(each -> each.to().equals(node))
                .map(Sent::message)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    <T extends PeerMessage> T last(NodeId node, Class<T> kind) {
        return to(node, kind).getLast();
    }
}
