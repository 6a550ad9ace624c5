package io.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.model.AdminState;
import io.weir.model.Algorithm;
import io.weir.model.Health;
import io.weir.model.HostPort;
import io.weir.model.Off;
import io.weir.registry.Change;
import io.weir.registry.Change.Patch;
import io.weir.registry.ChangeReply;
import io.weir.registry.Precondition;
import io.weir.registry.RegistryView;
import io.weir.routing.Tables;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackendWritesTest {
    private static final String B1 = "/api/v1/pools/web/backends/b1";

    @RegisterExtension
    static final Port PORT = new Port();

    private final Node node = new Node();
    private final RegistryView.Pool pool = Views.pool(Tables.pool(Algorithm.ROUND_ROBIN, Tables.up("b1")));
    private final RegistryView.Backend b1 = pool.backends().getFirst();

    @BeforeEach
    void serve() {
        PORT.serve(node);
        done(false);
    }

    private void done(boolean created, String... unconfirmed) {
        node.registry.answer(new ChangeReply.Done(pool, b1, created, true, List.of(unconfirmed)));
    }

    private Change asked() {
        assertThat(node.registry.asked).hasSize(1);
        return node.registry.asked.getFirst().change();
    }

    private static Change.PatchBackend patch() {
        return Change.PatchBackend.of("web", "b1");
    }

    @Test
    void aNewBackendIsCreated() {
        done(true);
        Port.Answer answer = PORT.send(
                "PUT", B1, "{\"address\":\"127.0.0.1:9001\",\"weight\":3,\"maxConnections\":7,\"backup\":true}");
        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
        assertThat(asked()).isEqualTo(new Change.PutBackend("web", "b1", new HostPort("127.0.0.1", 9001), 3, 7, true));
        assertThat(answer.header("ETag")).isEqualTo("\"" + b1.etag() + "\"");
        assertThat(answer.json().get("id").asText()).isEqualTo("b1");
        assertThat(answer.json().get("durable").asBoolean()).isTrue();
        assertThat(answer.json().get("unconfirmed")).isEmpty();
    }

    @Test
    void whatIsLeftOutTakesItsDefault() {
        assertThat(PORT.send("PUT", B1, "{\"address\":\"[::1]:9001\"}").status())
                .isEqualTo(200);
        assertThat(asked())
                .isEqualTo(new Change.PutBackend("web", "b1", new HostPort("::1", 9001), 1, Off.COUNT, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"off\""})
    void noLimitIsNullOrOff(String off) {
        PORT.send("PUT", B1, "{\"address\":\"a:1\",\"maxConnections\":" + off + "}");
        assertThat(asked()).isEqualTo(new Change.PutBackend("web", "b1", new HostPort("a", 1), 1, Off.COUNT, false));
    }

    @Test
    void onlyWhatIsNamedIsPatched() {
        Port.Answer answer = PORT.send("PATCH", B1, "{\"weight\":0}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(asked()).isEqualTo(patch().weight(0));
        assertThat(node.registry.asked.getFirst().by()).isEqualTo("anyone");
        assertThat(node.registry.asked.getFirst().condition()).isEqualTo(Precondition.NONE);
    }

    @Test
    void everythingAtOnce() {
        PORT.send(
                "PATCH",
                B1,
                "{\"weight\":1e3,\"maxConnections\":\"off\",\"state\":\"draining\",\"deadline\":\"5m\",\"healthOverride\":\"down\"}");
        assertThat(asked())
                .isEqualTo(patch().weight(1000)
                        .maxConnections(Off.COUNT)
                        .state(new Change.Wish(AdminState.DRAINING, Duration.ofMinutes(5)))
                        .healthOverride(Health.DOWN));
    }

    @Test
    void nullGoesBackToTheFile() {
        PORT.send("PATCH", B1, "{\"weight\":null,\"maxConnections\":null,\"state\":null,\"healthOverride\":null}");
        Change.PatchBackend cleared = (Change.PatchBackend) asked();
        assertThat(List.of(cleared.weight(), cleared.maxConnections(), cleared.state(), cleared.healthOverride()))
                .allMatch(Patch.Clear.class::isInstance);
    }

    @ParameterizedTest
    @CsvSource({
        "ready, READY",
        "draining, DRAINING",
        "drain, DRAINING",
        "maintenance, MAINTENANCE",
        "maint, MAINTENANCE"
    })
    void statesAndTheirAliases(String word, AdminState state) {
        PORT.send("PATCH", B1, "{\"state\":\"" + word + "\"}");
        assertThat(asked()).isEqualTo(patch().state(new Change.Wish(state, null)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"weight\":1001}|422",
                "{\"weight\":-1}|422",
                "{\"weight\":99999999999999999999}|422",
                "{\"weight\":\"5\"}|400",
                "{\"weight\":1.5}|400",
                "{\"weight\":1e999999}|400",
                "{\"weight\":true}|400",
                "{\"weight\":[]}|400",
                "{\"wieght\":5}|400",
                "{\"maxConnections\":0}|422",
                "{\"maxConnections\":\"none\"}|400",
                "{\"state\":\"drained\"}|422",
                "{\"state\":\"removing\"}|422",
                "{\"state\":7}|400",
                "{\"healthOverride\":\"unknown\"}|422",
                "{\"healthOverride\":true}|400",
                "{\"deadline\":\"5m\"}|422",
                "{\"state\":\"ready\",\"deadline\":\"5m\"}|422",
                "{\"state\":\"drain\",\"deadline\":\"soon\"}|400",
                "{\"state\":\"drain\",\"deadline\":5}|400",
                "{\"state\":\"drain\",\"deadline\":\"5\"}|400",
                "{\"state\":\"drain\",\"deadline\":\"-1s\"}|422",
                "{\"state\":\"drain\",\"deadline\":\"99999d\"}|422",
                "{\"weight\":1,\"weight\":2}|400",
                "{\"weight\":1}{}|400",
                "{\"weight\":1|400",
                "{}|400",
                "[]|400",
                "5|400",
                "null|400",
                "weight=5|400"
            })
    void whatIsWrongIsRefusedAndNobodyIsAsked(String body, int status) {
        Port.Answer answer = PORT.send("PATCH", B1, body);
        assertThat(answer.status()).as("%s", answer).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(node.registry.asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|400",
                "{\"address\":null}|400",
                "{\"address\":9001}|400",
                "{\"address\":\"9001\"}|422",
                "{\"address\":\"127.0.0.1:0\"}|422",
                "{\"address\":\"0.0.0.0:80\"}|422",
                "{\"address\":\"[::]:80\"}|422",
                "{\"address\":\"255.255.255.255:80\"}|422",
                "{\"address\":\"239.1.2.3:80\"}|422",
                "{\"address\":\"[ff05::1]:80\"}|422",
                "{\"address\":\"a:0\"}|422",
                "{\"address\":\"*:80\"}|422",
                "{\"address\":\"a:1\",\"weight\":null}|400",
                "{\"address\":\"a:1\",\"backup\":1}|400",
                "{\"address\":\"a:1\",\"state\":\"ready\"}|400",
                "{\"address\":\"a:1\",\"id\":\"b1\"}|400"
            })
    void whatIsWrongWithANewOneToo(String body, int status) {
        assertThat(PORT.send("PUT", B1, body).status()).isEqualTo(status);
        assertThat(node.registry.asked).isEmpty();
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        JsonNode problem = PORT.send("PATCH", B1, "{\"weight\":\"x\",\"wieght\":1,\"maxConnections\":0}")
                .json();
        assertThat(problem.get("errors").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder("#/weight", "#/wieght", "#/maxConnections");
        assertThat(problem.get("detail").asText()).contains("weight: ", "wieght: ", "maxConnections: ");
    }

    @Test
    void aBodyThatDoesNotCallItselfJson() {
        String head = PORT.head("PATCH", B1) + "Content-Length: 12\r\n";
        assertThat(PORT.raw(head + "\r\n{\"weight\":5}").status()).isEqualTo(415);
        assertThat(PORT.raw(head + "Content-Type: text/plain\r\n\r\n{\"weight\":5}")
                        .status())
                .isEqualTo(415);
        assertThat(PORT.raw(head + "Content-Type: application/json; charset=utf-8\r\n\r\n{\"weight\":5}")
                        .status())
                .isEqualTo(200);
    }

    /** What it held would be read as something else, and the sender told that it is no JSON. */
    @Test
    void aBodyThatIsCompressed() {
        String head = PORT.head("PATCH", B1) + "Content-Length: 12\r\nContent-Type: application/json\r\n";
        for (String encoding : List.of("gzip", "GZIP", "identity, gzip", "identity\r\nContent-Encoding: br")) {
            Port.Answer answer = PORT.raw(head + "Content-Encoding: " + encoding + "\r\n\r\n{\"weight\":5}");
            assertThat(answer.status()).as(encoding).isEqualTo(415);
            assertThat(answer.header("Accept-Encoding")).isEqualTo("identity");
            assertThat(answer.json().get("detail").asText()).contains("Content-Encoding");
        }
        assertThat(node.registry.asked).isEmpty();
        assertThat(PORT.raw(head + "Content-Encoding: identity\r\n\r\n{\"weight\":5}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aBodyThatIsTooLong() {
        String json = "{\"weight\":5" + " ".repeat(65 * 1024) + "}";
        assertThat(PORT.send("PATCH", B1, json).status()).isEqualTo(413);
        String chunked =
                PORT.head("PATCH", B1) + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
        String chunk = Integer.toHexString(json.length()) + "\r\n" + json + "\r\n0\r\n\r\n";
        Port.Answer answer = PORT.raw(chunked + chunk);
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(node.registry.asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"NOT_FOUND, 404", "CONFLICT, 409", "PRECONDITION, 412", "RANGE, 422", "MALFORMED, 400"})
    void whatTheRegistryRefuses(ChangeReply.Kind kind, int status) {
        node.registry.answer(new ChangeReply.Refused(kind, "no such luck"));
        for (Port.Answer answer : List.of(
                PORT.send("PATCH", B1, "{\"weight\":5}"),
                PORT.ask("DELETE", B1),
                PORT.ask("DELETE", B1 + "/overrides"))) {
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.json().get("detail").asText()).isEqualTo("No such luck.");
        }
    }

    @Test
    void aBackendIsDeletedOrRemoving() {
        node.registry.answer(new ChangeReply.Gone(false, true, List.of()));
        Port.Answer gone = PORT.ask("DELETE", B1);
        assertThat(gone.status()).isEqualTo(204);
        assertThat(gone.body()).isEmpty();
        assertThat(asked()).isEqualTo(new Change.DeleteBackend("web", "b1", null, false));
        node.registry.answer(new ChangeReply.Gone(true, true, List.of("n2")));
        Port.Answer removing = PORT.ask("DELETE", B1 + "?deadline=30s");
        assertThat(removing.status()).isEqualTo(202);
        assertThat(removing.json().get("state").asText()).isEqualTo("removing");
        assertThat(removing.json().get("unconfirmed").get(0).asText()).isEqualTo("n2");
        assertThat(node.registry.asked.get(1).change())
                .isEqualTo(new Change.DeleteBackend("web", "b1", Duration.ofSeconds(30), false));
        PORT.ask("DELETE", B1 + "?force=true");
        assertThat(node.registry.asked.get(2).change()).isEqualTo(new Change.DeleteBackend("web", "b1", null, true));
    }

    @ParameterizedTest
    @CsvSource({
        "deadline=soon, 400",
        "deadline=30, 400",
        "deadline=-1s, 422",
        "force=yes, 400",
        "force=true&force=true, 400",
        "force=true&deadline=1s, 422",
        "dealine=1s, 400"
    })
    void parametersThatAreWrong(String query, int status) {
        assertThat(PORT.ask("DELETE", B1 + "?" + query).status()).isEqualTo(status);
        assertThat(PORT.ask("DELETE", B1 + "/overrides?" + query).status()).isEqualTo(400);
        assertThat(node.registry.asked).isEmpty();
    }

    @Test
    void aDeleteTakesNoBody() {
        assertThat(PORT.send("DELETE", B1, "{\"force\":true}").status()).isEqualTo(400);
        assertThat(node.registry.asked).isEmpty();
    }

    @Test
    void overridesAreClearedAllAtOnce() {
        assertThat(PORT.ask("DELETE", B1 + "/overrides").status()).isEqualTo(204);
        assertThat(asked()).isEqualTo(new Change.ClearOverrides("web", "b1"));
        done(false, "n3");
        Port.Answer later = PORT.ask("DELETE", B1 + "/overrides");
        assertThat(later.status()).isEqualTo(202);
        assertThat(later.json().get("unconfirmed").get(0).asText()).isEqualTo("n3");
    }

    @Test
    void aWriteUnderAnotherNameIsRefused() {
        assertThat(PORT.send("PATCH", B1, "{\"weight\":5}", "Host: rebound.example")
                        .status())
                .isEqualTo(403);
        assertThat(node.registry.asked).isEmpty();
    }

    @Test
    void aRegistryThatDoesNotAnswer() {
        node.registry.answer = asked -> new java.util.concurrent.CompletableFuture<ChangeReply>().completeAsync(() -> {
            throw new io.weir.admin.api.Refused(io.weir.admin.api.Problem.of(503, "Service Unavailable", "not now"));
        });
        assertThat(PORT.send("PATCH", B1, "{\"weight\":5}").status()).isEqualTo(503);
    }
}
