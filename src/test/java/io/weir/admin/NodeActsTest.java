package io.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.admin.api.ListenerPatch;
import io.weir.admin.api.ReloadReport;
import io.weir.model.Off;
import io.weir.registry.Change.Patch;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked of the node itself over HTTP, and how its answers read. */
class NodeActsTest {
    @RegisterExtension
    static final Port PORT = new Port();

    private final Node node = new Node();

    @BeforeEach
    void serve() {
        PORT.serve(node);
    }

    @ParameterizedTest
    @CsvSource({"drain,200,draining", "ready,200,running", "leave,202,stopping"})
    void phases(String act, int status, String phase) {
        Port.Answer answer = PORT.ask("POST", "/api/v1/node/" + act);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().toString()).isEqualTo("{\"phase\":\"" + phase + "\"}");
        assertThat(node.acts.asked).containsExactly(act + " anyone@127.0.0.1");
        assertThat(PORT.ask("GET", "/api/v1/node/" + act).status()).isEqualTo(405);
    }

    @Test
    void aReloadIsShownWithWhatIsHidden() {
        node.acts.report = new ReloadReport(
                false,
                true,
                List.of(
                        new ReloadReport.Change("changed", "weir.a", 1, null),
                        new ReloadReport.Change("added", "weir.b", null, Map.of("on", true)),
                        new ReloadReport.Change("changed", "weir.c", Arrays.asList("x", null), "y\"")),
                List.of("weir.a"),
                List.of(new ReloadReport.Hidden("weir.d", "5", "7")));
        Port.Answer answer = PORT.ask("POST", "/api/v1/reload");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().toString())
                .isEqualTo("{\"dryRun\":false,\"applied\":true,\"changes\":["
                        + "{\"action\":\"changed\",\"path\":\"weir.a\",\"from\":1,\"to\":null},"
                        + "{\"action\":\"added\",\"path\":\"weir.b\",\"from\":null,\"to\":{\"on\":true}},"
                        + "{\"action\":\"changed\",\"path\":\"weir.c\",\"from\":[\"x\",null],\"to\":\"y\\\"\"}],"
                        + "\"needsRestart\":[\"weir.a\"],"
                        + "\"overridden\":[{\"path\":\"weir.d\",\"value\":5,\"fileValue\":7}]}");
    }

    @Test
    void aDryRunIsAskedForInAnyUsualWay() {
        for (String query : List.of("dryRun=true", "dryRun", "dryRun=")) {
            PORT.ask("POST", "/api/v1/reload?" + query);
        }
        PORT.ask("POST", "/api/v1/reload?dryRun=false");
        assertThat(node.acts.asked)
                .containsExactly(
                        "reload true anyone@127.0.0.1",
                        "reload true anyone@127.0.0.1",
                        "reload true anyone@127.0.0.1",
                        "reload false anyone@127.0.0.1");
        assertThat(PORT.ask("POST", "/api/v1/reload?dryRun=maybe").status()).isEqualTo(400);
        assertThat(PORT.ask("POST", "/api/v1/reload?dry=true").status()).isEqualTo(400);
    }

    /** A page elsewhere can send a POST without a body unasked; what it cannot do is call it JSON. */
    @Test
    void aPageElsewhereCannotStopTheNode() {
        assertThat(PORT.ask("POST", "/api/v1/node/leave", "Origin: http://evil.example")
                        .status())
                .isEqualTo(415);
        assertThat(PORT.ask("POST", "/api/v1/node/leave", "Sec-Fetch-Site: cross-site")
                        .status())
                .isEqualTo(415);
        assertThat(node.acts.asked).isEmpty();
        assertThat(PORT.send("POST", "/api/v1/node/leave", "{}", "Origin: http://127.0.0.1")
                        .status())
                .isEqualTo(202);
    }

    @Test
    void aListenerIsPatchedFieldByField() {
        Port.Answer answer = PORT.send(
                "PATCH", "/api/v1/listeners/web", "{\"paused\":true,\"pool\":null,\"maxConnections\":\"off\"}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("paused").asBoolean()).isTrue();
        assertThat(answer.json().get("overrides")).isEmpty();
        assertThat(node.acts.patches)
                .containsExactly(
                        new ListenerPatch(new Patch.Clear<>(), new Patch.Set<>(true), new Patch.Set<>(Off.COUNT)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|400",
                "{\"bind\":\"*:1\"}|400",
                "{\"paused\":\"yes\"}|400",
                "{\"pool\":1}|400",
                "{\"maxConnections\":0}|422"
            })
    void whatIsWrongWithAPatch(String body, int status) {
        assertThat(PORT.send("PATCH", "/api/v1/listeners/web", body).status()).isEqualTo(status);
        assertThat(node.acts.asked).isEmpty();
    }
}
