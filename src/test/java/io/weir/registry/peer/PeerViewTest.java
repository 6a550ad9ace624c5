package io.weir.registry.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.model.HostPort;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerViewTest {
    private static final NodeId OLD = node(9, "old", 1);
    private static final NodeId SELF = node(-5, "self", 2);
    private static final NodeId YOUNG = node(3, "young", 3);

    @Test
    void tellsTheOthersAndTheOldest() {
        PeerView view = new PeerView(
                SELF,
                List.of(
                        new PeerView.Member(OLD, false),
                        new PeerView.Member(SELF, true),
                        new PeerView.Member(YOUNG, true)));
        assertThat(view.others()).containsExactly(OLD, YOUNG);
        assertThat(view.reachableOthers()).containsExactly(YOUNG);
        assertThat(view.oldest()).isEqualTo(OLD);
        assertThat(view.alone()).isFalse();
        assertThat(PeerView.alone(SELF).alone()).isTrue();
        assertThat(PeerView.alone(SELF).oldest()).isEqualTo(SELF);
    }

    @Test
    void aNodeIsAlwaysAMember() {
        List<PeerView.Member> without = List.of(new PeerView.Member(OLD, true));
        assertThatThrownBy(() -> new PeerView(SELF, without)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anIncarnationIsItsUidAndAddress() {
        assertThat(node(1, "a", 1)).isEqualTo(node(1, "renamed", 1)).hasSameHashCodeAs(node(1, "renamed", 1));
        assertThat(node(1, "a", 1)).isNotEqualTo(node(2, "a", 1)).isNotEqualTo(node(1, "a", 2));
        assertThat(List.of(OLD, YOUNG, SELF).stream().sorted()).containsExactly(SELF, YOUNG, OLD);
    }

    private static NodeId node(long uid, String name, int port) {
        return new NodeId(uid, name, new HostPort("127.0.0.1", port));
    }
}
