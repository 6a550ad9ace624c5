package io.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.kit.Patience;
import io.weir.model.BackendKey;
import io.weir.model.HostPort;
import io.weir.registry.cluster.Sighting;
import io.weir.registry.overrides.Entry;
import io.weir.registry.overrides.Field;
import io.weir.registry.overrides.Overrides;
import io.weir.registry.overrides.Stamp;
import io.weir.registry.peer.ClockTell;
import io.weir.registry.peer.NodeFacts;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerMessage;
import io.weir.registry.peer.PeerView;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Several control planes in one JVM, with Artery between them. */
class ClusterPlaneTest {
    private final List<TestNode> nodes = new ArrayList<>();

    @AfterEach
    void endAll() {
        nodes.parallelStream().forEach(TestNode::close);
    }

    private void prepare(int count) {
        prepare(count, count);
    }

    /** The first of them are seeds: who misses one of those waits for it for a while. */
    private void prepare(int count, int seeds) {
        List<HostPort> addresses = TestNode.addresses(count);
        for (int i = 0; i < count; i++) {
            nodes.add(TestNode.of("n" + i, addresses.get(i), addresses.subList(0, seeds)));
        }
    }

    private TestNode[] all() {
        return nodes.toArray(TestNode[]::new);
    }

    private TestNode node(int i) {
        return nodes.get(i);
    }

    private void startThree() {
        prepare(3);
        nodes.forEach(TestNode::start);
        TestNode.awaitOneCluster(15, all());
    }

    @Test
    @Tag("contract-8")
    void nodesThatStartTogetherAreOneClusterAndAgreeWhoIsOldest() {
        startThree();
        Patience.until("all to agree").untilAsserted(() -> {
            List<NodeId> order =
                    node(0).view().members().stream().map(PeerView.Member::id).toList();
            for (TestNode node : nodes) {
                assertThat(node.view().members().stream().map(PeerView.Member::id))
                        .containsExactlyElementsOf(order);
                assertThat(node.view().self().name()).isEqualTo(node.name);
                assertThat(node.view().self().address()).isEqualTo(node.address);
                assertThat(node.events()).contains("cluster-joined");
                assertThat(node.stops()).isZero();
            }
        });
    }

    @Test
    void aNodeWithoutSeedsIsAClusterAtOnceAndTakesOthers() {
        List<HostPort> addresses = TestNode.addresses(2);
        nodes.add(TestNode.of("first", addresses.get(0), List.of()));
        nodes.add(TestNode.of("second", addresses.get(1), List.of(addresses.get(0))));
        assertThat(node(0).looks).hasValue(0);
        node(0).start().awaitMembers(8, node(0));
        assertThat(node(0).view().alone()).isTrue();
        assertThat(node(0).looks).hasValue(1);
        assertThat(node(0).portAtFirstLook).as("looks once it can").isTrue();
        node(1).start();
        TestNode.awaitOneCluster(10, all());
        assertThat(node(1).view().oldest().name()).isEqualTo("first");
        assertThat(node(0).stops()).isZero();
    }

    @Test
    void messagesArriveInOrderWithTheirSender() {
        startThree();
        NodeId to = node(1).view().self();
        for (int i = 0; i < 500; i++) {
            node(0).peers().tell(to, numbered(i));
        }
        node(0).peers().tell(to, new NodeFacts("x".repeat(70_000), 0, 0, "", Map.of()));
        Patience.until("the last one", 10).until(() -> node(1).inbox.size() >= 500);
        assertThat(node(1).inbox)
                .containsExactlyElementsOf(
                        IntStream.range(0, 500).mapToObj(i -> numbered(i)).toList());
        assertThat(node(1).senders).containsOnly(node(0).view().self());
        assertThat(node(2).inbox).isEmpty();
    }

