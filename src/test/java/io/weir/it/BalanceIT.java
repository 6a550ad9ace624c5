package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Aftermath;
import io.weir.kit.BlackHole;
import io.weir.kit.FakeBackend;
import io.weir.kit.Manners;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.kit.SocketTable;
import io.weir.kit.Transport;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which backend a connection goes to, seen from outside with two loops choosing. */
class BalanceIT {
    private static final List<String> NAMES = List.of("a", "b", "c", "d");
    private static final Map<String, FakeBackend> BACKENDS = new TreeMap<>();
    private static BlackHole sluggish;
    private static WeirProcess weir;
    private static Aftermath aftermath;

    @BeforeAll
    static void start() {
        for (String name : NAMES) {
            BACKENDS.put(name, FakeBackend.start(Manners.greeting(name)));
        }
        sluggish = BlackHole.dig();
        WeirFile file = WeirFile.with(Transport.NATIVE);
        pool(file, "rr2", "round-robin", at("a", 1), at("b", 1));
        pool(file, "rr4", "round-robin", at("a", 1), at("b", 1), at("c", 1), at("d", 1));
        pool(file, "weighted", "round-robin", at("a", 1), at("b", 2));
        pool(file, "zero", "round-robin", at("a", 1), at("b", 0));
        pool(file, "least", "least-connections", at("a", 1), at("b", 1));
        pool(file, "least3", "least-connections", at("a", 1), at("b", 1), at("c", 2));
        pool(file, "p2c", "power-of-two-choices", at("a", 1), at("b", 1), at("c", 1), at("d", 1));
        pool(file, "default", "", at("a", 1), at("b", 1));
        pool(file, "random", "random", at("a", 1), at("b", 3));
        pool(file, "first", "first", at("a", 1).replace(" }", ", max-connections = 2 }"), at("b", 1));
        pool(file, "hash", "source-hash", at("a", 1), at("b", 1), at("c", 1), at("d", 1));
        pool(file, "ewma", "peak-ewma", "{ address = \"" + sluggish.hostPort() + "\", id = s }", at("a", 1));
        weir = WeirProcess.start(file);
        aftermath = new Aftermath(weir);
    }

    private static void pool(WeirFile file, String name, String algorithm, String... backends) {
        file.listener(name, "").pool(name, algorithm.isEmpty() ? "" : "algorithm = " + algorithm, backends);
    }

    private static String at(String name, int weight) {
        return "{ address = \"%s\", id = %s, weight = %d }"
                .formatted(BACKENDS.get(name).hostPort(), name, weight);
    }

    @AfterAll
    static void stop() {
        try (BlackHole s = sluggish;
                WeirProcess w = weir) {
            aftermath.check();
        } finally {
            BACKENDS.values().forEach(FakeBackend::close);
        }
    }

    @Test
    @Tag("peers-15")
    void roundRobinIsExactAndInOrder() throws IOException {
        assertThat(counts(names("rr2", 30))).containsOnly(Map.entry("a", 15), Map.entry("b", 15));
        List<String> order = names("rr4", 16);
        int start = NAMES.indexOf(order.getFirst());
        for (int i = 0; i < order.size(); i++) {
            assertThat(order.get(i)).as("%s", order).isEqualTo(NAMES.get((start + i) % 4));
        }
    }

    @Test
    @Tag("peers-16")
    void weightsAreExactOverTheCycle() throws IOException {
        assertThat(counts(names("weighted", 30))).containsOnly(Map.entry("a", 10), Map.entry("b", 20));
    }

    @Test
    @Tag("peers-14")
    @Tag("contract-6")
    void aBackendOfWeightZeroIsNeverTriedAndThatIsNoFailure() throws IOException {
        assertThat(counts(names("zero", 20))).containsOnly(Map.entry("a", 20));
        assertThat(weir.metrics().sum("weir_backend_connect_failures_total", "pool", "zero"))
                .isZero();
        assertThat(weir.metrics().sum("weir_backend_retries_total", "pool", "zero"))
                .isZero();
    }

