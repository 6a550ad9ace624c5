package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.kit.AdminPort;
import io.weir.kit.Aftermath;
import io.weir.kit.FakeBackend;
import io.weir.kit.Manners;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.kit.Seed;
import io.weir.kit.Transport;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever is sent to the API of a started node is done or refused: every odd value at every place, then as much by chance as
 * there is time for until a body that does not come is given up; and the node is the same afterwards.
 */
class ApiFuzzIT {
    private static final int FEWEST = 300;
    private static final int MOST = 6000;
    /** What was deleted by chance may go while it is looked for. */
    private static final List<Integer> GOING = List.of(202, 204, 404);

    private final Seed seed = Seed.fresh();
    private final TreeMap<Integer, Integer> seen = new TreeMap<>();

    @Test
    @Tag("contract-11")
    void everythingIsDoneOrRefusedAndTheNodeIsTheSameAfterwards() throws Exception {
        try (FakeBackend backend = FakeBackend.start(Manners.echo());
                WeirProcess weir = WeirProcess.start(WeirFile.with(Transport.NATIVE)
                        .service("web", named("b1", backend), named("b2", backend))
                        .pool("green", "", backend.hostPort()))) {
            Aftermath aftermath = new Aftermath(weir);
            long pid = weir.pid();
            JsonNode document = weir.admin().get("/api/v1/openapi.json").json();
            RandomGenerator random = seed.random(1);
            ApiNonsense nonsense = new ApiNonsense(document, random, backend.hostPort());
            CompletableFuture<String> slow =
                    CompletableFuture.supplyAsync(() -> slowBody(weir), Thread::startVirtualThread);
            List<ApiNonsense.Request> sweep = ApiSweep.of(document, backend.hostPort());
            for (ApiNonsense.Request request : sweep) {
                answered(weir, request, "sweep");
            }
            int sent = 0;
            for (; sent < MOST && (sent < FEWEST || !slow.isDone()); sent++) {
                answered(weir, nonsense.next(), seed.toString());
            }
            assertThat(slow.join()).startsWith("HTTP/1.1 408 ").contains("did not arrive within 10 seconds");
            assertThat(seen.keySet())
                    .as("%s of %s and %s, %s", seen, sweep.size(), sent, seed)
                    .contains(200, 201, 204, 400, 404, 405, 409, 413, 415, 422);

            cleared(weir);
            assertThat(weir.alive()).isTrue();
            assertThat(weir.pid()).isEqualTo(pid);
            try (Peer client = Peer.dial(weir.listener("web"))) {
                client.echo("served as before");
            }
            aftermath.check();
        }
    }

    private void answered(WeirProcess weir, ApiNonsense.Request request, String from) {
        AdminPort.Answer answer = weir.admin()
                .ask(
                        request.method(),
                        request.target(),
                        request.body(),
                        request.headers().toArray(String[]::new));
        String shown = from + ": " + request + ": " + answer;
        boolean notReady = request.target().startsWith("/ready") && answer.status() == 503;
        assertThat(notReady || answer.status() / 100 == 2 || answer.status() / 100 == 4)
                .as(shown)
                .isTrue();
        assertThat(answer.head()).as(shown).doesNotContainIgnoringCase("Access-Control-");
        if (answer.status() >= 400 && !notReady && !request.method().equals("HEAD")) {
            assertThat(answer.head()).as(shown).contains("Content-Type: application/problem+json");
            assertThat(answer.json().get("detail").asText()).as(shown).isNotBlank();
        }
        seen.merge(answer.status(), 1, Integer::sum);
    }

    private static String named(String id, FakeBackend backend) {
        return "{ id = %s, address = \"%s\" }".formatted(id, backend.hostPort());
    }

    /** What is answered to a request whose body does not come. */
    private static String slowBody(WeirProcess weir) {
        try (Peer peer = Peer.dial(weir.adminAddress())) {
            peer.readTimeout(Patience.seconds(30));
            peer.send("PUT /api/v1/pools/never HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                    + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{");
            return new String(peer.in().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes back all that was done by chance. */
    private static void cleared(WeirProcess weir) {
        AdminPort admin = weir.admin();
        admin.ask("PATCH", "/api/v1/listeners/web", "{\"pool\":null,\"paused\":null,\"maxConnections\":null}");
        admin.ask("POST", "/api/v1/node/ready", "");
        for (JsonNode pool : admin.get("/api/v1/pools").json().get("pools")) {
            String path = "/api/v1/pools/" + pool.get("name").asText();
            if (pool.get("origin").asText().equals("api")) {
                assertThat(admin.ask("DELETE", path, "").status()).isIn(GOING);
                continue;
            }
            for (JsonNode backend : pool.get("backends")) {
                String one = path + "/backends/"
                        + ApiNonsense.encoded(backend.get("id").asText());
                if (backend.get("origin").asText().equals("api")) {
                    assertThat(admin.ask("DELETE", one + "?force=true", "").status())
                            .isIn(GOING);
                } else {
                    assertThat(admin.ask("DELETE", one + "/overrides", "").status())
                            .isIn(202, 204);
                }
            }
        }
        Patience.until("only what the file names")
                .until(() -> List.copyOf(admin.get("/api/v1/pools").json().findValuesAsText("origin")).stream()
                        .allMatch("file"::equals));
    }
}
