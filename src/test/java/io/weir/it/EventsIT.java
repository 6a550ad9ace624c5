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
import java.util.concurrent.CompletableFuture;
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
        assertThat(asked.err().text()).contains("override node=n0 pool=web backend=a");
        assertThat(other.err().text()).doesNotContain("override node=");
        assertThat(events(other, "member-up"))
                .extracting(event -> event.get("node").asText())
                .contains("n0", "n1");
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
        assertThat(events(other, "listener-changed"))
                .extracting(event -> event.get("details"))
                .extracting(
                        of -> of.get("field").asText(),
                        of -> of.get("old").asText(),
                        of -> of.get("new").asText())
                .containsExactly(tuple("pool", "web", "web"), tuple("paused", "false", "true"));
        assertThat(events(other, "node-draining").getFirst().get("details").toString())
                .contains("\"old\":\"running\",\"new\":\"draining\"");
    }

    /** Of two who saw the same state at once only one changes it, and the other one is told so. */
    @Test
    void ofTwoOperatorsAtOnceOneIsTooLate() {
        for (int round = 1; round <= 10; round++) {
            String etag =
                    cluster.node(0).admin().get(BACKEND).json().get("etag").asText();
            String seen = "If-Match: \"" + etag + "\"";
            int one = round;
            List<CompletableFuture<AdminPort.Answer>> both = List.of(
                    CompletableFuture.supplyAsync(
                            () -> cluster.node(0).admin().ask("PATCH", BACKEND, "{\"weight\":" + one + "}", seen)),
                    CompletableFuture.supplyAsync(() ->
                            cluster.node(0).admin().ask("PATCH", BACKEND, "{\"weight\":" + (one + 500) + "}", seen)));
            List<Integer> statuses =
                    both.stream().map(each -> each.join().status()).sorted().toList();
            assertThat(statuses).containsExactly(200, 412);
            int winner = both.get(0).join().status() == 200 ? one : one + 500;
            Patience.until("both nodes to have the winner's weight")
                    .until(() -> List.of(0, 1).stream()
                            .allMatch(node -> cluster.node(node)
                                            .admin()
                                            .get(BACKEND)
                                            .json()
                                            .get("weight")
                                            .asInt()
                                    == winner));
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