    @Test
    @Tag("peers-18")
    void leastConnectionsFillsUpTheEmptierOne() throws IOException {
        List<Peer> held = new ArrayList<>();
        try {
            List<Peer> onB = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Peer peer = Peer.dial(weir.listener("least"));
                (peer.receive(1).equals("a") ? held : onB).add(peer);
            }
            assertThat(held).hasSize(2);
            for (Peer peer : onB) {
                peer.close();
            }
            awaitConnections("least", 2);
            for (int i = 0; i < 10; i++) {
                assertThat(names("least", 1)).containsExactly("b");
                awaitConnections("least", 2);
            }
        } finally {
            close(held);
        }
    }

    @Test
    @Tag("peers-18")
    void leastConnectionsFollowsWeightsAndGoesRoundWhereTied() throws IOException {
        List<Peer> held = new ArrayList<>();
        try {
            Map<String, Integer> counts = new TreeMap<>();
            for (int i = 0; i < 40; i++) {
                Peer peer = Peer.dial(weir.listener("least3"));
                held.add(peer);
                counts.merge(peer.receive(1), 1, Integer::sum);
            }
            assertThat(counts.get("c")).as("%s", counts).isBetween(19, 21);
            assertThat(counts.get("a")).as("%s", counts).isBetween(9, 11);
            assertThat(counts.get("b")).as("%s", counts).isBetween(9, 11);
        } finally {
            close(held);
        }
    }

    @Test
    @Tag("peers-19")
    void powerOfTwoChoicesNeverTakesTheMostLoaded() throws IOException {
        List<Peer> held = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                Peer peer = Peer.dial(weir.listener("p2c"));
                if (peer.receive(1).equals("a")) {
                    held.add(peer);
                } else {
                    peer.close();
                }
            }
            awaitConnections("p2c", held.size());
            assertThat(held).as("connections held on a").isNotEmpty();
            for (int i = 0; i < 60; i++) {
                assertThat(names("p2c", 1)).doesNotContain("a");
                awaitConnections("p2c", held.size());
            }
        } finally {
            close(held);
        }
    }

    @Test
    @Tag("peers-19")
    void theDefaultAlgorithmSpreadsHeldConnections() throws IOException {
        List<Peer> held = new ArrayList<>();
        try {
            Map<String, Integer> counts = new TreeMap<>();
            for (int i = 0; i < 20; i++) {
                Peer peer = Peer.dial(weir.listener("default"));
                held.add(peer);
                counts.merge(peer.receive(1), 1, Integer::sum);
            }
            assertThat(counts).containsOnly(Map.entry("a", 10), Map.entry("b", 10));
        } finally {
            close(held);
        }
    }

    @Test
    @Tag("peers-16")
    void randomFollowsTheWeights() throws IOException {
        Map<String, Integer> counts = counts(names("random", 400));
        assertThat(counts.get("a"))
                .as("a quarter of 400, within 5 standard deviations: %s", counts)
                .isBetween(57, 143);
    }

    @Test
    void firstFillsUpBeforeItGoesOn() throws IOException {
        List<Peer> held = new ArrayList<>();
        try {
            List<String> order = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Peer peer = Peer.dial(weir.listener("first"));
                held.add(peer);
                order.add(peer.receive(1));
            }
            assertThat(order).containsExactly("a", "a", "b", "b");
        } finally {
            close(held);
        }
    }

    @Test
    @Tag("peers-20")
    void peakEwmaAvoidsTheBackendThatWasSlowToAnswer() throws IOException, InterruptedException {
        List<Thread> waiting = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            waiting.add(Thread.ofVirtual().start(() -> {
                try {
                    names("ewma", 1);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }));
        }
        Patience.until("a dial to the slow one")
                .until(() -> SocketTable.dialling(sluggish.address().getPort()));
        sluggish.open("s");
        for (Thread one : waiting) {
            one.join();
        }
        awaitConnections("ewma", 0);
        Map<String, Integer> counts = counts(names("ewma", 30));
        assertThat(counts.getOrDefault("a", 0)).as("%s", counts).isGreaterThanOrEqualTo(29);
        List<Peer> held = new ArrayList<>();
        try {
            // The memory fades by a factor of e in 10 s, and each connection that is held makes the quick one dearer.
            Patience.until("the slow one to be tried again", 90).until(() -> {
                Peer client = Peer.dial(weir.listener("ewma"));
                held.add(client);
                return client.receive(1).equals("s");
            });
            // How many depends on how slow the quick one ever was; that the memory was not lost at once is shown above
            assertThat(held).as("avoided while the memory was fresh").hasSizeGreaterThan(3);
        } finally {
            for (Peer one : held) {
                one.close();
            }
        }
    }

    @Test
    @Tag("peers-21")
    void sourceHashKeepsAClientOnItsBackend() throws IOException {
        Map<String, String> first = bySource();
        assertThat(first.values()).as("all backends are used").contains("a", "b", "c", "d");
        assertThat(bySource()).isEqualTo(first);
    }

    private static Map<String, String> bySource() throws IOException {
        Map<String, String> names = new TreeMap<>();
        for (int i = 1; i <= 60; i++) {
            String source = "127.0.7." + i;
            try (Peer client = Peer.dialFrom(source, weir.listener("hash"))) {
                names.put(source, client.receive(1));
            }
        }
        return names;
    }

    private static List<String> names(String listener, int count) throws IOException {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            try (Peer client = Peer.dial(weir.listener(listener))) {
                names.add(client.receive(1));
            }
        }
        return names;
    }

    private static Map<String, Integer> counts(List<String> names) {
        Map<String, Integer> counts = new TreeMap<>();
        names.forEach(name -> counts.merge(name, 1, Integer::sum));
        return counts;
    }

    private static void awaitConnections(String pool, int count) {
        Patience.until(count + " connections in pool " + pool)
                .until(() -> weir.metrics().sum("weir_backend_connections", "pool", pool) == count);
    }

    private static void close(List<Peer> peers) throws IOException {
        for (Peer peer : peers) {
            peer.close();
        }
    }
}
