package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Loopback;
import io.weir.kit.MetricsScrape;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.kit.WeirDemo;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The newcomer's first command. Its temporary files are below a folder of the test's, so that none stays unseen. */
class DemoIT {
    @TempDir
    private Path temporary;

    private final List<ProcessHandle> children = new ArrayList<>();

    @AfterEach
    void endWhatIsLeft() {
        children.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    @Tag("peers-15")
    void spreadsConnectionsOverThreeBackendsThatSayTheirNameAndEndsOnInterrupt() throws IOException {
        try (WeirProcess weir = demo()) {
            List<Integer> ports = WeirDemo.ports(weir);
            int admin = ports.get(1);
            Patience.until("readiness").until(() -> ready(admin));
            Patience.until("all three backends").until(() -> backendsUp(admin) == 3);
            Map<String, Integer> names = new TreeMap<>();
            for (int i = 0; i < 30; i++) {
                names.merge(name(ports.getFirst()), 1, Integer::sum);
            }
            assertThat(names)
                    .hasSize(3)
                    .allSatisfy((name, count) -> assertThat(count).isEqualTo(10));
            weir.signal("INT");
            assertThat(weir.exitCode()).isZero();
            assertThat(temporary).isEmptyDirectory();
        }
    }

    @Test
    void aSecondInterruptLeavesNoFilesEither() throws IOException {
        try (WeirProcess weir = demo();
                Peer client = Peer.dial(Loopback.port(WeirDemo.ports(weir).getFirst()))) {
            interruptTwice(weir, client);
            assertThat(weir.exitCode()).isEqualTo(130);
            assertThat(temporary).isEmptyDirectory();
        }
    }

    @Test
    @Tag("peers-52")
    void threeNodesServeEachOnItsPortsKnowWhatOneIsToldAndEndTogether() throws IOException {
        try (WeirProcess weir = demo("--nodes", "3")) {
            List<Integer> ports = WeirDemo.ports(weir);
            assertThat(ports).hasSize(6).doesNotHaveDuplicates();
            List<ProcessHandle> nodes = nodes(weir, 3);
            for (int i = 0; i < 6; i += 2) {
                int admin = ports.get(i + 1);
                Patience.until("all three backends").until(() -> backendsUp(admin) == 3);
                assertThat(name(ports.get(i))).isIn("red", "green", "blue");
            }
            for (String name : List.of("demo-1", "demo-2", "demo-3")) {
                Patience.until("a line of " + name)
                        .until(() -> weir.out().lines().stream()
                                .anyMatch(line -> line.startsWith(name + " | ") && line.contains("node=" + name)));
            }
            redIsDrainedOnAll(ports);
            // As a terminal does it: everybody hears of it
            nodes.forEach(node -> signal(node, "INT"));
            weir.signal("INT");
            assertThat(weir.exitCode()).as(weir.err().text()).isZero();
            assertThat(nodes).noneMatch(ProcessHandle::isAlive);
            assertThat(temporary).isEmptyDirectory();
        }
    }

    private static void redIsDrainedOnAll(List<Integer> ports) throws IOException {
        for (int i = 1; i < 6; i += 2) {
            int admin = ports.get(i);
            Patience.until("a cluster of three", 40).until(() -> upNodes(admin) == 3);
        }
        String answer = patch(ports.getLast(), "/api/v1/pools/web/backends/red", "{\"state\":\"draining\"}");
        assertThat(answer).startsWith("HTTP/1.1 200");
        for (int i = 0; i < 6; i += 2) {
            int listener = ports.get(i);
            Patience.until("red to be left alone").until(() -> !meetsRed(listener));
        }
    }

    @Test
    void whereOneOfThreeIsKilledTheOthersGoOn() throws IOException {
        try (WeirProcess weir = demo("--nodes", "3")) {
            List<Integer> ports = WeirDemo.ports(weir);
            List<ProcessHandle> nodes = nodes(weir, 3);
            nodes.get(1).destroyForcibly();
            Patience.until("the end to be noticed")
                    .until(() -> weir.err().text().contains("goes on without it"));
            assertThat(weir.err().text())
                    .containsPattern("weir: demo-\\d ended with exit code 137; the demo goes on without it");
            assertThat(weir.alive()).isTrue();
            assertThat(nodes).filteredOn(ProcessHandle::isAlive).hasSize(2);
            Patience.until("the two that are left to be ready").until(() -> readyOnes(ports) == 2);
            weir.signal("INT");
            assertThat(weir.exitCode()).as(weir.err().text()).isZero();
            assertThat(nodes).noneMatch(ProcessHandle::isAlive);
            assertThat(temporary).isEmptyDirectory();
        }
    }

    @Test
    void whereTheDemoItselfIsKilledItsNodesEndAndLeaveNothing() throws IOException {
        try (WeirProcess weir = demo("--nodes", "2")) {
            WeirDemo.ports(weir);
            List<ProcessHandle> nodes = nodes(weir, 2);
            weir.kill();
            Patience.until("the nodes' ends", 30).until(() -> nodes.stream().noneMatch(ProcessHandle::isAlive));
            assertThat(temporary).isEmptyDirectory();
        }
    }

    @Test
    void aSecondInterruptEndsAllAtOnceAndLeavesNothing() throws IOException {
        try (WeirProcess weir = demo("--nodes", "2");
                Peer client = Peer.dial(Loopback.port(WeirDemo.ports(weir).getFirst()))) {
            List<ProcessHandle> nodes = nodes(weir, 2);
            interruptTwice(weir, client);
            assertThat(weir.exitCode()).isEqualTo(130);
            Patience.until("the nodes' ends", 5).until(() -> nodes.stream().noneMatch(ProcessHandle::isAlive));
            assertThat(temporary).isEmptyDirectory();
        }
    }

    @Test
    void aTakenPortIsSaidByTheNodeThatWantedItAndEndsAll() throws IOException {
        try (WeirProcess first = demo()) {
            int taken = WeirDemo.ports(first).getFirst();
            List<String> words =
                    List.of("demo", "--nodes", "2", "--port", Integer.toString(taken), "--admin-port", "0");
            try (WeirProcess weir = WeirDemo.launch(temporary, words)) {
                assertThat(weir.exitCode()).isEqualTo(71);
                assertThat(weir.err().text()).containsPattern("demo-1 \\| weir: .*" + taken);
            }
            first.signal("INT");
            first.exitCode();
        }
    }

    private WeirProcess demo(String... more) {
        return WeirDemo.start(temporary, more).process();
    }

    /** With a connection that keeps the first node waiting after the first one. */
    private static void interruptTwice(WeirProcess weir, Peer client) throws IOException {
        int admin = WeirDemo.ports(weir).get(1);
        client.send("GET / HTTP/1.1\r\n");
        Patience.until("readiness").until(() -> ready(admin));
        weir.signal("INT");
        Patience.until("the first one's effect").until(() -> !ready(admin));
        weir.signal("INT");
    }

    private List<ProcessHandle> nodes(WeirProcess weir, int count) {
        List<ProcessHandle> nodes =
                ProcessHandle.of(weir.pid()).orElseThrow().children().toList();
        children.addAll(nodes);
        assertThat(nodes).hasSize(count);
        return nodes;
    }

    private static void signal(ProcessHandle process, String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean ready(int admin) {
        try {
            return get(Loopback.port(admin), "/ready").startsWith("HTTP/1.1 200");
        } catch (IOException gone) {
            return false;
        }
    }

    private static long readyOnes(List<Integer> ports) {
        return Stream.of(1, 3, 5).filter(admin -> ready(ports.get(admin))).count();
    }

    private static double backendsUp(int admin) throws IOException {
        String metrics = get(Loopback.port(admin), "/metrics");
        return MetricsScrape.parse(metrics.substring(metrics.indexOf("\r\n\r\n") + 4))
                .sum("weir_backend_up");
    }

    private static long upNodes(int admin) throws IOException {
        return Pattern.compile("\"status\" *: *\"up\"")
                .matcher(get(Loopback.port(admin), "/api/v1/cluster"))
                .results()
                .count();
    }

    private static String patch(int admin, String path, String body) throws IOException {
        try (Peer client = Peer.dial(Loopback.port(admin))) {
            client.send("PATCH " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + admin
                    + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                    + "\r\nConnection: close\r\n\r\n" + body);
            return client.ending().text();
        }
    }

    /** Two turns of the round robin and more. */
    private static boolean meetsRed(int listener) throws IOException {
        boolean met = false;
        for (int i = 0; i < 8; i++) {
            met |= name(listener).equals("red");
        }
        return met;
    }

    private static String name(int port) throws IOException {
        String answer = get(Loopback.port(port), "/");
        return answer.substring(answer.indexOf("\r\n\r\n")).trim();
    }

    private static String get(InetSocketAddress at, String path) throws IOException {
        try (Peer client = Peer.dial(at)) {
            client.send(
                    "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + at.getPort() + "\r\nConnection: close\r\n\r\n");
            return client.ending().text();
        }
    }
}