    @Test
    void whatIsSaidIsEverywhereAtOnceAndKnownToWhoComesLater() {
        prepare(3, 2);
        node(0).start();
        node(1).start();
        List<Entry> many = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            many.add(entry("b" + i, 100 + i, "1"));
        }
        TestNode.awaitOneCluster(15, node(0), node(1));
        node(0).say(many);
        Patience.until("all on the other node", 5)
                .until(() -> node(1).overrides().entries().count() == 1000);
        node(1).say(List.of(entry("b7", 5000, "7"), entry("b8", 1, "too old")));
        node(2).start();
        TestNode.awaitOneCluster(15, all());
        Overrides wanted = Overrides.NONE
                .merge(many)
                .next()
                .merge(List.of(entry("b7", 5000, "7")))
                .next();
        for (TestNode node : nodes) {
            Patience.until(node.name + " to know all", 10)
                    .until(() -> node.overrides().value(field("b8")) != null
                            && node.overrides().entries().count() == 1000
                            && "7".equals(node.overrides().value(field("b7"))));
        }
        assertThat(node(2).overrides()).isEqualTo(wanted);
        assertThat(node(0).overrides()).isEqualTo(wanted);
    }

    @Test
    void whoLeavesIsRemovedWithoutBeingMissed() {
        startThree();
        node(0).leave();
        TestNode.awaitOneCluster(5, node(1), node(2));
        Patience.until("it to be told").until(() -> node(1).events().contains("member-removed"));
        assertThat(node(1).events()).doesNotContain("member-unreachable");
        assertThat(node(0).isMember()).isFalse();
    }

    @Test
    @Tag("contract-8")
    void aControlPlaneThatEndsComesBackAsAnother() {
        startThree();
        long before = node(2).view().self().uid();
        node(2).say(List.of(entry("kept", 1, "5")));
        node(2).crash();
        Patience.until("another one", 20).until(() -> node(2).stops() == 1);
        TestNode.awaitOneCluster(25, all());
        assertThat(node(2).view().self().uid()).isNotEqualTo(before);
        assertThat(node(2).events()).contains("control-plane-restarted");
        assertThat(node(0).stops() + node(1).stops()).isZero();
        Patience.until("what it knew", 5)
                .until(() -> "5".equals(node(0).overrides().value(field("kept"))));
    }

    @Test
    @Tag("contract-8")
    void aNodeCutOffComesBackByItselfWhenTheCutHeals() {
        startThree();
        TestNode.cut(List.of(node(2)), List.of(node(0), node(1)));
        node(0).awaitMembers(20, node(0), node(1));
        Patience.until("the lone one to start anew", 30).until(() -> node(2).stops() >= 1);
        node(2).awaitMembers(30, node(2));
        node(0).say(List.of(entry("here", 1, "1")));
        node(2).say(List.of(entry("there", 1, "2")));
        TestNode.heal(all());
        TestNode.awaitOneCluster(30, all());
        assertThat(node(0).stops() + node(1).stops()).isZero();
        assertThat(node(2).events()).contains("island-merged");
        for (TestNode node : nodes) {
            Patience.until("both sides' words on " + node.name, 5)
                    .until(() -> "1".equals(node.overrides().value(field("here")))
                            && "2".equals(node.overrides().value(field("there"))));
        }
    }

    @Test
    @Tag("contract-8")
    void islandsThatNeverMetBecomeOne() {
        prepare(3);
        TestNode.cut(List.of(node(0)), List.of(node(1)));
        TestNode.cut(List.of(node(0)), List.of(node(2)));
        TestNode.cut(List.of(node(1)), List.of(node(2)));
        try (Complaints complaints = Complaints.listen()) {
            nodes.forEach(TestNode::start);
            nodes.forEach(node -> node.awaitMembers(25, node));
            for (TestNode node : nodes) {
                assertThat(complaints.of("this node at " + node.address + ", which it advertises"))
                        .singleElement()
                        .asString()
                        .contains("no answer from 127.0.0.1:")
                        .doesNotContain("from " + node.address)
                        .contains("weir.cluster.advertise");
            }
        }
        TestNode.heal(all());
        TestNode.awaitOneCluster(30, all());
    }

    @Test
    @Tag("contract-8")
    void theFirstSeedIsNotNeeded() {
        prepare(3);
        node(1).start();
        node(2).start();
        TestNode.awaitOneCluster(25, node(1), node(2));
        node(0).start();
        TestNode.awaitOneCluster(15, all());
        assertThat(node(1).stops() + node(2).stops()).isZero();
    }

    @Test
    void twoNodesOfOneNameAreToldOf() {
        List<HostPort> addresses = TestNode.addresses(2);
        addresses.forEach(address -> nodes.add(TestNode.of("same", address, addresses)));
        nodes.forEach(TestNode::start);
        TestNode.awaitOneCluster(15, all());
        for (TestNode node : nodes) {
            Patience.until("it to be told").until(() -> node.events().contains("node-name-twice"));
            assertThat(node.events()).containsOnlyOnce("node-name-twice");
        }
    }

    /** More than any message may hold, said at once. */
    @Test
    void fiveThousandEntriesGoInMessagesThatAreSmallEnough() {
        prepare(3, 2);
        node(0).start();
        node(1).start();
        TestNode.awaitOneCluster(15, node(0), node(1));
        List<Entry> many = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            many.add(entry("b" + i, 100 + i, "x".repeat(60)));
        }
        try (Complaints complaints = Complaints.listen()) {
            node(0).say(many);
            Patience.until("all on the other node", 30)
                    .until(() -> node(1).overrides().entries().count() == many.size());
            node(2).start();
            Patience.until("all on one who comes later", 30)
                    .until(() -> node(2).overrides().entries().count() == many.size());
            assertThat(complaints.of("versized", "exceed", "too large", "max allowed"))
                    .isEmpty();
        }
    }

    @Test
    void anotherClustersNodeIsNotJoined() {
        List<HostPort> addresses = TestNode.addresses(2);
        nodes.add(TestNode.of("ours", addresses.get(0), "weir", addresses));
        nodes.add(TestNode.of("theirs", addresses.get(1), "other", addresses));
        nodes.forEach(TestNode::start);
        nodes.forEach(node -> node.awaitMembers(20, node));
        assertThat(node(0).view().alone()).isTrue();
        assertThat(node(1).view().alone()).isTrue();
    }

    @Test
    void allThatIsToSeeIsSeen() {
        startThree();
        Patience.until("facts of all", 10)
                .until(() -> node(0).plane().sighting().nodes().stream().allMatch(each -> each.facts() != null));
        Patience.until("all of all").untilAsserted(() -> {
            Sighting sighting = node(0).plane().sighting();
            assertThat(sighting.joined()).isTrue();
            assertThat(sighting.nodes()).hasSize(3).allSatisfy(each -> {
                assertThat(each.status()).isEqualTo("up");
                assertThat(each.reachable()).isTrue();
                assertThat(each.facts()).isNotNull();
                assertThat(each.facts().configHash())
                        .isEqualTo("hash-of-" + each.id().name());
            });
        });
        node(2).leave();
        assertThat(node(2).plane().sighting()).isEqualTo(Sighting.NONE);
    }

    @Test
    void managementAnswersReadsWhileThereIsAControlPlane() throws Exception {
        List<HostPort> addresses = TestNode.addresses(1);
        nodes.add(TestNode.of("lone", addresses.get(0), List.of()));
        assertThat(node(0).plane().routes()).isNull();
        node(0).start().awaitMembers(8, node(0));
        Patience.until("routes").until(() -> node(0).plane().routes() != null);
        assertThat(answer(HttpRequest.GET("/cluster/members"))).isEqualTo(200);
        assertThat(answer(HttpRequest.DELETE(
                        "/cluster/members/weir@127.0.0.1:" + addresses.get(0).port())))
                .isEqualTo(405);
        assertThat(node(0).isMember()).isTrue();
        node(0).leave();
        assertThat(node(0).plane().routes()).isNull();
    }

    private int answer(HttpRequest request) throws Exception {
        return node(0).plane()
                .routes()
                .apply(request)
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS)
                .status()
                .intValue();
    }

    @Test
    @Tag("contract-14")
    void aTakenClusterPortIsRefusedWithItsHolder() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            HostPort bind = new HostPort("127.0.0.1", taken.getLocalPort());
            assertThatThrownBy(() -> ClusterPlane.check(bind))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("weir.cluster.bind")
                    .hasMessageContaining("pid " + ProcessHandle.current().pid())
                    .extracting(refusal -> ((Refusal) refusal).exitCode())
                    .isEqualTo(ExitCode.SYSTEM);
        }
    }

    @Test
    @Tag("contract-8")
    void aPortThatIsTakenLaterIsWaitedFor() throws Exception {
        List<HostPort> addresses = TestNode.addresses(1);
        nodes.add(TestNode.of("late", addresses.get(0), List.of()));
        try (ServerSocket taken = new ServerSocket(addresses.get(0).port(), 1, InetAddress.getLoopbackAddress())) {
            node(0).start();
            Patience.until("a failed start", 10)
                    .until(() -> taken.isBound() && node(0).plane().starts() >= 2);
            assertThat(node(0).looks.get())
                    .as("who cannot have its port waits for nobody longer")
                    .isPositive();
            assertThat(node(0).isMember()).isFalse();
        }
        node(0).awaitMembers(15, node(0));
    }

    private static PeerMessage numbered(int i) {
        return new ClockTell(i);
    }

    private static Field field(String id) {
        return Field.of(new BackendKey("web", id, new HostPort("10.0.0.9", 80)), Field.WEIGHT);
    }

    private static Entry entry(String id, long time, String value) {
        return new Entry(field(id), new Stamp(time, 1), Stamp.NONE, value, "test", 0);
    }
}
