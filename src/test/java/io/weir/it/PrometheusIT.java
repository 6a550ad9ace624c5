package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.kit.AdminPort;
import io.weir.kit.ClosedPort;
import io.weir.kit.FakeBackend;
import io.weir.kit.Manners;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.kit.PrometheusProcess;
import io.weir.kit.Transport;
import io.weir.kit.WeirDemo;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Prometheus scrapes the three nodes of a demo, draws the shipped dashboard, and fires the shipped alerts when a backend
 * dies. The demo's own backends live as long as it does, so those that matter here are added to it at run time.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PrometheusIT {
    private static final int NODES = 3;

    @TempDir
    private static Path temporary;

    private static FakeBackend stays;
    private static FakeBackend dies;
    private static ClosedPort closed;
    private static WeirDemo demo;
    private static WeirProcess guarded;
    private static PrometheusProcess prometheus;

    @BeforeAll
    static void start() throws IOException {
        stays = FakeBackend.start(Manners.echo());
        dies = FakeBackend.lasting(Manners.echo());
        closed = ClosedPort.take();
        demo = WeirDemo.start(temporary, "--nodes", "" + NODES);
        List<InetSocketAddress> targets = demo.admins();
        assertThat(targets).hasSize(NODES);
        for (InetSocketAddress target : targets) {
            Patience.until("a cluster of three", 40)
                    .until(() -> AdminPort.at(target).metrics().sum("weir_cluster_members", "status", "up") == NODES);
        }
        put("/api/v1/pools/extra", """
                {"algorithm":"round-robin","healthCheck":{"type":"tcp","interval":"200ms","fastInterval":"100ms","fall":2}}""");
        put("/api/v1/pools/extra/backends/stays", address(stays.hostPort()));
        put("/api/v1/pools/extra/backends/dies", address(dies.hostPort()));
        put("/api/v1/pools/dead", "{\"healthCheck\":{\"type\":\"none\"}}");
        put("/api/v1/pools/dead/backends/dead", address(closed.hostPort()));
        String token = "only-for-prometheus-0123456789";
        WeirFile file = WeirFile.with(Transport.NATIVE)
                .pool("guarded", "health-check.type = none", stays.hostPort())
                .add("weir.admin.tokens = [{ name = prometheus, role = viewer, token-file = scraper.token }]\n");
        Files.writeString(file.folder().resolve("scraper.token"), token + "\n");
        guarded = WeirProcess.start(file);
        prometheus = PrometheusProcess.start(
                quick(Files.readString(Path.of("docs/prometheus/alerts.yml"))), targets, guarded.adminAddress(), token);
    }

    @AfterAll
    static void stop() {
        try (FakeBackend s = stays;
                FakeBackend d = dies;
                ClosedPort c = closed;
                WeirDemo w = demo;
                WeirProcess g = guarded;
                PrometheusProcess p = prometheus) {
            assertThat(w.process().alive()).isTrue();
        }
    }

    private static String address(String hostPort) {
        return "{\"address\":\"" + hostPort + "\"}";
    }

    private static void put(String path, String body) {
        AdminPort.Answer answer = AdminPort.at(demo.admins().getFirst()).ask("PUT", path, body);
        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
    }

    /** The shipped rules for a test that has seconds where they have minutes. */
    private static String quick(String rules) {
        return rules.replaceAll("for: \\w+", "for: 1s").replaceAll("\\[\\d+m]", "[10s]");
    }

    private static Set<String> firing() {
        return StreamSupport.stream(prometheus.get("alerts").path("alerts").spliterator(), false)
                .filter(alert -> alert.path("state").asText().equals("firing"))
                .map(alert -> alert.at("/labels/alertname").asText() + " "
                        + alert.at("/labels/pool").asText() + " "
                        + alert.at("/labels/backend").asText())
                .map(String::strip)
                .collect(Collectors.toSet());
    }

    @Test
    @Order(1)
    void allThreeNodesAreUpAndReadAsOpenMetrics() {
        Patience.until("all targets to be up")
                .until(() -> prometheus.query("up{job=\"weir\"} == 1").size() == NODES);
        Patience.until("a scrape of each without an error")
                .untilAsserted(() -> assertThat(
                                prometheus.get("targets?state=active").path("activeTargets"))
                        .filteredOn(
                                target -> !target.path("scrapePool").asText().equals("locked"))
                        .hasSize(NODES + 1)
                        .allSatisfy(target ->
                                assertThat(target.path("lastError").asText()).isEmpty()));
        Patience.until("each to see the others")
                .until(() -> prometheus
                                .query("weir_cluster_members{job=\"weir\",status=\"up\"} == " + NODES)
                                .size()
                        == NODES);
        Patience.until("units, which only OpenMetrics tells")
                .until(() -> prometheus
                        .get("metadata?metric=weir_connection_duration_seconds")
                        .at("/weir_connection_duration_seconds/0/unit")
                        .asText()
                        .equals("seconds"));
    }

    @Test
    @Order(1)
    void whereTokensAreAskedForAViewersOpensAndNoneDoesNot() {
        Patience.until("the one with the token")
                .until(() -> prometheus
                                .query("up{job=\"guarded\"} == 1 and on(instance) weir_ready{job=\"guarded\"} == 1")
                                .size()
                        == 1);
        Patience.until("the one without")
                .until(() -> prometheus.query("up{job=\"locked\"} == 0").size() == 1);
        // A first scrape of a busy machine may end at Prometheus' own bound and say nothing of tokens
        Patience.until("the one without to be refused for it")
                .untilAsserted(() -> assertThat(
                                prometheus.get("targets?scrapePool=locked").path("activeTargets"))
                        .singleElement()
                        .satisfies(target ->
                                assertThat(target.path("lastError").asText()).contains("401")));
    }

    @Test
    @Order(2)
    void everyPanelOfTheDashboardShowsSomething() throws Exception {
        JsonNode panels = new ObjectMapper()
                .readTree(Files.readString(Path.of("docs/grafana/weir.json")))
                .path("panels");
        Patience.until("traffic to show").ignoreExceptions().untilAsserted(() -> {
            traffic();
            for (JsonNode panel : panels) {
                for (JsonNode target : panel.path("targets")) {
                    String query = target.path("expr")
                            .asText()
                            .replace("$__rate_interval", "5s")
                            .replaceAll("\\$(job|instance|pool)\\b", ".*");
                    JsonNode series = prometheus.query(query);
                    // What ends in a comparison shows what is out of order only
                    if (!query.matches(".*\\) (>|==) [01]")) {
                        assertThat(series).as(query).isNotEmpty();
                    }
                }
            }
        });
    }

    /** Through each node, to each pool. */
    private static void traffic() throws IOException {
        for (int node = 0; node < NODES; node++) {
            InetSocketAddress listener = demo.listeners().get(node);
            AdminPort admin = AdminPort.at(demo.admins().get(node));
            switchTo(admin, "\"dead\"");
            try (Peer client = Peer.dialRefused(listener)) {
                client.ending();
            }
            switchTo(admin, "\"extra\"");
            try (Peer client = Peer.dial(listener)) {
                client.echo("x");
            }
            switchTo(admin, "null");
            try (Peer client = Peer.dial(listener)) {
                client.send("GET / HTTP/1.0\r\n\r\n");
                assertThat(client.ending().text()).containsPattern("red|green|blue");
            }
        }
    }

    private static void switchTo(AdminPort admin, String pool) {
        assertThat(admin.ask("PATCH", "/api/v1/listeners/web", "{\"pool\":" + pool + "}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    @Order(3)
    void aBackendThatIsKilledFiresItsAlertAndItsReturnEndsIt() {
        Patience.until("no alert of its health").until(() -> !firing().contains("WeirBackendDown extra dies"));
        Patience.until("no alert of a pool")
                .until(() -> firing().stream().noneMatch(alert -> alert.startsWith("WeirPool")));
        dies.stopListening();
        Patience.until("the alerts to fire")
                .until(() -> firing().containsAll(Set.of("WeirBackendDown extra dies", "WeirPoolHalfDown extra")));
        Patience.until("none but those")
                .untilAsserted(() -> assertThat(firing())
                        .doesNotContain("WeirBackendDown extra stays", "WeirPoolWithoutBackend extra"));
        InetSocketAddress address = dies.address();
        dies.close();
        dies = FakeBackend.start(address, Manners.echo());
        Patience.until("the alerts to end")
                .until(() -> firing().stream()
                        .noneMatch(alert -> alert.contains("extra dies") || alert.contains("HalfDown")));
    }
}
