package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.kit.AdminPort;
import io.weir.kit.Aftermath;
import io.weir.kit.Ending;
import io.weir.kit.FakeBackend;
import io.weir.kit.Manners;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.kit.Transport;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
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
                        "algorithm = round-robin, health-check { type = tcp, interval = 100ms, fast-interval = 100ms, timeout = 2s }",
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

    private AdminPort.Answer done(int status, String method, String path, String json) {
        AdminPort.Answer answer = weir.admin().ask(method, path, json);
        assertThat(answer.status()).as("%s %s: %s", method, path, answer).isEqualTo(status);
        return answer;
    }

    /** Where the next ones go; a change is in the table before it is answered. */
    private Set<String> next(int connections) throws IOException {
        Set<String> seen = new TreeSet<>();
        for (int i = 0; i < connections; i++) {
            seen.add(connect());
        }
        return seen;
    }

    /** A backend that is checked afresh is used once it is seen to be up. */
    private void awaitSpreadOver(String... names) {
        Patience.until("connections to " + List.of(names)).until(() -> next(20), Set.of(names)::equals);
    }

    @Test
    @Tag("contract-6")
    @Tag("peers-51")
    void stateWeightAndHealthActOnTheNextConnectionAndCutNone() throws IOException {
        try (Peer held = Peer.dial(weir.listener("web"))) {
            String holder = held.receive(1);
            String other = holder.equals("a") ? "b" : "a";
            for (String change : new String[] {
                "{\"state\":\"draining\"}",
                "{\"state\":\"maintenance\"}",
                "{\"state\":null,\"weight\":0}",
                "{\"weight\":null,\"healthOverride\":\"down\"}"
            }) {
                JsonNode view =
                        done(200, "PATCH", BACKENDS + "/" + holder, change).json();
                assertThat(view.get("durable").asBoolean()).isTrue();
                assertThat(view.get("connections").get("total").asInt()).isEqualTo(1);
                assertThat(next(20)).as(change).containsExactly(other);
                assertThat(held.staysOpen(Duration.ofMillis(50))).as(change).isTrue();
            }
            JsonNode said = get(BACKENDS + "/" + holder).get("overrides");
            assertThat(said.get("healthOverride").get("value").asText()).isEqualTo("down");
            assertThat(said.get("healthOverride").get("by").asText()).isEqualTo("anyone");
            assertThat(said.has("weight")).isFalse();
            done(204, "DELETE", BACKENDS + "/" + holder + "/overrides", "");
            awaitSpreadOver("a", "b");
        }
    }

    @Test
    @Tag("peers-34")
    @Tag("peers-35")
    @Tag("peers-36")
    void aBackendComesMovesAndGoesWhileTheNodeRuns() throws IOException {
        try (FakeBackend c = FakeBackend.start(Manners.greeting("c"));
                FakeBackend d = FakeBackend.start(Manners.greeting("d"))) {
            done(201, "PUT", BACKENDS + "/x", "{\"address\":\"" + c.hostPort() + "\"}");
            assertThat(get(BACKENDS + "/x").get("origin").asText()).isEqualTo("api");
            awaitSpreadOver("a", "b", "c");
            repeatedPutChangesNothing("{\"address\":\"" + c.hostPort() + "\"}");
            done(200, "PUT", BACKENDS + "/x", "{\"address\":\"" + d.hostPort() + "\"}");
            awaitSpreadOver("a", "b", "d");
            AdminPort.Answer deleted = weir.admin().ask("DELETE", BACKENDS + "/x", "");
            assertThat(deleted.status()).as("%s", deleted).isIn(202, 204);
            assertThat(next(30)).containsExactly("a", "b");
            Patience.until("x to be gone")
                    .until(() -> weir.admin().get(BACKENDS + "/x").status() == 404);
            done(409, "DELETE", BACKENDS + "/a", "");
            done(409, "PUT", BACKENDS + "/a", "{\"address\":\"" + c.hostPort() + "\"}");
        }
    }

    /** Whoever does not know whether his request got through sends it again. */
    private void repeatedPutChangesNothing(String put) throws IOException {
        try (Peer held = Peer.heldBy(weir.listener("web"), "c")) {
            JsonNode before = get(BACKENDS + "/x");
            long events = eventsOf("x");
            JsonNode again = done(200, "PUT", BACKENDS + "/x", put).json();
            assertThat(again.get("etag")).isEqualTo(before.get("etag"));
            assertThat(again.get("since")).isEqualTo(before.get("since"));
            assertThat(again.get("health").asText()).isEqualTo("up");
            assertThat(again.get("overrides")).isEmpty();
            assertThat(held.staysOpen(Duration.ofMillis(100))).isTrue();
            assertThat(eventsOf("x")).as("no other event").isEqualTo(events);
            assertThat(next(9)).containsExactly("a", "b", "c");
        }
    }

    private long eventsOf(String backend) {
        return get("/api/v1/events").get("events").findValuesAsText("backend").stream()
                .filter(backend::equals)
                .count();
    }

    @Test
    void aDeletedBackendGoesWithItsLastConnectionOrAtOnceByForce() throws IOException {
        try (FakeBackend c = FakeBackend.start(Manners.greeting("c"))) {
            String put = "{\"address\":\"" + c.hostPort() + "\"}";
            done(200, "PATCH", BACKENDS + "/a", "{\"weight\":0}");
            done(200, "PATCH", BACKENDS + "/b", "{\"weight\":0}");
            for (String query : new String[] {"", "?force=true"}) {
                done(201, "PUT", BACKENDS + "/x", put);
                Patience.until("x to be up")
                        .until(() -> get(BACKENDS + "/x").get("health").asText().equals("up"));
                try (Peer held = Peer.dial(weir.listener("web"))) {
                    assertThat(held.receive(1)).isEqualTo("c");
                    AdminPort.Answer deleted = weir.admin().ask("DELETE", BACKENDS + "/x" + query, "");
                    if (query.isEmpty()) {
                        assertThat(deleted.status()).as("%s", deleted).isEqualTo(202);
                        assertThat(get(BACKENDS + "/x").get("state").asText()).isEqualTo("removing");
                        assertThat(held.staysOpen(Duration.ofMillis(200))).isTrue();
                    } else {
                        assertThat(deleted.status())
                                .as("its connection may be gone before the answer: %s", deleted)
                                .isIn(202, 204);
                        assertThat(held.ending().how()).isEqualTo(Ending.How.RESET);
                        assertThat(weir.accessLog().of(held).reason()).isEqualTo("killed");
                    }
                }
                Patience.until("x to be gone")
                        .until(() -> weir.admin().get(BACKENDS + "/x").status() == 404);
            }
        }
    }

    @Test
    void whatIsOpenWhereABackendWasIsCountedAndGoesWithIt() throws IOException {
        try (FakeBackend before = FakeBackend.start(Manners.greeting("x"));
                FakeBackend after = FakeBackend.start(Manners.greeting("y"))) {
            done(200, "PATCH", BACKENDS + "/a", "{\"weight\":0}");
            done(200, "PATCH", BACKENDS + "/b", "{\"weight\":0}");
            done(201, "PUT", BACKENDS + "/x", "{\"address\":\"" + before.hostPort() + "\"}");
            Patience.until("x to be used").until(() -> connect().equals("x"));
            try (Peer held = Peer.dial(weir.listener("web"))) {
                assertThat(held.receive(1)).isEqualTo("x");
                done(200, "PUT", BACKENDS + "/x", "{\"address\":\"" + after.hostPort() + "\"}");
                Patience.until("the new address to be used")
                        .until(() -> connect().equals("y"));
                Patience.until("what was tried to be over")
                        .until(() -> get(BACKENDS + "/x")
                                        .get("connections")
                                        .get("total")
                                        .asInt()
                                == 1);
                assertThat(held.staysOpen(Duration.ofMillis(200))).isTrue();
                done(202, "DELETE", BACKENDS + "/x?deadline=500ms", "");
                assertThat(held.ending().how()).isEqualTo(Ending.How.FIN);
            }
            Patience.until("x to be gone")
                    .until(() -> weir.admin().get(BACKENDS + "/x").status() == 404);
        }
    }

    @Test
    void aChangeIsMadeOnlyOverTheVersionThatWasSeen() {
        AdminPort.Answer seen = weir.admin().get(BACKENDS + "/a");
        String etag = seen.json().get("etag").asText();
        assertThat(seen.head()).contains("ETag: \"" + etag + "\"");
        String header = "If-Match: \"" + etag + "\"";
        assertThat(weir.admin()
                        .ask("PATCH", BACKENDS + "/a", "{\"weight\":5}", header)
                        .status())
                .isEqualTo(200);
        assertThat(weir.admin()
                        .ask("PATCH", BACKENDS + "/a", "{\"weight\":6}", header)
                        .status())
                .isEqualTo(412);
        assertThat(get(BACKENDS + "/a").get("weight").asInt()).isEqualTo(5);
    }

    /** Both read it, and both write over what they read. */
    @Test
    void ofTwoWhoChangeOnePoolAtOnceOneIsToldToReadItAgain() {
        String pool = "/api/v1/pools/late";
        assertThat(weir.admin().ask("PUT", pool, "{}").status()).isEqualTo(201);
        AdminPort.Answer seen = weir.admin().get(pool);
        String header = "If-Match: \"" + seen.json().get("etag").asText() + "\"";
        assertThat(seen.head()).contains("ETag: " + header.substring("If-Match: ".length()));
        List<CompletableFuture<AdminPort.Answer>> both = Stream.of("first", "random")
                .map(algorithm -> CompletableFuture.supplyAsync(
                        () -> weir.admin().ask("PUT", pool, "{\"algorithm\":\"" + algorithm + "\"}", header),
                        Thread::startVirtualThread))
                .toList();
        Map<Integer, JsonNode> answers = new HashMap<>();
        both.forEach(each -> answers.put(each.join().status(), each.join().json()));
        assertThat(answers).containsOnlyKeys(200, 412);
        assertThat(answers.get(412).get("detail").asText()).contains("read it again");
        assertThat(get(pool).get("algorithm")).isEqualTo(answers.get(200).get("algorithm"));
        assertThat(weir.admin().ask("DELETE", pool, "", header).status()).isEqualTo(412);
        String now = "If-Match: \"" + answers.get(200).get("etag").asText() + "\"";
        assertThat(weir.admin().ask("DELETE", pool, "", now).status()).isIn(202, 204);
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
