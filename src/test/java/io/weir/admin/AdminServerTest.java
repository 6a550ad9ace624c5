package io.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.model.AdminSettings;
import io.weir.model.AdminSettings.Role;
import io.weir.model.AdminSettings.Token;
import io.weir.model.HostPort;
import io.weir.observe.Buckets;
import io.weir.observe.HistogramTotal;
import io.weir.routing.Tables;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminServerTest {
    private static ActorSystem<Void> system;

    private final Node node = new Node();
    private AdminServer.Bound bound;

    private record Answer(int status, String head, String body) {
        JsonNode json() throws Exception {
            return new ObjectMapper().readTree(body);
        }
    }

    @BeforeAll
    static void start() {
        system = ActorSystem.create(
                Behaviors.empty(),
                "admin-test",
                ConfigFactory.parseString("pekko.actor.provider = local").withFallback(ConfigFactory.load()));
    }

    @AfterAll
    static void terminate() {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }

    @AfterEach
    void stop() {
        if (bound != null) {
            bound.stop(Duration.ofSeconds(2)).toCompletableFuture().join();
        }
    }

    private void serve(Token... tokens) {
        bound = AdminServer.start(system, settings(0, tokens), node.sources())
                .toCompletableFuture()
                .join();
    }

    private static AdminSettings settings(int port, Token... tokens) {
        return new AdminSettings(new HostPort("127.0.0.1", port), List.of(), List.of(tokens), null);
    }

    private Answer ask(String method, String path, String... headers) throws Exception {
        InetSocketAddress at = bound.address();
        StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nConnection: close\r\n");
        if (String.join("", headers).indexOf("Host:") < 0) {
            request.append("Host: 127.0.0.1:").append(at.getPort()).append("\r\n");
        }
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        try (Peer peer = Peer.dial(at)) {
            peer.readTimeout(Patience.seconds(20));
            peer.send(request + "\r\n");
            String all = new String(peer.in().readAllBytes(), StandardCharsets.UTF_8);
            int split = all.indexOf("\r\n\r\n");
            return new Answer(
                    Integer.parseInt(all.substring(9, 12)), all.substring(0, split), all.substring(split + 4));
        }
    }

    @Test
    void aliveUntilALoopHasStoodStillForTenSeconds() throws Exception {
        serve();
        assertThat(ask("GET", "/alive").status()).isEqualTo(200);
        node.loops = List.of(pulse(0, 9_999_999_999L));
        assertThat(ask("GET", "/alive").status()).isEqualTo(200);
        node.loops = List.of(pulse(0, 5), pulse(1, 10_000_000_000L));
        Answer stuck = ask("GET", "/alive");
        assertThat(stuck.status()).isEqualTo(503);
        assertThat(stuck.json().get("alive").asBoolean()).isFalse();
        assertThat(stuck.json().get("loops").get(1).get("sinceTurnMillis").asInt())
                .isEqualTo(10_000);
    }

    @Test
    void readyListsEachCondition() throws Exception {
        serve();
        Answer waiting = ask("GET", "/ready");
        assertThat(waiting.status()).isEqualTo(503);
        assertThat(waiting.json().get("ready").asBoolean()).isFalse();
        assertThat(waiting.json().get("conditions")).hasSize(7);
        node.publish(Tables.up("b1"));
        Answer ready = ask("GET", "/ready");
        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.head()).contains("Content-Type: application/json").contains("Cache-Control: no-store");
        assertThat(ready.json().get("conditions").get(0).get("name").asText()).isEqualTo("listeners-bound");
        assertThat(ready.json().get("conditions").get(0).get("met").asBoolean()).isTrue();
        Answer one = ask("GET", "/ready?listener=web");
        assertThat(one.status()).isEqualTo(200);
        assertThat(one.json().get("listener").asText()).isEqualTo("web");
        node.phase = NodeStatus.Phase.DRAINING;
        assertThat(ask("GET", "/ready").status()).isEqualTo(503);
        assertThat(ask("GET", "/alive").status()).isEqualTo(200);
    }

    @Test
    void anUnknownListenerIsNotFoundAndTheKnownOnesAreNamed() throws Exception {
        serve();
        Answer answer = ask("GET", "/ready?listener=wbe");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().get("detail").asText()).contains("wbe").contains("web");
    }

    @Test
    void metricsComeInTheFormatThatIsAskedFor() throws Exception {
        serve();
        node.publish(Tables.up("b1"));
        Answer text = ask("GET", "/metrics");
        assertThat(text.head()).containsIgnoringCase("Content-Type: text/plain; version=0.0.4; charset=utf-8");
        assertThat(Scrape.parse(text.body(), false).value("weir_ready")).isEqualTo(1);
        Answer open = ask("GET", "/metrics", "Accept: application/openmetrics-text; version=1.0.0,text/plain;q=0.5");
        assertThat(open.head())
                .containsIgnoringCase("Content-Type: application/openmetrics-text; version=1.0.0; charset=utf-8");
        Scrape.parse(open.body(), true);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /nothing, 404",
        "GET, /ready/, 404",
        "POST, /metrics, 405",
        "DELETE, /alive, 405",
        "PUT, /nothing, 404",
    })
    void whatIsNotThereIsAProblem(String method, String path, int status) throws Exception {
        serve();
        Answer answer = ask(method, path);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.head()).contains("Content-Type: application/problem+json");
        assertThat(answer.json().get("status").asInt()).isEqualTo(status);
        assertThat(answer.json().get("title").asText()).isNotEmpty();
        assertThat(answer.json().get("detail").asText()).isNotEmpty();
        if (status == 405) {
            assertThat(answer.head()).contains("Allow: GET, HEAD");
        }
    }

    @Test
    void headIsAGetWithoutItsBody() throws Exception {
        serve();
        Answer answer = ask("HEAD", "/alive");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void aWriteUnderAnotherNameIsRefused() throws Exception {
        serve();
        assertThat(ask("POST", "/metrics", "Host: rebound.example").status()).isEqualTo(403);
        assertThat(ask("GET", "/metrics", "Host: rebound.example").status()).isEqualTo(200);
    }

    /** A browser that finds none of these headers lets no page elsewhere read an answer, nor send what asks first. */
    @Test
    void noPageElsewhereIsLetIn() throws Exception {
        serve();
        String origin = "Origin: http://elsewhere.example";
        String asksFirst = "Access-Control-Request-Method: PATCH";
        for (String path : List.of("/", "/metrics", "/ready", "/api/v1/pools", "/api/v1/nowhere", "/cluster/members")) {
            for (Answer answer : List.of(
                    ask("GET", path, origin),
                    ask("OPTIONS", path, origin, asksFirst, "Access-Control-Request-Headers: content-type"),
                    ask("PATCH", path, origin))) {
                assertThat(answer.head()).as(path).doesNotContainIgnoringCase("Access-Control-");
            }
            assertThat(ask("OPTIONS", path, origin, asksFirst).status())
                    .as(path)
                    .isBetween(400, 499);
        }
    }

    @Test
    void withATokenSetOnlyHealthIsOpen() throws Exception {
        serve(new Token("prometheus", Role.VIEWER, "s3cret"));
        assertThat(ask("GET", "/metrics").status()).isEqualTo(401);
        assertThat(ask("GET", "/metrics").head()).contains("WWW-Authenticate: Bearer");
        assertThat(ask("GET", "/nothing").status()).isEqualTo(401);
        assertThat(ask("GET", "/metrics", "Authorization: Bearer wrong").status())
                .isEqualTo(401);
        assertThat(ask("GET", "/metrics", "Authorization: Bearer s3cret").status())
                .isEqualTo(200);
        assertThat(ask("GET", "/alive").status()).isEqualTo(200);
        assertThat(ask("GET", "/ready").status()).isEqualTo(503);
    }

    @Test
    void nonsenseCostsTheAskerItsConnectionOnly() throws Exception {
        serve();
        assertThat(ask("GET", "/metrics?" + "x".repeat(10_000)).status()).isBetween(400, 431);
        assertThat(ask("GET", "/ready?%zz").status()).isEqualTo(400);
        assertThat(ask("GET", "/metrics", "X: " + "y".repeat(20_000)).status()).isBetween(400, 431);
        assertThat(ask("GET", "/alive").status()).isEqualTo(200);
    }

    @Test
    void aTakenPortFailsWithItsHolder() {
        serve();
        int port = bound.address().getPort();
        assertThatThrownBy(() -> AdminServer.start(system, settings(port), node.sources())
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(AdminBindException.class)
                .hasMessageContaining("127.0.0.1:" + port)
                .hasMessageContaining("(pid " + ProcessHandle.current().pid() + ")");
    }

    @Test
    void aTakenPortIsFoundBeforeTheStart() throws Exception {
        serve();
        AdminSettings taken = settings(bound.address().getPort());
        assertThatThrownBy(() -> AdminServer.check(taken))
                .isInstanceOf(AdminBindException.class)
                .hasMessageContaining("(pid " + ProcessHandle.current().pid() + ")");
        bound.stop(Duration.ofSeconds(5)).toCompletableFuture().join();
        bound = null;
        AdminServer.check(taken);
        AdminServer.check(settings(0));
    }

    @Test
    void anAddressThatIsNotOursFailsWithTheSystemsWords() {
        AdminSettings elsewhere = new AdminSettings(new HostPort("192.0.2.1", 0), List.of(), List.of(), null);
        assertThatThrownBy(() -> AdminServer.start(system, elsewhere, node.sources())
                        .toCompletableFuture()
                        .join())
                .cause()
                .isInstanceOf(AdminBindException.class)
                .hasMessageContaining("192.0.2.1:0")
                .hasMessageContaining("assign requested address");
    }

    @Test
    void aStoppedPortIsFree() throws Exception {
        serve();
        int port = bound.address().getPort();
        bound.stop(Duration.ofSeconds(5)).toCompletableFuture().join();
        bound = AdminServer.start(system, settings(port), node.sources())
                .toCompletableFuture()
                .join();
        assertThat(ask("GET", "/alive").status()).isEqualTo(200);
    }

    private static LoopPulse pulse(int loop, long sinceTurn) {
        return new LoopPulse(
                loop, 0, HistogramTotal.none(Buckets.LAG), sinceTurn, LoopPulse.Leases.NONE, 0, LoopPulse.Leases.NONE);
    }
}
