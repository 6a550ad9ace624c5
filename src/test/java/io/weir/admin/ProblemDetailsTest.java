package io.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every refusal looks alike, also where the HTTP server makes it before there is a request. */
class ProblemDetailsTest {
    @RegisterExtension
    static final Port PORT = new Port();

    @BeforeEach
    void serve() {
        PORT.serve(new Node());
    }

    private static void refused(Port.Answer answer, int status) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(status);
        assertThat(answer.header("Content-Type")).as("%s", answer).isEqualTo("application/problem+json");
        JsonNode problem = answer.json();
        assertThat(problem.get("type").asText()).isEqualTo("about:blank");
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("title").asText()).isNotBlank();
        assertThat(problem.get("detail").asText()).isNotBlank();
    }

    @Test
    void aMalformedTarget() {
        refused(PORT.ask("GET", "/api/v1/pools/%zz"), 400);
        refused(PORT.ask("GET", "/api/v1/pools?a=%zz"), 400);
    }

    @Test
    void noHost() {
        refused(PORT.raw("GET /api/v1/pools HTTP/1.1\r\nConnection: close\r\n\r\n"), 400);
    }

    @Test
    void noHttpAtAll() {
        refused(PORT.raw("\u0016\u0003\u0001 hello\r\n\r\n"), 400);
    }

    @Test
    void aTargetThatIsTooLong() {
        refused(PORT.ask("GET", "/api/v1/pools/" + "x".repeat(10_000)), 414);
    }

    @Test
    void aHeaderThatIsTooLong() {
        refused(PORT.ask("GET", "/api/v1/pools", "X: " + "y".repeat(20_000)), 431);
    }

    @Test
    void aBodyThatIsNestedTooDeeply() {
        for (int deep : new int[] {32, 900, 3000}) {
            String body = "{\"queue\":" + "[".repeat(deep) + "]".repeat(deep) + "}";
            Port.Answer answer = PORT.send("PUT", "/api/v1/pools/late", body);
            refused(answer, 400);
            assertThat(answer.json().get("detail").asText()).contains("nested more than 32 levels deep");
        }
    }

    @Test
    void anUnknownMethod() {
        refused(PORT.ask("BREW", "/api/v1/pools"), 405);
    }

    @Test
    void aGetWithABody() {
        refused(PORT.send("GET", "/api/v1/pools", "{}"), 400);
    }

    @Test
    void aSlashTooMany() {
        refused(PORT.ask("GET", "/api/v1/pools/"), 404);
        refused(PORT.ask("GET", "/api/v1//pools"), 404);
        refused(PORT.ask("GET", "/api/v1/pools//backends"), 404);
        refused(PORT.ask("GET", "/api/v1/"), 404);
        refused(PORT.ask("GET", "/api/v1"), 404);
    }

    @Test
    void aParameterNobodyKnows() {
        Port.Answer answer = PORT.ask("GET", "/api/v1/pools?verbose=1");
        refused(answer, 400);
        assertThat(answer.json().get("detail").asText()).contains("verbose");
    }
}
