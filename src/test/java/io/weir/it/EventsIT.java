package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.kit.AdminPort;
import io.weir.kit.FakeBackend;
import io.weir.kit.Manners;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.kit.Transport;
import io.weir.kit.WeirCluster;
import io.weir.kit.WeirProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens in a cluster of two real nodes, read and followed on either. */
class EventsIT {
    private static final String BACKEND = "/api/v1/pools/web/backends/a";

    private FakeBackend backend;
    private WeirCluster cluster;

    @BeforeEach
    void start() {
        backend = FakeBackend.start(Manners.greeting("a"));
        cluster = WeirCluster.start(
                2,
                Transport.NATIVE,
                (file, node) -> file.service("web", "{ id = a, address = \"" + backend.hostPort() + "\" }"));
    }

    @AfterEach
    void stop() {
        cluster.close();
        backend.close();
    }

    private static List<JsonNode> events(WeirProcess node, String type) {
        AdminPort.Answer answer = node.admin().get("/api/v1/events");
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        List<JsonNode> events = new ArrayList<>();
        answer.json().get("events").forEach(event -> {
            if (event.get("type").asText().equals(type)) {
                events.add(event);
            }
        });
        return events;
    }

    @Test
    void aWriteIsAnEventOnEveryNodeAndInTheLogOfOne() throws IOException {
        WeirProcess asked = cluster.node(0);
        WeirProcess other = cluster.node(1);
        try (Peer peer = Peer.dial(other.adminAddress())) {
            peer.readTimeout(Patience.seconds(20));
            peer.send("GET /api/v1/events/stream?limit=0 HTTP/1.1\r\nHost: localhost\r\n\r\n");
            BufferedReader stream = new BufferedReader(new InputStreamReader(peer.in(), StandardCharsets.UTF_8));
            assertThat(stream.readLine()).contains("200");
            for (String line = stream.readLine(); !line.startsWith(": "); ) {
                line = stream.readLine();
            }
            assertThat(asked.admin().ask("PATCH", BACKEND, "{\"weight\":7}").status())
                    .isEqualTo(200);
            String data = stream.readLine();
            while (!data.contains("\"override\"")) {
                data = stream.readLine();
            }
            JsonNode followed = new ObjectMapper().readTree(data.substring(data.indexOf('{')));
            assertThat(followed.get("node").asText()).isEqualTo("n0");
            JsonNode details = followed.get("details");
            assertThat(details.get("field").asText()).isEqualTo("weight");
            assertThat(details.get("old").asText()).isEmpty();
            assertThat(details.get("new").asText()).isEqualTo("7");
            assertThat(details.get("by").asText()).isEqualTo("anyone");
            assertThat(details.get("from").asText()).startsWith("127.0.0.1:");
        }
        for (WeirProcess node : List.of(asked, other)) {
            assertThat(events(node, "override")).hasSize(1);
        }
        Patience.until("the line in the log")
                .until(() -> asked.err().text().contains("override node=n0 pool=web backend=a"));
        assertThat(other.err().text()).doesNotContain("override node=");
        Patience.until("both members")
                .untilAsserted(() -> assertThat(events(other, "member-up"))
                        .extracting(event -> event.get("node").asText())
                        .contains("n0", "n1"));
    }

    @Test
    void whatIsDoneToANodeIsAnEventWithWhoAndFromWhereAndWhat() {
        AdminPort asked = cluster.node(0).admin();
        assertThat(asked.ask("PATCH", "/api/v1/listeners/web", "{\"pool\":null,\"paused\":true}")
                        .status())
                .isEqualTo(200);
        for (String act : List.of("reload", "node/drain", "node/ready", "node/leave")) {
            assertThat(asked.ask("POST", "/api/v1/" + act, "").status()).as(act).isBetween(200, 202);
        }
        WeirProcess other = cluster.node(1);
        for (String type : List.of("listener-changed", "reload", "node-draining", "node-ready", "node-leaving")) {
            Patience.until(type).until(() -> !events(other, type).isEmpty());
            assertThat(events(other, type)).allSatisfy(event -> {
                assertThat(event.get("details").get("by").asText()).isEqualTo("anyone");
                assertThat(event.get("details").get("from").asText()).startsWith("127.0.0.1:");
            });
        }
        Patience.until("both fields")
                .untilAsserted(() -> assertThat(events(other, "listener-changed"))
                        .extracting(event -> event.get("details"))
                        .extracting(
                                of -> of.get("field").asText(),
                                of -> of.get("old").asText(),
                                of -> of.get("new").asText())
                        .containsExactly(tuple("pool", "web", "web"), tuple("paused", "false", "true")));
        assertThat(events(other, "node-draining").getFirst().get("details").toString())
                .contains("\"old\":\"running\",\"new\":\"draining\"");
    }

