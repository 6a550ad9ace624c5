package io.weir.it;

import static io.weir.it.Rewritten.pool;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.kit.AdminPort;
import io.weir.kit.MetricsScrape;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.kit.Pems;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a node does when it reads its file again: what differs, all of it or nothing. */
class ReloadIT extends TwoBackends {
    private static String listener(String extra) {
        return Rewritten.listener("web", "web", extra);
    }

    @Test
    @Tag("contract-9")
    void whatDiffersIsSaidAndDoneAndSaidOnce() {
        String before = listener("") + pool("web", "", a);
        String after = listener("idle-timeout = 7m") + pool("web", "", b, a) + pool("more", "", a)
                + "weir.listeners.more { bind = \"127.0.0.1:0\", pool = more }\n"
                + "weir { event-loops.count = 1, cluster.name = other, log.level = debug, shutdown.drain = 2s }\n";
        try (WeirProcess weir = WeirProcess.start(Rewritten.file(before))) {
            Rewritten node = new Rewritten(weir);
            assertThat(Rewritten.changes(node.reload(before))).isEmpty();
            JsonNode dry = node.dryRun(after);
            assertThat(dry.get("dryRun").asBoolean()).isTrue();
            assertThat(dry.get("applied").asBoolean()).isFalse();
            assertThat(served(weir, "web")).isEqualTo("a");
            assertThat(weir.admin().get("/api/v1/listeners/more").status()).isEqualTo(404);

            JsonNode done = node.reload(after);
            assertThat(done.get("applied").asBoolean()).isTrue();
            assertThat(done.get("changes")).isEqualTo(dry.get("changes"));
            assertThat(Rewritten.changes(done))
                    .contains(
                            "changed weir.listeners.web.idle-timeout",
                            "added weir.listeners.more",
                            "added weir.pools.more",
                            "added weir.pools.web.backends.\"" + b.hostPort() + "\"",
                            "changed weir.pools.web.backends",
                            "changed weir.event-loops.count",
                            "changed weir.cluster.name",
                            "changed weir.log.level",
                            "changed weir.shutdown.drain");
            assertThat(Rewritten.texts(done.get("needsRestart")))
                    .contains("weir.event-loops.count", "weir.cluster.name")
                    .doesNotContain("weir.log.level");
            assertThat(served(weir, "web")).isEqualTo("b");
            assertThat(served(weir, "more")).isEqualTo("a");
            assertThat(Rewritten.changes(Rewritten.good(node.ask())))
                    .as("only what waits for the next start is left")
                    .isEqualTo(Rewritten.texts(done.get("needsRestart")).stream()
                            .map(path -> "changed " + path)
                            .toList());

            node.reload(before);
            assertThat(served(weir, "web")).isEqualTo("a");
            assertThat(weir.admin().get("/api/v1/listeners/more").status()).isEqualTo(404);
            assertThat(weir.admin().get("/api/v1/pools/more").status()).isEqualTo(404);
        }
    }

    /** What it told the others last is not what its file says now, and it is nobody else. */
    @Test
    @Tag("contract-9")
    void aNodeDoesNotDifferFromItself() {
        try (WeirProcess weir = WeirProcess.start(Rewritten.file(listener("") + pool("web", "", a)))) {
            Patience.until("it to be a cluster of its own")
                    .until(() -> weir.admin()
                            .get("/api/v1/cluster")
                            .json()
                            .get("controlPlane")
                            .asBoolean());
            String before = configHash(weir);
            new Rewritten(weir).reload(listener("") + pool("web", "", a, b));
            assertThat(weir.metrics().sum("weir_config_divergent")).isZero();
            assertThat(weir.admin()
                            .get("/api/v1/pools/web")
                            .json()
                            .get("divergent")
                            .asBoolean(true))
                    .isFalse();
            assertThat(configHash(weir)).isNotEqualTo(before);
        }
    }

    private static String configHash(WeirProcess weir) {
        return weir.admin()
                .get("/api/v1/cluster")
                .json()
                .get("nodes")
                .get(0)
                .get("configHash")
                .asText();
    }

