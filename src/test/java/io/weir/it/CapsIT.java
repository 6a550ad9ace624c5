package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Aftermath;
import io.weir.kit.Ending;
import io.weir.kit.FakeBackend;
import io.weir.kit.Manners;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.kit.Transport;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** Caps of a listener, a node and a backend. */
@OnBothTransports
class CapsIT {
    @Parameter
    Transport transport;

    private static final Duration A_WHILE = Duration.ofMillis(400);
    private static List<FakeBackend> backends;
    private static WeirProcess weir;
    private static Aftermath aftermath;

    @BeforeParameterizedClassInvocation
    static void start(Transport transport) {
        backends = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            backends.add(FakeBackend.start(Manners.greeting(name)));
        }
        String all = backends.getFirst().hostPort();
        weir = WeirProcess.start(WeirFile.with(transport)
                .add("weir.max-connections = 12\n")
                .service("web", all)
                .listener("two", "pool = web, max-connections = 2")
                .listener("caps", "")
                .pool(
                        "caps",
                        "algorithm = round-robin",
                        capped(backends.get(0), ""),
                        capped(backends.get(1), ""),
                        capped(backends.get(2), ", backup = true")));
        aftermath = new Aftermath(weir);
    }

    private static String capped(FakeBackend backend, String more) {
        return "{ address = \"%s\", max-connections = 2%s }".formatted(backend.hostPort(), more);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        try (WeirProcess w = weir) {
            aftermath.check();
        } finally {
            backends.forEach(FakeBackend::close);
        }
    }

    @Test
    @Tag("peers-24")
    void connectionsBeyondAListenersCapWaitInTheBacklogAndAreThenServed() throws IOException {
        List<Peer> served = greeted("two", 2);
        try (Peer third = Peer.dial(weir.listener("two"));
                Peer fourth = Peer.dial(weir.listener("two"))) {
            third.send("early");
            assertThat(third.staysOpen(A_WHILE)).isTrue();
            assertThat(weir.metrics().sum("weir_listener_connections", "listener", "two"))
                    .isEqualTo(2);
            try (Peer other = greeted("web", 1).getFirst()) {
                other.echo("another listener goes on");
            }
            served.get(0).close();
            served.get(1).close();
            assertThat(third.receive(6)).isEqualTo("aearly");
            assertThat(fourth.receive(1)).isEqualTo("a");
        }
    }

    @Test
    void connectionsBeyondTheNodesCapWaitAndAreThenServed() throws IOException {
        Patience.until("earlier tests' connections to go")
                .until(() -> weir.metrics().sum("weir_listener_connections") == 0);
        List<Peer> served = greeted("web", 12);
        try (Peer more = Peer.dial(weir.listener("web"));
                Peer other = Peer.dial(weir.listener("two"))) {
            assertThat(more.staysOpen(A_WHILE)).isTrue();
            assertThat(other.staysOpen(A_WHILE)).isTrue();
            assertThat(weir.metrics().sum("weir_listener_connections")).isEqualTo(12);
            assertThat(weir.admin().get("/alive").status()).isEqualTo(200);
            for (Peer one : served) {
                one.echo("undisturbed");
            }
            served.get(0).close();
            served.get(1).close();
            assertThat(more.receive(1)).isEqualTo("a");
            assertThat(other.receive(1)).isEqualTo("a");
        } finally {
            close(served);
        }
    }

    @Test
    @Tag("peers-24")
    @Tag("contract-6")
    void beyondABackendsCapConnectionsSpillToOthersThenToTheBackupThenAreRefused() throws IOException {
        Patience.until("earlier tests' connections to go")
                .until(() -> weir.metrics().sum("weir_listener_connections") == 0);
        List<Peer> clients = new ArrayList<>();
        try {
            assertThat(names(clients, 4)).containsExactlyInAnyOrderEntriesOf(Map.of("a", 2, "b", 2));
            assertThat(names(clients, 2)).containsExactlyInAnyOrderEntriesOf(Map.of("c", 2));
            try (Peer refused = Peer.dialRefused(weir.listener("caps"))) {
                assertThat(refused.ending().how()).isEqualTo(Ending.How.RESET);
                assertThat(weir.accessLog().of(refused).reason()).isEqualTo("backend-full");
            }
            assertThat(weir.metrics().sum("weir_backend_connections", "pool", "caps"))
                    .isEqualTo(6);
            clients.removeFirst().close();
            Patience.until("the slot to be free")
                    .until(() -> weir.metrics().sum("weir_backend_connections", "pool", "caps") == 5);
            assertThat(names(clients, 1)).as("the slot freed by a primary").doesNotContainKey("c");
        } finally {
            close(clients);
        }
    }

    private static Map<String, Integer> names(List<Peer> clients, int count) throws IOException {
        Map<String, Integer> names = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            Peer client = Peer.dial(weir.listener("caps"));
            clients.add(client);
            names.merge(client.receive(1), 1, Integer::sum);
        }
        return names;
    }

    private static List<Peer> greeted(String listener, int count) throws IOException {
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Peer peer = Peer.dial(weir.listener(listener));
            peers.add(peer);
            assertThat(peer.receive(1)).isEqualTo("a");
        }
        return peers;
    }

    private static void close(List<Peer> peers) throws IOException {
        for (Peer peer : peers) {
            peer.close();
        }
    }
}
