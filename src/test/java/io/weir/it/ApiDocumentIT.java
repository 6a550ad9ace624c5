package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.kit.AdminPort;
import io.weir.kit.FakeBackend;
import io.weir.kit.Manners;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.kit.Transport;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A started node answers each read of its OpenAPI document, Pekko Management's included, in a way that the document tells.
 * Its port is bound to every address, and there is no token.
 */
class ApiDocumentIT {
    @Test
    void everyReadOfTheDocumentIsAnsweredAsItSaysAndNoWriteWithoutAToken() throws IOException {
        try (FakeBackend backend = FakeBackend.start(Manners.greeting("a"));
                WeirProcess weir = WeirProcess.start(WeirFile.with(Transport.NATIVE)
                        .service("web", "{ id = b1, address = \"" + backend.hostPort() + "\" }")
                        .add("weir.admin.bind = \"0.0.0.0:0\"\n"))) {
            JsonNode document = weir.admin().get("/api/v1/openapi.json").json();
            Patience.until("the node's own cluster")
                    .until(() -> weir.admin().get("/cluster/members").status() == 200);
            String self =
                    weir.admin().get("/cluster/members").json().get("selfNode").asText();
            Map<String, String> places = Map.of(
                    "listener",
                    "web",
                    "pool",
                    "web",
                    "id",
                    "b1",
                    "address",
                    URLEncoder.encode(self, StandardCharsets.UTF_8));
            List<String> asked = new ArrayList<>();
            document.get("paths").properties().forEach(path -> {
                if (path.getValue().has("get")) {
                    String filled = path.getKey();
                    for (Map.Entry<String, String> place : places.entrySet()) {
                        filled = filled.replace("{" + place.getKey() + "}", place.getValue());
                    }
                    JsonNode answers = path.getValue().at("/get/responses/200/content");
                    asked.add(path.getKey());
                    answered(weir, filled, document, answers);
                }
            });
            assertThat(asked)
                    .contains("/alive", "/ready", "/metrics", "/cluster/members", "/cluster/members/{address}")
                    .contains("/cluster/domain-events", "/api/v1/events/stream", "/api/v1/pools/{pool}/backends/{id}")
                    .hasSizeGreaterThan(18);
            noWrite(weir);
        }
    }

    /** Whoever reaches the port may look; what would change something is refused, and he is told what to do. */
    private static void noWrite(WeirProcess weir) {
        JsonNode caller = weir.admin().get("/api/v1/cluster").json().get("caller");
        assertThat(caller.get("role").asText()).isEqualTo("viewer");
        String one = "/api/v1/pools/web/backends/b1";
        String before = weir.admin().get(one).json().get("etag").asText();
        for (AdminPort.Answer answer : List.of(
                weir.admin().ask("PATCH", one, "{\"weight\":7}"),
                weir.admin().ask("POST", "/api/v1/node/leave", ""),
                weir.admin().ask("PUT", "/api/v1/log/level", "{\"level\":\"trace\"}"))) {
            assertThat(answer.status()).as("%s", answer).isEqualTo(403);
            assertThat(answer.json().get("detail").asText())
                    .contains("weir.admin.tokens = [{ name = ops, role = admin, ", "SIGHUP");
        }
        assertThat(weir.admin().get(one).json().get("etag").asText()).isEqualTo(before);
        assertThat(weir.alive()).isTrue();
    }

    private static void answered(WeirProcess weir, String path, JsonNode document, JsonNode answers) {
        if (answers.has("text/event-stream")) {
            assertThat(beginning(weir, path))
                    .as(path)
                    .startsWith("HTTP/1.1 200 ")
                    .contains("Content-Type: text/event-stream");
            return;
        }
        AdminPort.Answer answer = weir.admin().get(path);
        assertThat(answer.status()).as("%s: %s", path, answer).isEqualTo(200);
        String type = answer.head()
                .lines()
                .filter(line -> line.startsWith("Content-Type: "))
                .map(line -> line.replaceAll("^Content-Type: |;.*", ""))
                .findFirst()
                .orElse("none");
        assertThat(answers.has(type)).as("%s is %s", path, type).isTrue();
        if (type.equals("application/json") && !path.endsWith("openapi.json")) {
            JsonNode schema = document.at(
                    answers.at("/application~1json/schema/$ref").asText().substring(1));
            assertThat(schema.isObject()).as(path).isTrue();
            schema.get("required")
                    .forEach(name -> assertThat(answer.json().has(name.asText()))
                            .as("%s has %s", path, name)
                            .isTrue());
            answer.json()
                    .fieldNames()
                    .forEachRemaining(
                            name -> assertThat(schema.get("properties").has(name))
                                    .as("%s of %s is in the document", name, path)
                                    .isTrue());
        }
    }

    private static String beginning(WeirProcess weir, String path) {
        try (Peer peer = Peer.dial(weir.adminAddress())) {
            peer.send("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
            StringBuilder head = new StringBuilder();
            while (!head.toString().endsWith("\r\n\r\n")) {
                head.append(peer.receive(1));
            }
            return head.toString();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(path, e);
        }
    }
}
