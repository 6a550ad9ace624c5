package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.kit.AdminPort;
import io.weir.kit.Peer;
import io.weir.kit.Transport;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** Listeners that are paused, switched and limited while the node runs. */
@OnBothTransports
class ListenersIT extends TwoBackends {
    private static final String WEB = "/api/v1/listeners/web";

    @Parameter
    Transport transport;

    private WeirFile file() {
        return WeirFile.with(transport)
                .service("web", a.hostPort())
                .service("api", a.hostPort())
                .pool("other", "", b.hostPort());
    }

    private static JsonNode patch(WeirProcess weir, String body) {
        return Rewritten.good(weir.admin().ask("PATCH", WEB, body));
    }

    @Test
    @Tag("contract-12")
    void whoComesWhileItIsPausedIsServedWhenItGoesOn() throws IOException {
        try (WeirProcess weir = WeirProcess.start(file());
                Peer old = Peer.dial(weir.listener("web"))) {
            assertThat(old.receive(1)).isEqualTo("a");
            JsonNode paused = patch(weir, "{\"paused\":true}");
            assertThat(paused.get("paused").asBoolean()).isTrue();
            assertThat(paused.get("bound").asBoolean()).isTrue();
            assertThat(weir.admin().get("/ready?listener=web").status()).isEqualTo(503);
            assertThat(weir.admin().get("/ready?listener=web").body()).contains("not-paused");
            assertThat(weir.admin().get("/ready?listener=api").status()).isEqualTo(200);
            assertThat(weir.admin().get("/ready").status()).isEqualTo(200);
            try (Peer waiting = Peer.dial(weir.listener("web"));
                    Peer elsewhere = Peer.dial(weir.listener("api"))) {
                assertThat(elsewhere.receive(1)).isEqualTo("a");
                assertThat(waiting.staysOpen(Duration.ofMillis(300))).isTrue();
                old.echo("those that there are go on");
                assertThat(weir.metrics().sum("weir_listener_connections_total", "listener", "web"))
                        .isEqualTo(1);
                assertThat(patch(weir, "{\"paused\":false}").get("paused").asBoolean())
                        .isFalse();
                assertThat(waiting.receive(1)).isEqualTo("a");
            }
            assertThat(weir.admin().get("/ready?listener=web").status()).isEqualTo(200);
        }
    }

    @Test
    void theNextConnectionGoesToThePoolItIsSwitchedTo() throws IOException {
        try (WeirProcess weir = WeirProcess.start(file());
                Peer old = Peer.dial(weir.listener("web"))) {
            assertThat(old.receive(1)).isEqualTo("a");
            JsonNode switched = patch(weir, "{\"pool\":\"other\"}");
            assertThat(switched.get("pool").asText()).isEqualTo("other");
            assertThat(switched.get("overrides").get("pool").get("fileValue").asText())
                    .isEqualTo("web");
            assertThat(served(weir, "web")).isEqualTo("b");
            old.echo("still where it was");

            AdminPort.Answer unknown = weir.admin().ask("PATCH", WEB, "{\"pool\":\"nowhere\"}");
            assertThat(unknown.status()).isEqualTo(422);
            assertThat(unknown.json().get("detail").asText()).contains("nowhere", "api, other, web");
            assertThat(weir.admin()
                            .ask("PATCH", "/api/v1/listeners/x", "{\"paused\":true}")
                            .status())
                    .isEqualTo(404);
            assertThat(weir.admin().ask("PATCH", WEB, "{\"bind\":\"*:1\"}").status())
                    .isEqualTo(400);
            assertThat(patch(weir, "{\"pool\":null}").get("overrides")).isEmpty();
            assertThat(served(weir, "web")).isEqualTo("a");
        }
    }

