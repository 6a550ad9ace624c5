package io.weir;

import io.weir.registry.BackendRegistry;
import io.weir.registry.cluster.Bridge;
import io.weir.registry.inquiry.Inquiries;
import io.weir.registry.overrides.Entry;
import io.weir.registry.peer.Inquiry;
import io.weir.registry.peer.InquiryPart;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerMessage;
import io.weir.registry.peer.PeerView;
import io.weir.registry.peer.Peers;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** Tells the registry, and whoever asks and answers inquiries, what the control planes say, one after the other. */
record PeerLink(ActorRef<BackendRegistry.Command> registry, ActorRef<Inquiries.Command> inquiries) implements Bridge {
    @Override
    public void started(Peers peers) {
        registry.tell(new BackendRegistry.PeersStarted(peers));
        inquiries.tell(new Inquiries.Started(peers));
    }

    @Override
    public void changed(PeerView view) {
        registry.tell(new BackendRegistry.PeersChanged(view));
        inquiries.tell(new Inquiries.Members(view));
    }

    @Override
    public void from(NodeId node, PeerMessage message) {
        switch (message) {
            case Inquiry inquiry -> inquiries.tell(new Inquiries.FromPeer(node, inquiry));
            case InquiryPart part -> inquiries.tell(new Inquiries.FromPeer(node, part));
            default -> registry.tell(new BackendRegistry.FromPeer(node, message));
        }
    }

    @Override
    public void merged(List<Entry> entries) {
        registry.tell(new BackendRegistry.Merged(entries));
    }

    @Override
    public void stopped() {
        registry.tell(new BackendRegistry.PeersStopped());
        inquiries.tell(new Inquiries.Stopped());
    }
}
