package io.weir.registry.inquiry;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Patience;
import io.weir.model.HostPort;
import io.weir.registry.peer.Blob;
import io.weir.registry.peer.Inquiry;
import io.weir.registry.peer.InquiryPart;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerMessage;
import io.weir.registry.peer.PeerView;
import io.weir.registry.peer.Peers;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Questions to other nodes and to this one, and what comes of those that are not answered. */
class InquiriesTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final NodeId SELF = node(1);
    private static final NodeId TWO = node(2);
    private static final NodeId THREE = node(3);
    private static final Blob WHAT = blob(9);

    private final Queue<PeerMessage> sent = new ConcurrentLinkedQueue<>();
    private final Peers peers = new Peers() {
        @Override
        public void tell(NodeId to, PeerMessage message) {
            sent.add(message);
        }
    };
    private final TestProbe<Inquired> asker = KIT.createTestProbe();
    private ActorRef<Inquiries.Command> inquiries;

    @BeforeEach
    void start() {
        inquiries = KIT.spawn(Inquiries.create(
                SELF.name(),
                Map.of(
                        "good", question -> CompletableFuture.completedFuture(List.of(blob(1), question)),
                        "bad",
                                question -> {
                                    throw new IllegalStateException("as a test wants it");
                                },
                        "never", question -> new CompletableFuture<>())));
        inquiries.tell(new Inquiries.Started(peers));
        members(true);
    }

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    private static NodeId node(int number) {
        return new NodeId(number, "n" + number, new HostPort("127.0.0.1", 17_000 + number));
    }

    private static Blob blob(int value) {
        return Blob.of(new byte[] {(byte) value});
    }

    private void members(boolean threeAnswers) {
        inquiries.tell(new Inquiries.Members(new PeerView(
                SELF,
                List.of(
                        new PeerView.Member(SELF, true),
                        new PeerView.Member(TWO, true),
                        new PeerView.Member(THREE, threeAnswers)))));
    }

    private void ask(String about, @Nullable String node) {
        inquiries.tell(new Inquiries.Ask(about, WHAT, node, asker.ref()));
    }

    private long asked(int count) {
        Patience.until("questions to be sent").until(() -> sent.size() >= count);
        return ((Inquiry) sent.element()).id();
    }

    private void part(NodeId from, long id, int number, boolean last) {
        inquiries.tell(new Inquiries.FromPeer(from, new InquiryPart(id, number, last, false, blob(number))));
    }

    @Test
    void everyNodesPartsAreGatheredInTheirOrder() {
        ask("good", null);
        long id = asked(2);
        part(TWO, id, 0, false);
        part(THREE, id, 0, true);
        part(TWO, id, 1, true);
        Inquired all = asker.receiveMessage();
        assertThat(all.unanswered()).isEmpty();
        assertThat(all.answers())
                .containsEntry("n1", List.of(blob(1), WHAT))
                .containsEntry("n2", List.of(blob(0), blob(1)))
                .containsEntry("n3", List.of(blob(0)));
    }

    @Test
    void whoIsSilentIsNamedInTimeAndWhoCannotBeReachedIsNotWaitedFor() {
        ask("good", null);
        part(TWO, asked(2), 0, true);
        long began = System.nanoTime();
        assertThat(asker.receiveMessage(Patience.seconds(20)).unanswered()).containsExactly("n3");
        assertThat(System.nanoTime() - began)
                .isLessThan(Inquiries.PATIENCE.plus(Patience.seconds(4)).toNanos());
        members(false);
        ask("good", "n3");
        assertThat(asker.receiveMessage().unanswered()).containsExactly("n3");
        assertThat(sent).hasSize(2);
    }

    @Test
    void anAnswerThatLacksAPartOrIsRefusedIsNone() {
        ask("good", null);
        long id = asked(2);
        part(TWO, id, 1, true);
        inquiries.tell(new Inquiries.FromPeer(THREE, InquiryPart.refusal(id)));
        Inquired none = asker.receiveMessage();
        assertThat(none.unanswered()).containsExactly("n2", "n3");
        assertThat(none.answers()).containsOnlyKeys("n1");
    }

    @Test
    void whoIsNoMemberAnyMoreIsNotWaitedFor() {
        ask("good", null);
        asked(2);
        inquiries.tell(new Inquiries.Stopped());
        assertThat(asker.receiveMessage().unanswered()).containsExactly("n2", "n3");
        ask("good", null);
        assertThat(asker.receiveMessage().answers()).containsOnlyKeys("n1");
    }

    @Test
    void aFaultInAnAnswerIsNoAnswer() {
        ask("bad", "n1");
        assertThat(asker.receiveMessage().unanswered()).containsExactly("n1");
        ask("unheard-of", "n1");
        assertThat(asker.receiveMessage().unanswered()).containsExactly("n1");
        ask("good", "nobody");
        assertThat(asker.receiveMessage()).isEqualTo(new Inquired(Map.of(), List.of(), false));
    }

    @Test
    void tooManyOpenQuestionsAreRefusedAndRoomComesBack() {
        for (int i = 0; i < Inquiries.MOST_OPEN + 5; i++) {
            ask("never", "n1");
        }
        for (int i = 0; i < 5; i++) {
            assertThat(asker.receiveMessage().busy()).isTrue();
        }
        for (int i = 0; i < Inquiries.MOST_OPEN; i++) {
            assertThat(asker.receiveMessage(Patience.seconds(20)).unanswered()).containsExactly("n1");
        }
        ask("good", "n1");
        assertThat(asker.receiveMessage().answers()).containsOnlyKeys("n1");
    }

    @Test
    void othersAreAnsweredOrRefusedButNeverMoreThanSoManyAtOnce() {
        inquiries.tell(new Inquiries.FromPeer(TWO, new Inquiry(7, "good", WHAT)));
        Patience.until("both parts").until(() -> sent.size() == 2);
        assertThat(sent)
                .containsExactly(
                        new InquiryPart(7, 0, false, false, blob(1)), new InquiryPart(7, 1, true, false, WHAT));
        sent.clear();
        inquiries.tell(new Inquiries.FromPeer(TWO, new Inquiry(8, "of a later version", WHAT)));
        Patience.until("a refusal").until(() -> sent.contains(InquiryPart.refusal(8)));
        sent.clear();
        for (int i = 0; i < Inquiries.MOST_ANSWERING + 1; i++) {
            inquiries.tell(new Inquiries.FromPeer(TWO, new Inquiry(i, "never", WHAT)));
        }
        Patience.until("the one too many to be refused")
                .until(() -> sent.contains(InquiryPart.refusal(Inquiries.MOST_ANSWERING)));
        assertThat(sent.element()).isEqualTo(InquiryPart.refusal(Inquiries.MOST_ANSWERING));
        Patience.until("the others to be given up").until(() -> sent.size() == Inquiries.MOST_ANSWERING + 1);
    }
}