    @Test
    void itLeadsToNoPoolThatLeadsBackAndThePoolItLeadsToStays() {
        try (WeirProcess weir = WeirProcess.start(file())) {
            String late = "/api/v1/pools/late";
            String itself = "{\"address\":\"127.0.0.1:" + weir.listener("web").getPort() + "\"}";
            assertThat(weir.admin().ask("PUT", late, "{}").status()).isEqualTo(201);
            assertThat(weir.admin().ask("PUT", late + "/backends/x", itself).status())
                    .isEqualTo(201);
            refused(weir.admin().ask("PATCH", WEB, "{\"pool\":\"late\"}"), "backend x of pool late is this listener");
            assertThat(weir.admin().ask("DELETE", late + "/backends/x", "").status())
                    .isBetween(202, 204);
            patch(weir, "{\"pool\":\"late\"}");
            refused(weir.admin().ask("PUT", late + "/backends/x", itself), "is listener web, which leads to pool late");
            refused(weir.admin().ask("DELETE", late, ""), "Pool late is in use by listener web");
            assertThat(weir.admin()
                            .ask("PUT", "/api/v1/pools/web/backends/x", itself)
                            .status())
                    .isEqualTo(201);
            refused(weir.admin().ask("PATCH", WEB, "{\"pool\":null}"), "backend x of pool web is this listener");
            patch(weir, "{\"pool\":\"other\"}");
            assertThat(weir.admin().ask("DELETE", late, "").status()).isBetween(202, 204);
        }
    }

    private static void refused(AdminPort.Answer answer, String detail) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(409);
        assertThat(answer.json().get("detail").asText()).contains(detail);
    }

    @Test
    void aLimitThatIsLoweredLetsThoseInsideStay() throws IOException {
        try (WeirProcess weir = WeirProcess.start(file());
                Peer first = Peer.dial(weir.listener("web"));
                Peer second = Peer.dial(weir.listener("web"))) {
            assertThat(first.receive(1) + second.receive(1)).isEqualTo("aa");
            patch(weir, "{\"maxConnections\":1}");
            try (Peer third = Peer.dial(weir.listener("web"))) {
                first.close();
                assertThat(third.staysOpen(Duration.ofMillis(300))).isTrue();
                second.echo("stays");
                second.close();
                assertThat(third.receive(1)).isEqualTo("a");
            }
        }
    }

    /** What was said holds over another file, and goes where it leads to nothing any more. */
    @Test
    void aReloadKeepsWhatWasSaidAndTakesBackWhatLeadsNowhere() throws IOException {
        try (WeirProcess weir = WeirProcess.start(file());
                Peer old = Peer.dial(weir.listener("web"))) {
            assertThat(old.receive(1)).isEqualTo("a");
            patch(weir, "{\"pool\":\"other\",\"maxConnections\":9}");
            Rewritten node = new Rewritten(weir);
            String web = "weir.listeners.web { bind = \"127.0.0.1:0\", pool = third, max-connections = 5 }\n"
                    + "weir.pools.third { health-check.type = none, backends = [\"" + a.hostPort() + "\"] }\n";
            String other = "weir.pools.other { health-check.type = none, backends = [\"" + b.hostPort() + "\"] }\n";
            JsonNode done = node.reload(web + other);
            assertThat(done.get("overridden").toString())
                    .contains("{\"path\":\"weir.listeners.web.pool\",\"value\":\"other\",\"fileValue\":\"third\"}")
                    .contains("{\"path\":\"weir.listeners.web.max-connections\",\"value\":9,\"fileValue\":5}");
            assertThat(served(weir, "web")).isEqualTo("b");
            node.reload(web);
            assertThat(served(weir, "web")).isEqualTo("a");
            JsonNode view = weir.admin().get(WEB).json();
            assertThat(view.get("pool").asText()).isEqualTo("third");
            assertThat(view.get("overrides").has("pool")).isFalse();
            assertThat(view.get("maxConnections").asInt()).isEqualTo(9);
            old.echo("through all of it");
            assertThat(weir.admin().get("/api/v1/events").body())
                    .contains("\"listener\":\"web\",\"old\":\"other\",\"new\":\"third\"", "\"by\":\"anyone\"");
        }
    }

    @Test
    @Tag("contract-10")
    void whoWaitsAtAPausedListenerIsServedBeforeTheNodeEnds() throws IOException {
        try (WeirProcess weir = WeirProcess.start(file())) {
            patch(weir, "{\"paused\":true}");
            try (Peer waiting = Peer.dial(weir.listener("web"))) {
                assertThat(weir.admin().ask("POST", "/api/v1/node/leave", "").status())
                        .isEqualTo(202);
                assertThat(waiting.receive(1)).isEqualTo("a");
                waiting.close();
                assertThat(weir.exitCode()).isZero();
            }
        }
    }
}
