package io.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.model.AdminSettings;
import io.weir.model.HostPort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Whoever holds all places of the admin port with bodies that do not come keeps no probe out. */
class CrowdedPortTest {
    private static final int PLACES = 16;
    /** Half of what a body may take: without giving way, a probe waits for the whole of it. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private static final ActorSystem<Void> SYSTEM = ActorSystem.create(
            Behaviors.empty(),
            "crowded-test",
            ConfigFactory.parseString("pekko.actor.provider = local, pekko.http.server.max-connections = " + PLACES)
                    .withFallback(ConfigFactory.load()));

    private final Node node = new Node();

    @AfterAll
    static void terminate() {
        SYSTEM.terminate();
        SYSTEM.getWhenTerminated().toCompletableFuture().join();
    }

    @Test
    void aProbeIsAnsweredSoonWhileSlowBodiesHoldAllPlaces() throws IOException {
        AdminSettings settings = new AdminSettings(new HostPort("127.0.0.1", 0), List.of(), List.of(), null);
        AdminServer.Bound bound = AdminServer.start(SYSTEM, settings, node.sources())
                .toCompletableFuture()
                .join();
        List<Peer> slow = new ArrayList<>();
        try {
            Duration took = SOON;
            for (int attempt = 0; attempt < 3 && took.compareTo(SOON) >= 0; attempt++) {
                long begin = System.nanoTime();
                for (int i = 0; i < 3 * PLACES; i++) {
                    slow.add(begun(bound));
                }
                try (Peer probe = Peer.dial(bound.address())) {
                    probe.readTimeout(Patience.seconds(20));
                    probe.send("GET /alive HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
                    assertThat(all(probe)).startsWith("HTTP/1.1 200 ");
                }
                took = Duration.ofNanos(System.nanoTime() - begin);
            }
            assertThat(took).isLessThan(SOON);
            slow.getFirst().readTimeout(Patience.seconds(20));
            assertThat(all(slow.getFirst()))
                    .as("the first that came")
                    .startsWith("HTTP/1.1 408 ")
                    .contains("needed this connection's place");
        } finally {
            for (Peer each : slow) {
                each.close();
            }
            bound.stop(Duration.ofSeconds(2)).toCompletableFuture().join();
        }
    }

    private static Peer begun(AdminServer.Bound bound) throws IOException {
        Peer peer = Peer.dial(bound.address());
        peer.send("PATCH /api/v1/pools/web/backends/b1 HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                + "Content-Type: application/json\r\nContent-Length: 99\r\n\r\n{");
        return peer;
    }

    private static String all(Peer peer) throws IOException {
        return new String(peer.in().readAllBytes(), StandardCharsets.UTF_8);
    }
}
