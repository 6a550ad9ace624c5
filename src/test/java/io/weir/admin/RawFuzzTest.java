package io.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Seed;
import io.weir.routing.Tables;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever stands in a request's first line and headers, the port answers with a problem and goes on. */
class RawFuzzTest {
    private static final List<String> PIECES = List.of(
            "/api/v1",
            "/pools",
            "/web",
            "//",
            "/..",
            "/%2e%2e",
            "%",
            "%zz",
            "%00",
            "%ff",
            "?",
            "#",
            "&a=%",
            "=",
            ";",
            "\\",
            "\u0001",
            "é",
            "{}",
            "[::1]",
            "http://x/",
            "*",
            "/cluster",
            "/members",
            "/metrics",
            "/ready",
            "?listener=");
    private static final List<String> METHODS =
            List.of("GET", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE", "get", "X");
    private static final List<String> HEADERS = List.of(
            "Content-Type: ?",
            "Content-Type: application/json; charset=nonsense",
            "Content-Length: -1",
            "Content-Length: 0",
            "Transfer-Encoding: gzip",
            "Expect: 100-continue",
            "If-Match: \"",
            "Authorization: Bearer \u0001",
            "Accept: ?/?",
            "Host: [",
            "X");

    @RegisterExtension
    static final Port PORT = new Port();

    private final Seed seed = Seed.fresh();

    @Test
    @Tag("contract-11")
    void everyRequestIsAnsweredWithAProblemOrAsAsked() {
        Node node = new Node();
        node.publish(Tables.up("b1"));
        node.routes = request -> CompletableFuture.completedFuture(HttpResponse.create());
        PORT.serve(node);
        RandomGenerator random = seed.random(1);
        for (int i = 0; i < 400; i++) {
            StringBuilder target = new StringBuilder();
            for (int n = 1 + random.nextInt(5); n > 0; n--) {
                target.append(pick(PIECES, random));
            }
            String method = pick(METHODS, random);
            String[] headers = random.nextBoolean() ? new String[0] : new String[] {pick(HEADERS, random)};
            Port.Answer answer = PORT.ask(method, target.toString(), headers);
            String shown = seed + ": " + method + " " + target + " " + List.of(headers) + ": " + answer;
            assertThat(answer.status()).as(shown).isBetween(200, 499);
            if (answer.status() >= 400 && !answer.body().contains("\"conditions\"")) {
                assertThat(answer.header("Content-Type")).as(shown).isEqualTo("application/problem+json");
                assertThat(answer.json().get("detail").asText()).as(shown).isNotBlank();
            }
        }
        assertThat(PORT.ask("GET", "/alive").status()).isEqualTo(200);
        assertThat(node.registry.asked).isEmpty();
    }

    /** What is asked for wrongly is the asker's fault: a status of 500 and above would call somebody to this node. */
    @ParameterizedTest
    @CsvSource({
        "FETCH / HTTP/1.1, 405",
        "get /alive HTTP/1.1, 405",
        "GET /alive HTTP/3.7, 400",
        "GET /alive SPDY/1, 400"
    })
    void aMethodOrAVersionThatNobodyKnowsIsNoFaultOfTheNodes(String line, int status) {
        PORT.serve(new Node());
        Port.Answer answer = PORT.raw(line + "\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
        assertThat(answer.status()).as("%s", answer).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().get("status").asInt()).isEqualTo(status);
        assertThat(answer.header("Allow")).isEqualTo(status == 405 ? "DELETE, GET, HEAD, PATCH, POST, PUT" : "");
    }

    private static <T> T pick(List<T> from, RandomGenerator random) {
        return from.get(random.nextInt(from.size()));
    }
}
