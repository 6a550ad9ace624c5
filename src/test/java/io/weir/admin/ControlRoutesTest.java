package io.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.AdminSettings.Role;
import io.weir.model.AdminSettings.Token;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ControlRoutesTest {
    @RegisterExtension
    static final Port PORT = new Port();

    private final Node node = new Node();

    private void control(HttpResponse response) {
        node.routes = request -> CompletableFuture.completedFuture(response);
    }

    @Test
    void withoutAControlPlaneThereIsNobodyToAsk() {
        PORT.serve(node);
        Port.Answer answer = PORT.ask("GET", "/cluster/members");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(PORT.ask("GET", "/api/v1/cluster").status()).isEqualTo(200);
    }

    @Test
    void theRoutesInUseAnswer() {
        PORT.serve(node);
        node.routes = request -> CompletableFuture.completedFuture(HttpResponse.create()
                .withEntity(HttpEntities.create(
                        ContentTypes.APPLICATION_JSON,
                        "{\"path\":\"" + request.getUri().path() + "\"}")));
        Port.Answer answer = PORT.ask("GET", "/cluster/members/x");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("path").asText()).isEqualTo("/cluster/members/x");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void theirErrorsLookLikeEveryOther() {
        PORT.serve(node);
        control(HttpResponse.create()
                .withStatus(StatusCodes.NOT_FOUND)
                .withEntity(HttpEntities.create("Member [x] not found")));
        Port.Answer answer = PORT.ask("GET", "/cluster/members/x");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().get("detail").asText()).isEqualTo("Member [x] not found");
        control(HttpResponse.create()
                .withStatus(StatusCodes.NOT_FOUND)
                .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, "{\"message\":\"No such one\"}")));
        assertThat(PORT.ask("GET", "/cluster/members/x").json().get("detail").asText())
                .isEqualTo("No such one");
    }

    @Test
    void aControlPlaneThatEndsMeanwhileIsNone() {
        PORT.serve(node);
        node.routes = request -> CompletableFuture.failedFuture(new IllegalStateException("terminated"));
        assertThat(PORT.ask("GET", "/cluster/members").status()).isEqualTo(503);
        node.routes = request -> {
            throw new IllegalStateException("terminated");
        };
        assertThat(PORT.ask("GET", "/cluster/members").status()).isEqualTo(503);
    }

    @Test
    void theirWritesStayOff() {
        PORT.serve(node);
        node.routes = request -> {
            throw new AssertionError("asked");
        };
        Port.Answer answer = PORT.ask("DELETE", "/cluster/members/x");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("GET, HEAD");
        assertThat(PORT.ask("PUT", "/cluster/members").status()).isEqualTo(405);
    }

    @Test
    void theyNeedATokenToo() {
        PORT.serve(node, new Token("t", Role.VIEWER, "s3cret"));
        control(HttpResponse.create());
        assertThat(PORT.ask("GET", "/cluster/members").status()).isEqualTo(401);
        assertThat(PORT.ask("GET", "/cluster/members", "Authorization: Bearer s3cret")
                        .status())
                .isEqualTo(200);
    }
}
