package io.weir;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Patience;
import io.weir.model.HostPort;
import io.weir.observe.NanoClock;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.StateAsk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Down;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How a control plane ends, and that another one follows whatever that was. */
class ClusterPlaneEndTest {
    private final List<TestNode> nodes = new ArrayList<>();

    @AfterEach
    void endAll() {
        nodes.parallelStream().forEach(TestNode::close);
    }

    private TestNode node(int i) {
        return nodes.get(i);
    }

    @Test
    @Tag("contract-8")
    void whateverAStartThrowsItIsTriedAgain() {
        Queue<Throwable> faults = new ConcurrentLinkedQueue<>(List.of(
                new TimeoutException("a bind that takes too long"), new LinkageError(), new StackOverflowError()));
        NanoClock faulty = new NanoClock() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public long epochMillis() {
                Throwable fault = faults.poll();
                if (fault != null) {
                    ClusterPlaneEndTest.<RuntimeException>raise(fault);
                }
                return System.currentTimeMillis();
            }
        };
        nodes.add(TestNode.with(faulty, "faulty", TestNode.addresses(1).getFirst()));
        node(0).start().awaitMembers(15, node(0));
        assertThat(node(0).plane().starts()).isEqualTo(4);
    }

    /** Throws undeclared what is checked, as Scala does. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void raise(Throwable fault) throws T {
        throw (T) fault;
    }

    @Test
    @Tag("contract-8")
    void anEndThatHangsIsNotWaitedForForEver() {
        List<HostPort> addresses = TestNode.addresses(1);
        nodes.add(TestNode.with(
                "pekko.coordinated-shutdown.phases.before-actor-system-terminate.timeout = 1h",
                "hanging",
                addresses.getFirst(),
                List.of()));
        node(0).start().awaitMembers(8, node(0));
        ActorSystem<?> system = node(0).plane().system();
        CoordinatedShutdown.get(system.classicSystem())
                .addTask("before-actor-system-terminate", "hang", (Supplier<CompletionStage<Done>>)
                        CompletableFuture::new);
        Cluster.get(system)
                .manager()
                .tell(new Down(Cluster.get(system).selfMember().address()));
        Patience.until("another one", 20).until(() -> node(0).stops() == 1);
        node(0).awaitMembers(10, node(0));
        assertThat(node(0).event("control-plane-restarted").details())
                .as("it was a member, and is not one whose wish to join nobody answered")
                .containsEntry("reason", "downed");
    }

    /**
     * Pekko tells a member of its own end as if the others were removed, one by one, and itself after those of lower addresses.
     * One that believed it would hold all caps to be its own, while the others lend them to each other.
     */
    @Test
    @Tag("contract-13")
    void aNodeThatIsPutOutIsNotToldThatTheOthersAreGone() {
        List<TestNode> all = List.of(oneClusterOfThree());
        TestNode last = Collections.max(all, Comparator.comparingInt((TestNode node) -> node.address.port()));
        List<TestNode> others = all.stream().filter(node -> !node.equals(last)).toList();
        TestNode.cut(List.of(last), others);
        Patience.until("the lone one's control plane to end", 30).until(() -> last.stops() >= 1);
        assertThat(last.partings.getFirst().others())
                .extracting(NodeId::name)
                .containsExactlyInAnyOrderElementsOf(
                        others.stream().map(node -> node.name).toList());
        assertThat(last.events()).doesNotContain("member-removed");
        Patience.until("the others to have removed it", 20)
                .until(() ->
                        others.stream().allMatch(node -> node.view().others().size() == 1));
    }

    /**
     * Whom Artery has quarantined nobody listens to any more, for as long as it lives: only another incarnation is heard. The
     * others, who did it, go on.
     */
    @Test
    @Tag("contract-8")
    void aNodeThatAnotherOneQuarantinesComesBackAsAnotherIncarnation() {
        TestNode[] all = oneClusterOfThree();
        NodeId before = node(2).view().self();
        node(0).quarantine(node(2));
        Patience.until("the quarantined one's control plane to end", 20).until(() -> node(2).stops() == 1);
        Patience.until("another one", 20).until(() -> node(2).isMember());
        TestNode.awaitOneCluster(20, all);
        assertThat(node(2).view().self().uid()).isNotEqualTo(before.uid());
        assertThat(node(2).event("control-plane-restarted").details()).containsEntry("reason", "downed");
        assertThat(List.of(node(0).stops(), node(1).stops())).containsOnly(0);
        NodeId back = node(2).view().self();
        Patience.until("words to go both ways").until(() -> {
            node(0).peers().tell(back, new StateAsk(7));
            node(2).peers().tell(node(0).view().self(), new StateAsk(8));
            return node(2).inbox.contains(new StateAsk(7)) && node(0).inbox.contains(new StateAsk(8));
        });
    }

    /**
     * Who is about to end takes the others for gone in good order, and answers to what they still say that it has done with
     * them. Of a cluster that believed it nothing would be left. It ends before it misses them, which this one therefore
     * never does: gossip passes a quarantine, and whom a node misses that itself is missed goes with it.
     */
    @Test
    @Tag("contract-8")
    void aNodeThatIsAboutToEndAndHasDoneWithTheOthersMakesNoneOfThemBeginAnew() {
        TestNode[] all = oneClusterOfThree("pekko.cluster.failure-detector.acceptable-heartbeat-pause = 1h");
        node(0).hasDoneWith(node(1));
        node(0).hasDoneWith(node(2));
        Patience.until("the others to have removed it", 20)
                .until(() -> node(1).events().contains("member-removed")
                        && node(2).events().contains("member-removed"));
        node(0).crash();
        Patience.until("it to end").until(() -> node(0).stops() == 1);
        TestNode.awaitOneCluster(30, all);
        assertThat(List.of(node(1).stops(), node(2).stops())).containsOnly(0);
    }

    @Test
    @Tag("contract-10")
    void aLeaveThatNobodyTakesNoteOfCanBeHurried() throws Exception {
        oneClusterOfThree();
        TestNode.cut(List.of(node(0)), List.of(node(1), node(2)));
        Patience.until("the others to be missed", 10)
                .until(() -> node(0).events().contains("member-unreachable"));
        CompletableFuture<Void> leaving = CompletableFuture.runAsync(() -> node(0).leave());
        assertThat(leaving).isNotDone();
        node(0).plane().hurry();
        assertThat(leaving).succeedsWithin(Duration.ofSeconds(6));
    }

    private TestNode[] oneClusterOfThree() {
        return oneClusterOfThree("");
    }

    /** The first one has these further settings of Pekko's. */
    private TestNode[] oneClusterOfThree(String pekko) {
        List<HostPort> addresses = TestNode.addresses(3);
        for (int i = 0; i < 3; i++) {
            nodes.add(TestNode.with(i == 0 ? pekko : "", "n" + i, addresses.get(i), addresses)
                    .start());
        }
        TestNode[] all = nodes.toArray(TestNode[]::new);
        TestNode.awaitOneCluster(15, all);
        return all;
    }
}
