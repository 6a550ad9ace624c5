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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A state file that is damaged or cannot be written, on a started node. */
class StateFileIT {
    private static final String BACKENDS = "/api/v1/pools/web/backends/";

    private final WeirFile file = WeirFile.with(Transport.NATIVE);
    private FakeBackend a;
    private FakeBackend b;
    private WeirProcess weir;

    @BeforeEach
    void start() {
        a = FakeBackend.start(Manners.greeting("a"));
        b = FakeBackend.start(Manners.greeting("b"));
        file.listener("web", "").pool("web", "algorithm = round-robin", at("a", a), at("b", b));
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

    private JsonNode done(String method, String path, String json) {
        AdminPort.Answer answer = weir.admin().ask(method, BACKENDS + path, json);
        assertThat(answer.status()).as("%s", answer).isBetween(200, 204);
        return answer.status() == 204 ? null : answer.json();
    }

    private JsonNode get(String id) {
        return weir.admin().get(BACKENDS + id).json();
    }

    private Path data(String name) {
        return file.folder().resolve("data").resolve(name);
    }

    private String connect() throws IOException {
        try (Peer client = Peer.dial(weir.listener("web"))) {
            return client.receive(1);
        }
    }

    private void assertAllGoTo(String backend) throws IOException {
        for (int i = 0; i < 20; i++) {
            assertThat(connect()).isEqualTo(backend);
        }
    }

    @Test
    void aDamagedStateIsSetAsideAndSaid() throws IOException {
        done("PATCH", "b", "{\"state\": \"maintenance\"}");
        weir.kill();
        byte[] whole = Files.readAllBytes(data("state.json"));
        Files.write(data("state.json"), Arrays.copyOf(whole, whole.length / 2));
        weir = WeirProcess.start(file);
        assertThat(weir.err().text()).contains("state-set-aside").contains("it is damaged");
        try (var names = Files.list(data(""))) {
            assertThat(names.map(path -> path.getFileName().toString()))
                    .anyMatch(name -> name.startsWith("state.json.set-aside-"));
        }
        assertThat(get("b").get("state").asText()).isEqualTo("ready");
    }

    @Test
    void aFullDiskCostsDurabilityAndNothingElse() throws IOException {
        Files.createSymbolicLink(data("state.json.next"), Path.of("/dev/full"));
        JsonNode answer = done("PATCH", "a", "{\"weight\": 0}");
        assertThat(answer.get("durable").asBoolean()).isFalse();
        assertAllGoTo("b");
        Patience.until("it to be said")
                .untilAsserted(() -> assertThat(weir.err().text())
                        .contains("state-not-saved")
                        .contains("No space left on device"));
        Files.delete(data("state.json.next"));
        assertThat(done("PATCH", "a", "{\"weight\": 0}").get("durable").asBoolean())
                .isTrue();
        Patience.until("it to be said").until(() -> weir.err().text().contains("state-saved"));
    }
}
