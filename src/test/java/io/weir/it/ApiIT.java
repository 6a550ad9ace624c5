package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.kit.AdminPort;
import io.weir.kit.Aftermath;
import io.weir.kit.FakeBackend;
import io.weir.kit.Manners;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.kit.Transport;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The API of a started node. */
class ApiIT {
    private static final String BACKENDS = "/api/v1/pools/web/backends";

    private FakeBackend a;
    private FakeBackend b;
    private WeirProcess weir;

    @BeforeEach
    void start() {
        a = FakeBackend.start(Manners.greeting("a"));
        b = FakeBackend.start(Manners.greeting("b"));
        weir = WeirProcess.start(WeirFile.with(Transport.NATIVE)
                .listener("web", "")
                .pool(
                        "web",
                        "algorithm = round-robin, health-check { type = tcp, interval = 100ms, timeout = 100ms }",
                        at("a", a),
                        at("b", b)));
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

    private String connect() throws IOException {
        try (Peer client = Peer.dial(weir.listener("web"))) {
            return client.receive(1);
        }
    }

    private JsonNode get(String path) {
        AdminPort.Answer answer = weir.admin().get(path);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer.json();
    }

    @Test
    void readsSayWhatIs() throws IOException {
        try (Peer client = Peer.dial(weir.listener("web"))) {
            String first = client.receive(1);
            JsonNode backend = get(BACKENDS + "/" + first);
            assertThat(backend.get("health").asText()).isEqualTo("up");
            assertThat(backend.get("state").asText()).isEqualTo("ready");
            assertThat(backend.get("connections").get("total").asInt()).isEqualTo(1);
            assertThat(backend.get("totals").get("connections").asInt()).isEqualTo(1);
            JsonNode listener = get("/api/v1/listeners/web");
            assertThat(listener.get("connections").asInt()).isEqualTo(1);
            assertThat(listener.get("addresses").get(0).asText())
                    .endsWith(":" + weir.listener("web").getPort());
            assertThat(get("/api/v1/cluster")
                            .get("nodes")
                            .get(0)
                            .get("connections")
                            .asInt())
                    .isEqualTo(1);
        }
        Patience.until("the connection's end to be counted")
                .until(() ->
                        get("/api/v1/pools/web").get("connections").get("total").asInt() == 0);
        assertThat(get(BACKENDS).get("backends").findValuesAsText("id")).containsExactly("a", "b");
        b.stopListening();
        Patience.until("b to be down")
                .until(() -> get(BACKENDS + "/b").get("health").asText().equals("down"));
        assertThat(get(BACKENDS + "/b").get("reason").asText()).isNotBlank();
        assertThat(weir.admin().get(BACKENDS + "/c").status()).isEqualTo(404);
        assertThat(connect()).isEqualTo("a");
    }

    @Test
    void whatNobodyUnderstandsIsAProblem() {
        Aftermath aftermath = new Aftermath(weir);
        for (String path : new String[] {"/api/v1/%zz", "/api/v1/" + "x".repeat(5000), "/api/v1/pools?x=%"}) {
            AdminPort.Answer answer = weir.admin().get(path);
            assertThat(answer.status()).isBetween(400, 414);
            assertThat(answer.head()).contains("application/problem+json");
            assertThat(answer.json().get("detail").asText()).isNotBlank();
        }
        aftermath.check();
    }
}
