package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.kit.AdminPort;
import io.weir.kit.Pace;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.kit.Transport;
import io.weir.kit.WeirCluster;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A run-time pool that is deleted though a listener of another node was switched to it, of which that node could not tell in time. */
class SwitchBackIT extends TwoBackends {
    private static final String LATE = "/api/v1/pools/late";
    private static final String WEB = "/api/v1/listeners/web";
    private static final String SWITCH = "{\"pool\":\"late\"}";

    private WeirCluster cluster;

    @BeforeEach
    void start() {
        cluster = WeirCluster.start(2, Transport.NATIVE, (file, node) -> file.service("web", a.hostPort()));
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    private AdminPort.Answer ask(int node, String method, String path, String body) {
        return cluster.node(node).admin().ask(method, path, body);
    }

    /** On both nodes. */
    private void put() {
        assertThat(ask(0, "PUT", LATE, "{\"healthCheck\":{\"type\":\"none\"}}").status())
                .isEqualTo(201);
        AdminPort.Answer backend = ask(0, "PUT", LATE + "/backends/b", "{\"address\":\"" + b.hostPort() + "\"}");
        assertThat(backend.status()).isEqualTo(201);
        Patience.until("the other node to have it")
                .until(() -> ask(1, "GET", LATE + "/backends/b", "").status() == 200);
    }

    private static void awaitFile(WeirProcess node) {
        Patience.until("the listener to lead to its file's pool again").untilAsserted(() -> {
            JsonNode view = node.admin().get(WEB).json();
            assertThat(view.get("pool").asText()).isEqualTo("web");
            assertThat(view.get("overrides").has("pool")).isFalse();
        });
    }

    @Test
    void aNodeThatStoodStillWhenThePoolWasDeletedSwitchesItsListenerBack() throws IOException {
        WeirProcess still = cluster.node(1);
        put();
        assertThat(still.admin().ask("PATCH", WEB, SWITCH).status()).isEqualTo(200);
        try (Peer old = Peer.dial(still.listener("web"))) {
            assertThat(old.receive(1)).isEqualTo("b");
            still.signal("STOP");
            try {
                AdminPort.Answer deleted = ask(0, "DELETE", LATE, "");
                assertThat(deleted.status()).isEqualTo(202);
                assertThat(deleted.json().get("unconfirmed").toString()).contains("n1");
            } finally {
                still.signal("CONT");
            }
            awaitFile(still);
            assertThat(served(still, "web")).isEqualTo("a");
            assertThat(still.admin().get("/ready?listener=web").status()).isEqualTo(200);
            old.echo("goes on where it was");
        }
        Patience.until("it to say so itself")
                .untilAsserted(() -> assertThat(still.err().text())
                        .containsPattern("WARN .*listener-switched-back node=n1 listener=web old=late new=web "
                                + "reason=there is no pool late any more by=weir"));
        Patience.until("the other node to tell of it")
                .until(() -> cluster.node(0)
                        .admin()
                        .get("/api/v1/events")
                        .body()
                        .contains("\"listener\":\"web\",\"old\":\"late\",\"new\":\"web\""));
    }

    /** Whichever of the two is refused, or neither: in the end the listener leads to a pool that is there. */
    @Test
    void whoSwitchesAListenerWhileThePoolIsDeletedIsNotLeftWithoutOne() {
        WeirProcess other = cluster.node(1);
        for (int round = 0; round < 15; round++) {
            put();
            CompletableFuture<AdminPort.Answer> deleting =
                    CompletableFuture.supplyAsync(() -> ask(0, "DELETE", LATE, ""));
            Pace.pause(Duration.ofMillis(round));
            assertThat(other.admin().ask("PATCH", WEB, SWITCH).status()).isIn(200, 422);
            if (deleting.join().status() == 409) {
                assertThat(other.admin().ask("PATCH", WEB, "{\"pool\":null}").status())
                        .isEqualTo(200);
                assertThat(ask(0, "DELETE", LATE, "").status()).isBetween(202, 204);
            }
            awaitFile(other);
        }
    }
}
