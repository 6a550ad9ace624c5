package io.weir;

import io.weir.registry.BackendRegistry;
import io.weir.registry.cluster.Bridge;
import io.weir.registry.overrides.Entry;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerMessage;
import io.weir.registry.peer.PeerView;
import io.weir.registry.peer.Peers;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** Tells the registry what the control planes say, one after the other. */
record PeerLink(ActorRef<BackendRegistry.Command> registry) implements Bridge {
    @Override
    public void started(Peers peers) {
        registry.tell(new BackendRegistry.PeersStarted(peers));
    }

    @Override
    public void changed(PeerView view) {
        registry.tell(new BackendRegistry.PeersChanged(view));
    }

    @Override
    public void from(NodeId node, PeerMessage message) {
        registry.tell(new BackendRegistry.FromPeer(node, message));
    }

    @Override
    public void merged(List<Entry> entries) {
        registry.tell(new BackendRegistry.Merged(entries));
    }

    @Override
    public void stopped() {
        registry.tell(new BackendRegistry.PeersStopped());
    }
}