    /**
     * Of two who saw the same state at once on one node only one changes it, and the other one is told so. Through two nodes
     * both may change it, and then the later one's holds on both and the other one's is told in an event.
     */
    @Test
    void ofTwoOperatorsAtOnceOneIsTooLateAndThroughTwoNodesTheLaterHoldsEverywhere() {
        for (int round = 1; round <= 10; round++) {
            String etag =
                    cluster.node(0).admin().get(BACKEND).json().get("etag").asText();
            String seen = "If-Match: \"" + etag + "\"";
            int one = round;
            List<CompletableFuture<AdminPort.Answer>> both = atOnce(0, 0, one, seen);
            List<Integer> statuses =
                    both.stream().map(each -> each.join().status()).sorted().toList();
            assertThat(statuses).containsExactly(200, 412);
            int winner = both.get(0).join().status() == 200 ? one : one + 500;
            Patience.until("both nodes to have the winner's weight")
                    .until(() -> weights(), List.of(winner, winner)::equals);
        }
        assertThat(events(cluster.node(0), "override-lost")).isEmpty();

        int rounds = 0;
        while (lost() == null && rounds < 100) {
            int one = ++rounds;
            assertThat(atOnce(0, 1, one))
                    .extracting(each -> each.join().status())
                    .containsExactly(200, 200);
            Patience.until("both nodes to agree")
                    .until(() -> Set.of(List.of(one, one), List.of(one + 500, one + 500))
                            .contains(weights()));
        }
        // It is told some rounds late
        JsonNode lost = Patience.until("one loss of a hundred times at once").until(this::lost, Objects::nonNull);
        int holds = lost.get("details").get("holds").asInt();
        int lighter = Math.min(holds, lost.get("details").get("lost").asInt());
        assertThat(lighter).isBetween(1, rounds);
        assertThat(List.of(holds, lost.get("details").get("lost").asInt()))
                .containsExactlyInAnyOrder(lighter, lighter + 500);
        assertThat(lost.get("details").get("field").asText()).isEqualTo("weight");
        assertThat(lost.get("details").get("lostBy").asText()).isEqualTo("anyone");
        Patience.until("both nodes to tell of it")
                .until(() -> Stream.of(0, 1)
                        .noneMatch(node ->
                                events(cluster.node(node), "override-lost").isEmpty()));
    }

    private @Nullable JsonNode lost() {
        return Stream.of(0, 1)
                .flatMap(node -> events(cluster.node(node), "override-lost").stream())
                .findFirst()
                .orElse(null);
    }

    /** The backend's weight as each node has it. */
    private List<Integer> weights() {
        return Stream.of(0, 1)
                .map(node -> cluster.node(node)
                        .admin()
                        .get(BACKEND)
                        .json()
                        .get("weight")
                        .asInt())
                .toList();
    }

    /** Two operators who set a weight and one heavier by five hundred, at the same moment. */
    private List<CompletableFuture<AdminPort.Answer>> atOnce(int first, int second, int weight, String... headers) {
        CyclicBarrier together = new CyclicBarrier(2);
        return List.of(weigh(first, weight, together, headers), weigh(second, weight + 500, together, headers));
    }

    private CompletableFuture<AdminPort.Answer> weigh(int node, int weight, CyclicBarrier together, String... headers) {
        return CompletableFuture.supplyAsync(
                () -> {
                    meet(together);
                    return cluster.node(node).admin().ask("PATCH", BACKEND, "{\"weight\":" + weight + "}", headers);
                },
                Thread::startVirtualThread);
    }

    private static void meet(CyclicBarrier together) {
        try {
            together.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aNodeThatStartsAgainKnowsWhatHappenedBefore() {
        assertThat(cluster.node(1)
                        .admin()
                        .ask("PATCH", BACKEND, "{\"weight\":3}")
                        .status())
                .isEqualTo(200);
        String id =
                cluster.node(1).admin().get("/api/v1/events").json().get("next").asText();
        Patience.until("the other one to have heard of it")
                .until(() -> events(cluster.node(0), "override").size() == 1);
        cluster.node(1).kill();
        cluster.launch(1).awaitReady();
        cluster.awaitOne(30);
        Patience.until("its events of before")
                .until(() -> events(cluster.node(1), "override").size() == 1);
        JsonNode after =
                cluster.node(1).admin().get("/api/v1/events?since=" + id).json();
        assertThat(after.get("gap").asBoolean()).as("an id of before").isTrue();
        assertThat(events(cluster.node(1), "override").getFirst().get("node").asText())
                .isEqualTo("n1");
    }
}
