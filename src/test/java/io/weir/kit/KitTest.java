package io.weir.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kit does what its names say: what tests are measured with is measured first. */
class KitTest {
    @Test
    void payloadIsTheSameHoweverItIsCutAndShowsAWrongByte() throws IOException {
        Payload payload = new Payload(7, 300_001);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        payload.writeTo(sent, new SplittableRandom(1));
        assertThat(sent.toByteArray()).isEqualTo(payload.bytes());
        assertThat(payload.slice(13, 1000)).isEqualTo(java.util.Arrays.copyOfRange(payload.bytes(), 13, 1013));
        payload.readFrom(new ByteArrayInputStream(sent.toByteArray()), new SplittableRandom(2));

        byte[] spoilt = sent.toByteArray();
        spoilt[123_456] ^= 1;
        assertThatThrownBy(() -> payload.readFrom(new ByteArrayInputStream(spoilt), new SplittableRandom(3)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("byte 123456");
    }

    @Test
    void echoesGreetsAndNames() throws IOException {
        try (FakeBackend backend = FakeBackend.start(Manners.echo())) {
            try (Peer peer = Peer.dial(backend.address())) {
                peer.echo("hello");
                peer.finish();
                assertThat(peer.ending().how()).isEqualTo(Ending.How.FIN);
            }
            backend.behave(Manners.greeting("220 hi\r\n"));
            try (Peer peer = Peer.dial(backend.address())) {
                assertThat(peer.receive(8)).isEqualTo("220 hi\r\n");
            }
            backend.behave(Manners.http("b1"));
            try (Peer peer = Peer.dial(backend.address())) {
                peer.send("GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nConnection: close\r\n\r\n");
                assertThat(peer.ending().text()).containsPattern("(?s)200 OK.*\r\n\r\nb1HTTP.*\r\n\r\nb1$");
            }
            assertThat(backend.accepted()).isEqualTo(3);
            Patience.until("every connection to be let go").until(() -> backend.open() == 0);
        }
    }

    @Test
    void endsInEveryWay() throws IOException {
        try (FakeBackend backend = FakeBackend.start(Manners.resetAfter(3))) {
            try (Peer peer = Peer.dial(backend.address())) {
                peer.send("abc");
                assertThat(peer.ending().how()).isEqualTo(Ending.How.RESET);
            }
            backend.behave(Manners.closeAfter(3));
            try (Peer peer = Peer.dial(backend.address())) {
                peer.send("abc");
                assertThat(peer.ending().how()).isEqualTo(Ending.How.FIN);
            }
            backend.behave(Manners.silent());
            try (Peer peer = Peer.dial(backend.address())) {
                assertThat(peer.staysOpen(Duration.ofMillis(50))).isTrue();
                peer.readTimeout(Duration.ofMillis(50));
                assertThat(peer.ending().how()).isEqualTo(Ending.How.OPEN);
            }
            backend.behave(Manners.halfClosing("bye"));
            try (Peer peer = Peer.dial(backend.address())) {
                assertThat(peer.ending().text()).isEqualTo("bye");
                peer.send("still here");
            }
        }
    }

    @Test
    void handsOverConnections() throws IOException, InterruptedException {
        try (FakeBackend backend = FakeBackend.start(Manners.echo()).handOver();
                Peer client = Peer.dial(backend.address());
                Peer served = backend.next()) {
            client.send("ping");
            assertThat(served.receive(4)).isEqualTo("ping");
            served.reset();
            assertThat(client.ending().how()).isEqualTo(Ending.How.RESET);
            assertThat(backend.hasNext()).isFalse();
            assertThat(backend.open()).isZero();
        }
    }

    @Test
    void keepsItsMannerForConnectionsThatAlreadyWait() throws IOException {
        List<Peer> early = new ArrayList<>();
        try (FakeBackend backend = FakeBackend.start(Manners.echo())) {
            for (int i = 0; i < 300; i++) {
                early.add(Peer.dial(backend.address()));
            }
            backend.handOver();
            assertThat(backend.accepted()).as("and no connection of its own").isEqualTo(300);
            assertThat(backend.hasNext()).isFalse();
            early.getLast().echo("as before");
        } finally {
            for (Peer peer : early) {
                peer.close();
            }
        }
    }

    @Test
    void refusesAndSwallows() throws IOException {
        try (ClosedPort closed = ClosedPort.take();
                BlackHole hole = BlackHole.dig();
                Socket socket = new Socket()) {
            assertThatThrownBy(() -> Peer.dial(closed.address())).isInstanceOf(ConnectException.class);
            assertThatThrownBy(() -> socket.connect(hole.address(), 200)).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void readsMetricsStrictly() {
        MetricsScrape scrape = MetricsScrape.parse("""
                # HELP weir_bytes_total payload
                # TYPE weir_bytes_total counter
                weir_bytes_total{listener="a",direction="in"} 5
                weir_bytes_total{listener="b",direction="in"} 7.0
                weir_bytes_total{listener="b",direction="out"} 1
                # TYPE weir_queue_seconds histogram
                weir_queue_seconds_bucket{pool="x",le="+Inf"} 2
                weir_queue_seconds_sum{pool="x"} 0.5
                weir_queue_seconds_count{pool="x"} 2
                """);
        assertThat(scrape.sum("weir_bytes_total", "direction", "in")).isEqualTo(12);
        assertThat(scrape.has("weir_bytes_total", "listener", "c")).isFalse();
        assertThat(scrape.type("weir_bytes_total")).isEqualTo("counter");
        assertThat(scrape.samples())
                .containsEntry(new MetricsScrape.Series("weir_queue_seconds_sum", Map.of("pool", "x")), 0.5);
        for (String wrong : new String[] {
            "# TYPE a counter\na 1\na 2\n",
            "a 1\n",
            "# TYPE a gauge\na{b=c} 1\n",
            "# TYPE a gauge\na one\n",
            "# TYPE a counter\na -1\n",
            "# TYPE weir_a counter\nweir_a 1\n",
            "# TYPE a gauge\na{b=\"c\"d=\"e\"} 1\n",
        }) {
            assertThatThrownBy(() -> MetricsScrape.parse(wrong)).as(wrong).isInstanceOf(AssertionError.class);
        }
    }

    @Test
    void readsAccessLogsStrictly(@TempDir Path folder) throws IOException {
        String line = "{\"time\":\"t\",\"node\":\"n\",\"listener\":\"l\",\"client\":\"127.0.0.1:9\",\"pool\":\"p\","
                + "\"backend\":null,\"id\":\"1\",\"attempts\":2,\"queueMillis\":0,\"connectMillis\":0,"
                + "\"firstByteMillis\":0,\"durationMillis\":0,\"bytesIn\":3,\"bytesOut\":4,\"sni\":null,"
                + "\"reason\":\"idle\"}";
        Path file = folder.resolve("log");
        AccessLog log = new AccessLog(new Tail(file));
        assertThat(log.lines()).isEmpty();
        Files.writeString(file, "starting\n" + line + "\n" + line.substring(0, 20));
        assertThat(log.lines()).hasSize(1);
        assertThat(log.lines().getFirst().reason()).isEqualTo("idle");
        assertThat(log.lines().getFirst().number("attempts")).isEqualTo(2);
        Files.writeString(file, "starting\n" + line + "\n" + line + "\n");
        assertThat(log.lines()).hasSize(2);
        assertThatThrownBy(() -> AccessLog.parse(line.replace("\"sni\":null,", "")))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void findsTheLineOfAConnectionAndNotOfAnEarlierOneFromTheSamePort(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("log");
        AccessLog log = new AccessLog(new Tail(file));
        try (FakeBackend backend = FakeBackend.start(Manners.echo());
                Peer client = Peer.dial(backend.address())) {
            String line = "{\"time\":\"%s\",\"node\":\"n\",\"listener\":\"l\",\"client\":\"127.0.0.1:"
                    + client.local().getPort() + "\",\"pool\":\"p\",\"backend\":null,\"id\":\"1\",\"attempts\":1,"
                    + "\"queueMillis\":0,\"connectMillis\":0,\"firstByteMillis\":0,\"durationMillis\":0,\"bytesIn\":0,"
                    + "\"bytesOut\":0,\"sni\":null,\"reason\":\"%s\"}\n";
            String own = line.formatted(client.since(), "idle");
            String earlier = line.formatted(client.since().minusMillis(1), "error");
            Files.writeString(file, own + earlier);
            assertThat(log.of(client).reason()).isEqualTo("idle");
        }
    }

    @Test
    void speaksTlsAndShowsItsCertificate() throws Exception {
        try (TlsServer tls = TlsServer.start();
                SSLSocket socket =
                        tls.dial(Loopback.port(Integer.parseInt(tls.hostPort().substring(10))))) {
            socket.getOutputStream().write('x');
            assertThat(socket.getInputStream().read()).isEqualTo('x');
            assertThat(socket.getSession().getPeerCertificates()[0]).isEqualTo(tls.certificate());
        }
    }

    @Test
    void looksIntoAProcess() {
        long self = ProcessHandle.current().pid();
        assertThat(ProcFs.residentBytes(self)).isGreaterThan(10_000_000);
        assertThat(ProcFs.cpuMillis(self)).isPositive();
    }

    @Test
    void missesNoDescriptorOfAnyKind(@TempDir Path folder) throws IOException {
        long self = ProcessHandle.current().pid();
        Map<String, Integer> before = ProcFs.descriptors(self);
        Path file = folder.toRealPath().resolve("kept");
        Pipe pipe = Pipe.open();
        // More than earlier tests may still be about to close
        List<ServerSocket> many = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            many.add(new ServerSocket(0));
        }
        try (FileChannel kept = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                Pipe.SourceChannel source = pipe.source();
                Pipe.SinkChannel sink = pipe.sink();
                Selector selector = Selector.open()) {
            assertThat(Aftermath.moreThan(before, ProcFs.descriptors(self)))
                    .as("%s %s %s %s %s", kept, source, sink, selector, many)
                    .containsEntry(file.toString(), 1)
                    .containsKeys("pipe", "anon_inode:[eventpoll]", "socket");
        } finally {
            for (ServerSocket socket : many) {
                socket.close();
            }
        }
    }

    @Test
    void doesNotCountWhatTheJvmKeeps() {
        assertThat(Aftermath.moreThan(
                        Map.of("socket", 3, "pipe", 2),
                        Map.of("socket", 2, "pipe", 4, "/opt/lib/late.jar", 1, "/dev/urandom", 1, "/tmp/jar", 1)))
                .isEqualTo(Map.of("pipe", 2, "/tmp/jar", 1));
        assertThat(Aftermath.moreThan(Map.of(), Map.of("/var/access.log", 1))).isEmpty();
        assertThat(Aftermath.moreThan(Map.of(), Map.of("/var/access.log", 2))).isNotEmpty();
    }

    @Test
    void runsProgramsAndNamesTheMissingOne() throws IOException, InterruptedException {
        assertThat(Program.BASH.run(Patience.seconds(5), "-c", "echo yes").good())
                .isEqualTo("yes\n");
        assertThatThrownBy(() -> new Program("no-such-program", "its-package").path())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("apt-get install its-package");
    }
}
