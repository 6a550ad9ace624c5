package io.weir.registry.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.HostPort;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerView;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RosterTest {
    private static final NodeId A = node(1, "a");
    private static final NodeId B = node(2, "b");
    private static final NodeId C = node(3, "c");

    /** Whatever its address is: the others are removed before it, after it, or some of them so. */
    @Test
    @Tag("contract-13")
    void whoIsPutOutIsNotToldThatTheOthersAreGone() {
        for (NodeId self : List.of(A, B, C)) {
            assertThat(SimRoster.ending(seenBy(self)))
                    .as(self.name())
                    .allSatisfy(view -> assertThat(view.others()).hasSize(2));
        }
    }

    @Test
    @Tag("contract-13")
    void whoStaysIsToldThatTheOthersAreGone() {
        for (NodeId self : List.of(A, B, C)) {
            List<NodeId> others =
                    Stream.of(A, B, C).filter(node -> !node.equals(self)).toList();
            PeerView left = SimRoster.removing(seenBy(self), others).getLast();
            assertThat(left.alone()).as(self.name()).isTrue();
        }
    }

    /** Cut off: it reaches nobody else. */
    private static PeerView seenBy(NodeId self) {
        return new PeerView(
                self,
                Stream.of(A, B, C)
                        .map(node -> new PeerView.Member(node, node.equals(self)))
                        .toList());
    }

    private static NodeId node(long uid, String name) {
        return new NodeId(uid, name, new HostPort(name, 17355));
    }
}