    @Test
    @Tag("contract-9")
    void aBadFileChangesNothingAndNamesEveryLine() throws IOException {
        String good = listener("") + pool("web", "", a);
        try (WeirProcess weir = WeirProcess.start(Rewritten.file(good))) {
            Rewritten node = new Rewritten(weir);
            assertThat(weir.metrics().sum("weir_config_last_reload_success")).isEqualTo(1);
            AdminPort.Answer answer = node.write(listener("idle-timeout = 0") + pool("web", "algorithm = best", b))
                    .ask();
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.json().get("detail").asText().lines())
                    .anyMatch(line ->
                            line.matches(".*application\\.conf:\\d+: weir\\.listeners\\.web\\.idle-timeout: .*"))
                    .anyMatch(line -> line.matches(".*application\\.conf:\\d+: weir\\.pools\\.web\\.algorithm: .*"));
            assertThat(answer.json().get("errors")).hasSize(2);
            assertThat(served(weir, "web")).isEqualTo("a");
            assertThat(weir.metrics().sum("weir_config_last_reload_success")).isZero();
            Files.delete(weir.folder().resolve("application.conf"));
            assertThat(node.ask().status()).isEqualTo(422);
            assertThat(Rewritten.changes(node.reload(good))).isEmpty();
            assertThat(weir.metrics().sum("weir_config_last_reload_success")).isEqualTo(1);
        }
    }

    @Test
    @Tag("contract-9")
    void anAddressThatIsTakenChangesNothingAndNamesWhoHasIt() throws IOException {
        String good = listener("") + pool("web", "", a);
        try (WeirProcess weir = WeirProcess.start(Rewritten.file(good));
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Rewritten node = new Rewritten(weir);
            node.write(listener("max-connections = 5") + pool("web", "", b)
                    + "weir.listeners.free { bind = \"127.0.0.1:0\", pool = web }\n"
                    + "weir.listeners.taken { bind = \"127.0.0.1:" + taken.getLocalPort()
                    + "\", pool = web }\n");
            AdminPort.Answer dry = weir.admin().ask("POST", "/api/v1/reload?dryRun=true", "");
            assertThat(dry.status()).as("%s", dry).isEqualTo(409);
            assertThat(dry.json().get("detail").asText())
                    .contains("127.0.0.1:" + taken.getLocalPort(), "taken by", "(pid ");
            AdminPort.Answer answer = node.ask();
            assertThat(answer.status()).as("%s", answer).isEqualTo(409);
            assertThat(answer.json().get("detail").asText())
                    .contains("127.0.0.1:" + taken.getLocalPort(), "taken by", "(pid ");
            assertThat(served(weir, "web")).isEqualTo("a");
            assertThat(weir.admin().get("/api/v1/listeners").json().get("listeners"))
                    .hasSize(1);
            assertThat(weir.err().text()).doesNotContain("listening listener=free");
            assertThat(Rewritten.changes(node.reload(good))).isEmpty();
        }
    }

    /** The file alone leads nowhere back: it is a backend of run time that does, or a listener that was switched. */
    @Test
    @Tag("contract-9")
    void withWhatWasSaidAtRunTimeTheFileMayNotLeadBackEither() throws IOException {
        String good = listener("") + pool("web", "", a) + pool("other", "", a);
        try (WeirProcess weir = WeirProcess.start(Rewritten.file(good))) {
            Rewritten node = new Rewritten(weir);
            assertThat(weir.admin()
                            .ask("PUT", "/api/v1/pools/web/backends/x", "{\"address\":\"" + b.hostPort() + "\"}")
                            .status())
                    .isEqualTo(201);
            node.write(good + "weir.listeners.late { bind = \"" + b.hostPort() + "\", pool = web }\n");
            leadsBack(weir, "listener late: backend x of pool web is this listener");
            assertThat(weir.err().text()).doesNotContain("listening listener=late");

            assertThat(weir.admin()
                            .ask("PATCH", "/api/v1/listeners/web", "{\"pool\":\"other\"}")
                            .status())
                    .isEqualTo(200);
            String itself = "127.0.0.1:" + weir.listener("web").getPort();
            node.write(listener("") + pool("web", "", a) + "weir.pools.other.backends = [\"" + itself + "\"]\n");
            leadsBack(weir, "listener web: backend " + itself + " of pool other is this listener");
            assertThat(served(weir, "web")).isEqualTo("a");
        }
    }

    /** The pool that it was switched to goes with the reload, and it would go back to its file's. */
    @Test
    @Tag("contract-9")
    void aSwitchThatIsTakenBackLeadsTheListenerNotBackToItselfEither() throws IOException {
        try (WeirProcess weir =
                WeirProcess.start(Rewritten.file(listener("") + pool("web", "", a) + pool("other", "", b)))) {
            assertThat(weir.admin()
                            .ask("PATCH", "/api/v1/listeners/web", "{\"pool\":\"other\"}")
                            .status())
                    .isEqualTo(200);
            String itself = "127.0.0.1:" + weir.listener("web").getPort();
            assertThat(weir.admin()
                            .ask("PUT", "/api/v1/pools/web/backends/x", "{\"address\":\"" + itself + "\"}")
                            .status())
                    .isEqualTo(201);
            new Rewritten(weir).write(listener("") + pool("web", "", a));
            leadsBack(weir, "listener web: backend x of pool web is this listener");
            assertThat(served(weir, "web")).isEqualTo("b");
        }
    }

    private static void leadsBack(WeirProcess weir, String how) {
        for (String query : List.of("?dryRun=true", "")) {
            AdminPort.Answer answer = weir.admin().ask("POST", "/api/v1/reload" + query, "");
            assertThat(answer.status()).as("%s", answer).isEqualTo(409);
            assertThat(answer.json().get("detail").asText()).contains(how);
        }
    }

    @Test
    @Tag("contract-9")
    void tlsOfTheAdminPortIsNamedAndWaitsForTheNextStart() throws IOException {
        String text = listener("") + pool("web", "", a);
        String tls = "weir.admin.tls { certificate = cert.pem, private-key = key.pem }\n";
        try (WeirProcess weir = WeirProcess.start(Rewritten.file(text))) {
            Files.writeString(weir.folder().resolve("cert.pem"), Pems.ec().certificate());
            Files.writeString(weir.folder().resolve("key.pem"), Pems.ec().key());
            Rewritten node = new Rewritten(weir);
            for (JsonNode answer : List.of(node.dryRun(text + tls), node.reload(text + tls))) {
                assertThat(Rewritten.texts(answer.get("needsRestart")))
                        .isNotEmpty()
                        .allMatch(path -> path.startsWith("weir.admin.tls"))
                        .hasSameSizeAs(Rewritten.changes(answer));
            }
            assertThat(weir.admin().get("/ready").status()).as("plain HTTP").isEqualTo(200);
        }
    }

    @Test
    @Tag("contract-9")
    void aHangUpReadsTheFileAgain() {
        try (WeirProcess weir = WeirProcess.start(Rewritten.file(listener("") + pool("web", "", a)))) {
            new Rewritten(weir).write(listener("") + pool("web", "", b));
            weir.signal("HUP");
            Patience.until("the other backend").until(() -> served(weir, "web").equals("b"));
            new Rewritten(weir).write("weir.nothing = 1\n");
            weir.signal("HUP");
            Patience.until("the bad line to be named")
                    .until(() -> weir.err().text().matches("(?s).*application\\.conf:\\d+: weir\\.nothing: .*"));
            Patience.until("the event that tells the line too")
                    .untilAsserted(
                            () -> assertThat(weir.admin().get("/api/v1/events").body())
                                    .containsPattern("not good: \\S*application\\.conf:\\d+: weir\\.nothing: "));
            assertThat(served(weir, "web")).isEqualTo("b");
        }
    }

    /** The socket stays, the connections that there are stay as they are, and new ones follow the new settings. */
    @Test
    @Tag("contract-9")
    void aListenerThatChangesKeepsItsSocketItsConnectionsAndItsCounts() throws IOException {
        String pools = pool("web", "", a) + pool("other", "", b);
        try (WeirProcess weir = WeirProcess.start(Rewritten.file(listener("") + pools));
                Peer old = Peer.dial(weir.listener("web"))) {
            assertThat(old.receive(1)).isEqualTo("a");
            new Rewritten(weir)
                    .reload(listener("pool = other, idle-timeout = 3s, max-connections = 2, tcp.keepalive = off")
                            + pools);
            try (Peer young = Peer.dial(weir.listener("web"));
                    Peer third = Peer.dial(weir.listener("web"))) {
                assertThat(young.receive(1)).isEqualTo("b");
                assertThat(weir.metrics().sum("weir_listener_connections", "listener", "web"))
                        .as("the third waits: the old one counts")
                        .isEqualTo(2);
                assertThat(young.ending().bytes()).isEmpty();
                assertThat(third.receive(1)).isEqualTo("b");
                old.echo("an hour is not over yet");
            }
            assertThat(weir.metrics().sum("weir_listener_connections_total", "listener", "web"))
                    .isEqualTo(3);
            assertThat(weir.err().text().lines().filter(line -> line.contains("listening listener=web")))
                    .hasSize(1);
        }
    }

    @Test
    @Tag("contract-9")
    void aListenerThatComesBackCountsWhatIsStillOpenUnderItsName() throws IOException {
        String pools = pool("web", "", a);
        try (WeirProcess weir = WeirProcess.start(Rewritten.file(listener("") + pools));
                Peer first = Peer.dial(weir.listener("web"));
                Peer second = Peer.dial(weir.listener("web"))) {
            assertThat(first.receive(1) + second.receive(1)).isEqualTo("aa");
            Rewritten node = new Rewritten(weir);
            node.reload(Rewritten.listener("w2", "web", "") + pools);
            assertThat(served(weir, "w2")).isEqualTo("a");
            node.reload(listener("max-connections = 2") + pools);
            try (Peer third = Peer.dial(weir.listeners("web").getLast())) {
                assertThat(third.staysOpen(Duration.ofMillis(300))).isTrue();
                JsonNode view = weir.admin().get("/api/v1/listeners/web").json();
                assertThat(view.get("connections").asInt()).isEqualTo(2);
                assertThat(view.get("maxConnections").asInt()).isEqualTo(2);
                first.close();
                assertThat(third.receive(1)).isEqualTo("a");
                second.echo("through all of it");
            }
        }
    }

    /** The file names a pool that was added at run time, and then does not any more: the pool is there all the time. */
    @Test
    @Tag("contract-9")
    void aSwitchStaysWhereTheFileGivesUpAPoolThatWasAddedAtRunTime() {
        String text = listener("") + pool("web", "", a);
        try (WeirProcess weir = WeirProcess.start(Rewritten.file(text))) {
            AdminPort admin = weir.admin();
            String unchecked = "{\"health-check\":{\"type\":\"none\"}}";
            assertThat(admin.ask("PUT", "/api/v1/pools/rt", unchecked).status()).isEqualTo(201);
            assertThat(admin.ask("PUT", "/api/v1/pools/rt/backends/x", "{\"address\":\"" + b.hostPort() + "\"}")
                            .status())
                    .isEqualTo(201);
            Rewritten.good(admin.ask("PATCH", "/api/v1/listeners/web", "{\"pool\":\"rt\"}"));
            Rewritten node = new Rewritten(weir);
            node.reload(text + pool("rt", "", a));
            assertThat(served(weir, "web")).isEqualTo("a");
            node.reload(text);
            assertThat(admin.get("/api/v1/pools/rt").json().get("origin").asText())
                    .isEqualTo("api");
            assertThat(admin.get("/api/v1/listeners/web").json().get("pool").asText())
                    .isEqualTo("rt");
            assertThat(served(weir, "web")).isEqualTo("b");
        }
    }

    @Test
    @Tag("contract-9")
    void whatWasSaidAtRunTimeStaysOverTheFile() {
        String weight = "weir.pools.web.backends = [ { id = b1, address = \"" + a.hostPort() + "\", weight = %d } ]\n";
        String text = listener("") + pool("web", "") + weight;
        try (WeirProcess weir = WeirProcess.start(Rewritten.file(text.formatted(1)))) {
            String backend = "/api/v1/pools/web/backends/b1";
            Rewritten.good(weir.admin().ask("PATCH", backend, "{\"weight\":5}"));
            JsonNode done = new Rewritten(weir).reload(text.formatted(7));
            assertThat(done.get("overridden")).hasSize(1);
            assertThat(done.get("overridden").get(0).toString())
                    .isEqualTo("{\"path\":\"weir.pools.web.backends.b1.weight\",\"value\":5,\"fileValue\":7}");
            assertThat(weir.admin().get(backend).json().get("weight").asInt()).isEqualTo(5);
            JsonNode back = Rewritten.good(weir.admin().ask("PATCH", backend, "{\"weight\":null}"));
            assertThat(back.get("weight").asInt()).isEqualTo(7);
        }
    }

    @Test
    @Tag("contract-9")
    void tokensAndTheAccessLogFollowTheFile() throws IOException {
        String text = listener("") + pool("web", "", a);
        String token = "weir.admin.tokens = [ { name = x, role = admin, token = \"%s\" } ]\n";
        String first = token.formatted("first-secret-of-32-characters-xx");
        String second = token.formatted("other-secret-of-32-characters-xx");
        try (WeirProcess weir = WeirProcess.start(Rewritten.file(text))) {
            Rewritten node = new Rewritten(weir);
            node.reload(text + first + "weir.access-log.path = lines.log\n");
            assertThat(weir.admin().get("/api/v1/pools").status()).isEqualTo(401);
            assertThat(served(weir, "web")).isEqualTo("a");
            Patience.until("a line in the file")
                    .until(() -> Files.exists(weir.folder().resolve("lines.log"))
                            && Files.readString(weir.folder().resolve("lines.log"))
                                    .contains("\"listener\":\"web\""));
            AdminPort.Answer done =
                    node.write(text + second).with("Authorization: Bearer first-secret-of-32-characters-xx");
            assertThat(Rewritten.changes(Rewritten.good(done)))
                    .contains("changed weir.admin.tokens.x.token", "changed weir.access-log.path");
            assertThat(done.body()).doesNotContain("secret");
            assertThat(weir.admin()
                            .ask("GET", "/api/v1/pools", "", "Authorization: Bearer other-secret-of-32-characters-xx")
                            .status())
                    .isEqualTo(200);
        }
    }

    /** A check that begins to ask for more takes a backend down that it let pass before, and the other way round. */
    @Test
    @Tag("peers-33")
    void aCheckThatIsChangedTakesEffect() {
        String check = "weir.pools.web.health-check { interval = 100ms, fast-interval = 50ms, down-interval = 100ms, "
                + "timeout = 300ms, rise = 1, fall = 1, jitter = off, %s }\n";
        String text = listener("") + pool("web", "", a) + check;
        try (WeirProcess weir = WeirProcess.start(Rewritten.file(text.formatted("type = tcp")))) {
            Patience.until("up").until(() -> up(weir) == 1);
            new Rewritten(weir).reload(text.formatted("type = http"));
            Patience.until("down, as it speaks no HTTP").until(() -> up(weir) == 0);
            new Rewritten(weir).reload(text.formatted("type = tcp"));
            Patience.until("up again").until(() -> up(weir) == 1);
        }
    }

    private static double up(WeirProcess weir) {
        MetricsScrape metrics = weir.metrics();
        return metrics.sum("weir_backend_up", "pool", "web");
    }
}
