package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.kit.FakeBackend;
import io.weir.kit.Patience;
import io.weir.kit.Transport;
import io.weir.kit.WeirCluster;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes of one cluster whose files differ, as with a canary or a node that was forgotten. */
class DifferingFilesIT {
    private static final String SAME =
            "weir.pools.web { algorithm = round-robin, health-check { type = tcp, interval = 1s } }\n";

    private FakeBackend a;
    private FakeBackend b;
    private WeirCluster cluster;

    @BeforeEach
    void start() {
        a = FakeBackend.start(StormLoad.ANSWER_AND_CLOSE);
        b = FakeBackend.start(StormLoad.ANSWER_AND_CLOSE);
        cluster = WeirCluster.start(2, Transport.NATIVE, this::furnish);
    }

    @AfterEach
    void end() {
        cluster.close();
        a.close();
        b.close();
    }

    /** The second node has another weight and no check, and one pool like the first. */
    private void furnish(WeirFile file, int node) {
        file.service("web", at(a, 1), at(b, node == 0 ? 1 : 0))
                .add(node == 0 ? SAME : "weir.pools.web.algorithm = round-robin\n")
                .service("other", at(a, 1));
    }

    private static String at(FakeBackend backend, int weight) {
        return "{ address = \"%s\", weight = %d }".formatted(backend.hostPort(), weight);
    }

    @Test
    void eachNodeObeysItsOwnFileAndAllSayThatTheyDifferUntilTheyDoNot() throws IOException {
        WeirProcess first = cluster.node(0);
        WeirProcess second = cluster.node(1);
        for (WeirProcess node : cluster.alive()) {
            Patience.until("it to see that they differ").until(() -> divergent(node, "web"));
            Patience.until("it to say so everywhere").untilAsserted(() -> assertSaysWhatDiffers(node));
        }
        Patience.until("an age of reports")
                .until(() -> first.metrics().sum("weir_registry_staleness_seconds", "node", "n1") > 0);
        Patience.until("checks").until(() -> checks(first) > 0);
        assertThat(checks(second)).as("where the file says none").isZero();
        assertThat(weight(first)).isEqualTo(1);
        assertThat(weight(second)).isZero();
        assertThat(reached(first)).isEqualTo(2);
        assertThat(reached(second)).isZero();

        cluster.file(1).add(SAME + "weir.pools.web.backends = [ %s, %s ]%n".formatted(at(a, 1), at(b, 1)));
        cluster.file(1).write();
        assertThat(second.admin().ask("POST", "/api/v1/reload", "").status()).isEqualTo(200);
        for (WeirProcess node : cluster.alive()) {
            Patience.until("it to see that they are the same", 15).until(() -> !divergent(node, "web"));
            Patience.until("it to say so everywhere").untilAsserted(() -> {
                assertThat(node.metrics().sum("weir_config_divergent")).isZero();
                assertThat(hashes(node)).hasSize(2).containsOnly(hashes(node).getFirst());
            });
        }
        assertThat(weight(second)).isEqualTo(1);
        Patience.until("both to be reached in turn").until(() -> reached(second) == 2);
    }

    private static void assertSaysWhatDiffers(WeirProcess node) {
        assertThat(node.metrics().sum("weir_config_divergent", "pool", "web")).isEqualTo(1);
        assertThat(node.metrics().has("weir_config_divergent", "pool", "other")).isTrue();
        assertThat(node.metrics().sum("weir_config_divergent")).isEqualTo(1);
        assertThat(divergent(node, "other")).isFalse();
        assertThat(hashes(node)).hasSize(2).doesNotContain("").doesNotHaveDuplicates();
        assertThat(node.metrics().sum("weir_registry_staleness_seconds"))
                .as("its age of the other's reports")
                .isBetween(0.0, 10.0);
    }

    private static JsonNode pool(WeirProcess node, String name) {
        return node.admin().get("/api/v1/pools/" + name).json();
    }

    private static boolean divergent(WeirProcess node, String pool) {
        JsonNode said = pool(node, pool).path("divergent");
        assertThat(said.isBoolean()).isTrue();
        return said.booleanValue();
    }

    private static List<String> hashes(WeirProcess node) {
        return node.admin().get("/api/v1/cluster").json().path("nodes").findValuesAsText("configHash");
    }

    private static int checks(WeirProcess node) {
        return (int) node.metrics().sum("weir_health_checks_total", "pool", "web");
    }

    private int weight(WeirProcess node) {
        return pool(node, "web").path("backends").get(1).path("effectiveWeight").asInt(-1);
    }

    /** How many of four connections through a node, one after the other, come to the backend whose weight differs. */
    private int reached(WeirProcess node) throws IOException {
        String[] of = {"pool", "web", "backend", b.hostPort()};
        double before = node.metrics().sum("weir_backend_connections_total", of);
        for (int i = 0; i < 4; i++) {
            StormLoad.idle(node.listener("web")).close();
        }
        return (int) (node.metrics().sum("weir_backend_connections_total", of) - before);
    }
}
