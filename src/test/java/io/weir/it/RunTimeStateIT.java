package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.kit.AccessLog;
import io.weir.kit.AdminPort;
import io.weir.kit.Ending;
import io.weir.kit.FakeBackend;
import io.weir.kit.Manners;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.kit.Transport;
import io.weir.kit.WeirCluster;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What was said over the API lasts, and its deadlines are kept. */
class RunTimeStateIT {
    private static final String BACKENDS = "/api/v1/pools/web/backends";

    private FakeBackend a;
    private FakeBackend b;
    private WeirFile file;
    private WeirProcess weir;

    @BeforeEach
    void start() {
        a = FakeBackend.start(Manners.greeting("a"));
        b = FakeBackend.start(Manners.greeting("b"));
        file = WeirFile.with(Transport.NATIVE)
                .listener("web", "")
                .pool("web", "algorithm = round-robin", at("a", a), at("b", b))
                .add("weir.shutdown.close-over = 600ms\n");
        weir = WeirProcess.start(file);
    }

    @AfterEach
    void stop() {
        weir.close();
        a.close();
        b.close();
    }

    private static String at(String id, FakeBackend backend) {
        return "{ id = %s, address = \"%s\" }".formatted(id, backend.hostPort());
    }

    private JsonNode done(int status, String method, String path, String json) {
        AdminPort.Answer answer = weir.admin().ask(method, path, json);
        assertThat(answer.status()).as("%s %s: %s", method, path, answer).isEqualTo(status);
        return answer.json();
    }

    private String connect() throws IOException {
        try (Peer client = Peer.dial(weir.listener("web"))) {
            return client.receive(1);
        }
    }

    @Test
    void whatWasChangedOutlivesAKilledNode() throws IOException {
        try (FakeBackend c = FakeBackend.start(Manners.greeting("c"))) {
            assertThat(done(200, "PATCH", BACKENDS + "/a", "{\"weight\":0}")
                            .get("durable")
                            .asBoolean())
                    .isTrue();
            done(200, "PATCH", BACKENDS + "/b", "{\"state\":\"maintenance\"}");
            done(201, "PUT", "/api/v1/pools/extra", "{\"algorithm\":\"first\"}");
            JsonNode put = done(201, "PUT", BACKENDS + "/x", "{\"address\":\"" + c.hostPort() + "\",\"weight\":4}");
            assertThat(put.get("durable").asBoolean()).isTrue();
            weir.kill();
            weir = WeirProcess.start(file);
            assertThat(done(200, "GET", BACKENDS + "/a", "").get("weight").asInt())
                    .isZero();
            assertThat(done(200, "GET", BACKENDS + "/b", "").get("state").asText())
                    .isEqualTo("maintenance");
            JsonNode x = done(200, "GET", BACKENDS + "/x", "");
            assertThat(x.get("origin").asText()).isEqualTo("api");
            assertThat(x.get("weight").asInt()).isEqualTo(4);
            JsonNode extra = done(200, "GET", "/api/v1/pools/extra", "");
            assertThat(extra.get("algorithm").asText()).isEqualTo("first");
            assertThat(extra.get("origin").asText()).isEqualTo("api");
            assertThat(connect()).isEqualTo("c");
        }
    }

    private void launch(WeirFile lonely) {
        weir = WeirProcess.launch(lonely);
        Patience.until("its admin port").until(() -> weir.err().text().contains("admin address="));
    }

    /** It has found none of its seeds, so there is no control plane: what clients reach is changed all the same. */
    @Test
    void aNodeOfNoClusterTakesWrites() throws IOException {
        WeirFile lonely = WeirFile.with(Transport.NATIVE)
                .listener("web", "")
                .pool("web", "algorithm = round-robin", at("a", a), at("b", b))
                .add(
                        "weir { node.name = lonely, cluster.bind = \"127.0.0.1:0\", cluster.seeds = [\"127.0.0.1:1\"] }\n");
        weir.close();
        launch(lonely);
        assertThat(WeirCluster.members(weir)).isZero();
        JsonNode b0 = done(200, "PATCH", BACKENDS + "/b", "{\"state\":\"maintenance\"}");
        assertThat(b0.get("durable").asBoolean()).isTrue();
        assertThat(b0.get("unconfirmed")).isEmpty();
        done(201, "PUT", "/api/v1/pools/extra", "{\"algorithm\":\"first\"}");
        for (int i = 0; i < 4; i++) {
            assertThat(connect()).isEqualTo("a");
        }
        assertThat(weir.err().text()).doesNotContain("cluster-joined");
        weir.kill();
        launch(lonely);
        assertThat(done(200, "GET", BACKENDS + "/b", "").get("state").asText()).isEqualTo("maintenance");
        assertThat(connect()).isEqualTo("a");
        assertThat(WeirCluster.members(weir)).isZero();
    }

    @Test
    @Tag("contract-6")
    void fromTheDeadlineOnWhatIsLeftIsEndedOrderlyAndSpread() throws IOException {
        done(200, "PATCH", BACKENDS + "/b", "{\"weight\":0}");
        List<Peer> held = new ArrayList<>();
        try {
            for (int i = 0; i < 6; i++) {
                Peer client = Peer.dial(weir.listener("web"));
                held.add(client);
                client.readTimeout(Patience.seconds(10));
                assertThat(client.receive(1)).isEqualTo("a");
            }
            done(200, "PATCH", BACKENDS + "/b", "{\"weight\":null}");
            Instant start = Instant.now();
            JsonNode view = done(200, "PATCH", BACKENDS + "/a", "{\"state\":\"draining\",\"deadline\":\"500ms\"}");
            assertThat(view.get("deadline").asText()).isEqualTo("500ms");
            List<Long> ends = new ArrayList<>();
            for (Peer client : held) {
                assertThat(client.ending().how()).isEqualTo(Ending.How.FIN);
                AccessLog.Line line = weir.accessLog().of(client);
                assertThat(line.reason()).isEqualTo("drained");
                ends.add(Duration.between(start, line.ended()).toMillis());
            }
            // As the node wrote them down: its clients may be held up, and then see all of them at once
            long first = ends.stream().min(Long::compare).orElseThrow();
            long last = ends.stream().max(Long::compare).orElseThrow();
            assertThat(first).as("the first end after %s ms", ends).isGreaterThanOrEqualTo(450);
            assertThat(last - first)
                    .as("from the first end to the last: %s ms", ends)
                    .isGreaterThan(200);
            assertThat(connect()).isEqualTo("b");
        } finally {
            for (Peer client : held) {
                client.close();
            }
        }
    }
}
