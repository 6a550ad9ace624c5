package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Aftermath;
import io.weir.kit.FakeBackend;
import io.weir.kit.Loopback;
import io.weir.kit.MetricsScrape;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.kit.ProcFs;
import io.weir.kit.Transport;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/**
 * A storm of short connections beside idle ones and ones whose reader has stopped. Shortened by default; the whole is
 * {@code -Dweir.storm.seconds=300 -Dweir.storm.rate=N -Dweir.storm.idle=5000 -Dweir.storm.stalled=200} with N seven
 * tenths of what HAProxy reaches on the machine.
 */
@OnBothTransports
class StormIT {
    private static final int SECONDS = Integer.getInteger("weir.storm.seconds", 10);
    private static final long RATE = Integer.getInteger("weir.storm.rate", 500);
    private static final int IDLE = Integer.getInteger("weir.storm.idle", 800);
    private static final int STALLED = Integer.getInteger("weir.storm.stalled", 40);
    private static final long MEGABYTE = 1024 * 1024;
    private static final long HEAP = 256 * MEGABYTE;

    @Parameter
    Transport transport;

    private final List<StormBackend> backends = new ArrayList<>();
    private final List<Peer> idle = new ArrayList<>();
    private final List<Peer> stalled = new ArrayList<>();
    private FakeBackend flooding;
    private WeirProcess weir;
    private Path log;

    /** Several addresses on either side of the node, or the ports between two of them would run out. */
    @BeforeEach
    void start() throws IOException {
        for (int i = 11; i <= 14; i++) {
            backends.add(StormBackend.start(Loopback.at("127.0.0." + i, 0)));
        }
        flooding = FakeBackend.start(StormIT::flood);
        log = Files.createTempFile("weir-storm", ".log");
        WeirFile file = WeirFile.with(transport)
                .listener("web", "bind = [\"127.0.0.1:0\", \"127.0.0.2:0\", \"127.0.0.3:0\", \"127.0.0.4:0\"]")
                .pool("web", "", backends.stream().map(StormBackend::hostPort).toArray(String[]::new))
                .service("stalled", flooding.hostPort())
                .add("weir.access-log.path = \"" + log + "\"\n");
        weir = WeirProcess.launch(file, List.of(), Map.of("WEIR_JAVA_OPTS", "-Xmx" + HEAP / MEGABYTE + "m"))
                .awaitReady();
    }

    @AfterEach
    void stop() throws IOException {
        try (WeirProcess w = weir) {
            closeAll();
        } finally {
            backends.forEach(StormBackend::close);
            flooding.close();
            Files.delete(log);
        }
    }

    @Test
    @Tag("contract-11")
    @Tag("peers-50")
    void shortConnectionsBesideIdleAndStalledOnes() throws Exception {
        Aftermath aftermath = new Aftermath(weir);
        for (int i = 0; i < IDLE; i++) {
            idle.add(StormLoad.idle(weir.listeners("web").get(i % 4)));
        }
        for (int i = 0; i < STALLED; i++) {
            stalled.add(Peer.dial(weir.listener("stalled"), 16 * 1024));
        }
        StormLoad load = new StormLoad(weir.listeners("web"), (int) RATE);
        MostMemory memory = new MostMemory(weir.pid());
        load.run(Duration.ofSeconds(SECONDS), memory::look);
        report(load, memory);

        assertThat(load.failures()).as("%d failed", load.failed()).isEmpty();
        assertThat(load.done()).as("connections of %d", RATE * SECONDS).isGreaterThan(RATE * SECONDS * 9 / 10);
        assertThat(memory.most()).as("resident bytes").isLessThan(HEAP + directMemory() + 150 * MEGABYTE);
        for (Peer one : idle) {
            StormLoad.assertAlive(one);
        }
        MetricsScrape metrics = weir.metrics();
        assertThat(metrics.sum("weir_listener_refused_total")).isZero();
        assertThat(metrics.sum("weir_backend_connect_failures_total")).isZero();
        assertThat(metrics.sum("weir_dial_local_errors_total")).isZero();
        closeAll();
        aftermath.check();
        double dropped = weir.metrics().sum("weir_access_log_dropped_total");
        double connections = weir.metrics().sum("weir_listener_connections_total");
        Patience.until("a line a connection")
                .untilAsserted(() -> assertThat(lines() + dropped).isEqualTo(connections));
    }

    private double lines() throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.count();
        }
    }

    private void report(StormLoad load, MostMemory memory) {
        System.out.printf(
                "storm, %s: %d connections in %d s, %d failed, slowest %d ms, beside %d idle and %d stalled; resident at"
                        + " most %d MB, processor %d ms%n",
                transport.word(),
                load.done(),
                SECONDS,
                load.failed(),
                load.slowestMillis(),
                IDLE,
                STALLED,
                memory.most() / MEGABYTE,
                ProcFs.cpuMillis(weir.pid()));
    }

    private void closeAll() throws IOException {
        for (Peer one : idle) {
            one.close();
        }
        for (Peer one : stalled) {
            one.close();
        }
    }

    /** @return the greatest direct memory the launcher allows, in bytes; none if it does not say */
    private long directMemory() throws IOException {
        String command = Files.readString(Path.of("/proc", Long.toString(weir.pid()), "cmdline"));
        Matcher matcher =
                Pattern.compile("-XX:MaxDirectMemorySize=(\\d+)([kKmMgG]?)").matcher(command);
        long bytes = 0;
        while (matcher.find()) {
            int shift = " kmg"
                    .indexOf(
                            matcher.group(2).isEmpty()
                                    ? ' '
                                    : Character.toLowerCase(matcher.group(2).charAt(0)));
            bytes = Long.parseLong(matcher.group(1)) << (10 * shift);
        }
        return bytes;
    }

    private static void flood(Peer peer) throws IOException {
        byte[] chunk = new byte[16 * 1024];
        while (!peer.closed()) {
            peer.send(chunk);
        }
    }

    /** The most memory a process had when it was looked at. */
    private static final class MostMemory {
        private final long pid;
        private long most;

        MostMemory(long pid) {
            this.pid = pid;
        }

        void look() {
            most = Math.max(most, ProcFs.residentBytes(pid));
        }

        long most() {
            return most;
        }
    }
}
