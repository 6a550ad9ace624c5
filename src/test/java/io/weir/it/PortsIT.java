package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weir.kit.MetricsScrape;
import io.weir.kit.OwnNetwork;
import io.weir.kit.Patience;
import io.weir.kit.Program;
import io.weir.kit.Transport;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/**
 * Out of ports: in a network with ten of them for outgoing connections to one address, the eleventh dial cannot be made.
 * The backend is the node's own admin port, on two addresses.
 */
@OnBothTransports
@Tag("contract-4")
class PortsIT {
    private static final int PORTS = 10;

    @Parameter
    Transport transport;

    @Test
    void withoutAPortTheClientIsRefusedOrServedElsewhereAndNoBackendIsBlamed(@TempDir Path folder) throws Exception {
        assumeTrue(OwnNetwork.possible(), "needs a network of its own, which this system allows to nobody like us");
        WeirFile file = WeirFile.with(transport)
                .add("weir.admin.bind = \"*:7626\"\n")
                // A port the system chose would be one of the ten
                .add("weir.cluster.bind = \"127.0.0.1:17355\"\n")
                .pool("one", "", "127.0.0.1:7626")
                .pool("two", "algorithm = first", "127.0.0.1:7626", "127.0.0.2:7626")
                .add("weir.listeners.one { bind = \"0.0.0.0:8080\", pool = one }\n")
                .add("weir.listeners.two { bind = \"0.0.0.0:8081\", pool = two }\n");
        List<Process> held = new ArrayList<>();
        try (WeirProcess weir = WeirProcess.launch(file, OwnNetwork.withPorts(40000, 40000 + PORTS - 1), Map.of())
                .awaitReady()) {
            for (int i = 0; i < PORTS; i++) {
                held.add(hold(weir, folder.resolve("held-" + i)));
            }
            int lines = weir.err().lines().size();
            long start = System.nanoTime();
            for (int i = 0; i < 3; i++) {
                assertThat(get(weir, "127.0.0.2:8080").exit())
                        .as("curl's exit code: no answer, or a reset")
                        .isIn(52, 56);
            }
            assertThat(get(weir, "127.0.0.2:8081").good())
                    .as("the other backend is another address, with ports of its own")
                    .contains("alive");
            assertThat(weir.err().linesAfter(lines))
                    .as("said once a second")
                    .hasSizeBetween(1, (int) (10 + (System.nanoTime() - start) / 1_000_000_000))
                    .anySatisfy(line -> assertThat(line).contains("no local port is free"));
            MetricsScrape metrics = metrics(weir);
            assertThat(metrics.sum("weir_dial_local_errors_total")).isGreaterThanOrEqualTo(4);
            assertThat(metrics.sum("weir_backend_connect_failures_total")).isZero();
            assertThat(metrics.sum("weir_backend_ejected")).isZero();
            assertThat(metrics.sum("weir_listener_refused_total", "listener", "one", "reason", "local-resources"))
                    .isEqualTo(3);
            held.removeFirst().destroy();
            Patience.until("a port to be free again")
                    .until(() -> get(weir, "127.0.0.2:8080").exit() == 0);
        } finally {
            held.forEach(Process::destroyForcibly);
        }
    }

    /** The system chooses the one port that is dialled: both ends of such a connection are the same socket. */
    @Test
    @Tag("peers-9")
    void aDialThatMeetsItselfIsRefused() throws Exception {
        WeirFile file = onOnePort()
                .pool("one", "", "127.0.0.1:40000")
                .add("weir.listeners.web { bind = \"0.0.0.0:8080\", pool = one }\n");
        try (WeirProcess weir = launchOnOnePort(file)) {
            assertThat(get(weir, "127.0.0.2:8080").exit())
                    .as("curl's exit code: no answer, or a reset")
                    .isIn(52, 56);
            assertThat(metrics(weir).sum("weir_backend_connect_failures_total", "reason", "refused"))
                    .isPositive();
            assertThatThePortIsFree(weir);
        }
    }

    @Test
    @Tag("peers-9")
    void aCheckThatMeetsItselfFails() throws Exception {
        WeirFile file = onOnePort()
                .pool("one", "health-check { type = tcp, interval = 50ms, fast-interval = 50ms }", "127.0.0.1:40000");
        try (WeirProcess weir = launchOnOnePort(file)) {
            Patience.until("checks that fail")
                    .until(() -> metrics(weir).sum("weir_health_checks_total", "result", "fail") > 3);
            assertThat(metrics(weir).sum("weir_health_checks_total", "result", "pass"))
                    .isZero();
            assertThatThePortIsFree(weir);
        }
    }

    private WeirFile onOnePort() {
        return WeirFile.with(transport)
                .add("weir.admin.bind = \"*:7626\"\n")
                .add("weir.cluster.bind = \"127.0.0.1:17355\"\n");
    }

    private static WeirProcess launchOnOnePort(WeirFile file) throws Exception {
        assumeTrue(OwnNetwork.possible(), "needs a network of its own, which this system allows to nobody like us");
        return WeirProcess.launch(file, OwnNetwork.withPorts(40000, 40000), Map.of())
                .awaitReady();
    }

    /** Such a connection that ends in order has its port for another minute, and the backend cannot start there. */
    private static void assertThatThePortIsFree(WeirProcess weir) throws Exception {
        assertThat(sockets(weir)).isNotEmpty().noneMatch(socket -> socket.matches(".*:9C40 \\S+:9C40 06 .*"));
    }

    /** A client that was answered and stays. */
    private static Process hold(WeirProcess weir, Path output) throws IOException {
        String script =
                "exec 3<>/dev/tcp/127.0.0.1/8080; printf 'GET /alive HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n' >&3;"
                        + " read -r line <&3; echo \"$line\"; exec sleep 1000";
        Process client = OwnNetwork.start(weir.pid(), output, Program.BASH, "-c", script);
        Patience.until("an answer to a held client")
                .until(() -> Files.readString(output).contains("200"));
        return client;
    }

    private static Program.Result get(WeirProcess weir, String at) throws IOException, InterruptedException {
        return OwnNetwork.run(weir.pid(), Program.CURL, "--silent", "--max-time", "10", "http://" + at + "/alive");
    }

    private static List<String> sockets(WeirProcess weir) throws IOException, InterruptedException {
        return OwnNetwork.run(weir.pid(), Program.BASH, "-c", "cat /proc/net/tcp /proc/net/tcp6")
                .good()
                .lines()
                .toList();
    }

    /** From ports that the system does not choose, so that none of those is taken. */
    private static MetricsScrape metrics(WeirProcess weir) throws IOException, InterruptedException {
        return MetricsScrape.parse(OwnNetwork.run(
                        weir.pid(),
                        Program.CURL,
                        "--silent",
                        "--max-time",
                        "10",
                        "--local-port",
                        "50000-50999",
                        "http://127.0.0.3:7626/metrics")
                .good());
    }
}
