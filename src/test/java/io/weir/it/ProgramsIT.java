package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Aftermath;
import io.weir.kit.FakeBackend;
import io.weir.kit.Loopback;
import io.weir.kit.Manners;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.kit.Program;
import io.weir.kit.TlsServer;
import io.weir.kit.Transport;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** Real programs through a node. */
@OnBothTransports
@Tag("contract-1")
class ProgramsIT {
    @Parameter
    Transport transport;

    private static final Duration LIMIT = Patience.seconds(40);
    private static FakeBackend http;
    private static TlsServer tls;
    private static int iperfPort;
    private static int redisPort;
    private static WeirProcess weir;
    private static Aftermath aftermath;

    @BeforeParameterizedClassInvocation
    static void start(Transport transport) throws Exception {
        http = FakeBackend.start(Manners.http("one"));
        tls = TlsServer.start();
        iperfPort = Loopback.lastingPort();
        try (FakeBackend another = FakeBackend.start(Loopback.port(iperfPort), Manners.silent())) {
            redisPort = Loopback.lastingPort();
        }
        weir = WeirProcess.start(WeirFile.with(transport)
                .service("http", http.hostPort())
                .service("tls", tls.hostPort())
                .service("iperf", "127.0.0.1:" + iperfPort)
                .service("redis", "127.0.0.1:" + redisPort));
        aftermath = new Aftermath(weir);
    }

    @AfterParameterizedClassInvocation
    static void stop() throws IOException {
        try (FakeBackend h = http;
                TlsServer t = tls;
                WeirProcess w = weir) {
            aftermath.check();
        }
    }

    private static String port(String listener) {
        return Integer.toString(weir.listener(listener).getPort());
    }

    @Test
    @Tag("peers-1")
    void curl() throws Exception {
        String url = "http://127.0.0.1:" + port("http") + "/";
        String body = Program.CURL
                .run(LIMIT, "-sS", "--fail", "--max-time", "20", "-w", "|%{http_code}", url, url, url)
                .good();
        assertThat(body).isEqualTo("one|200one|200one|200");
    }

    @Test
    void wrkWithKeepAlive() throws Exception {
        String report = Program.WRK
                .run(LIMIT, "-t1", "-c20", "-d2s", "--timeout", "20s", "http://127.0.0.1:" + port("http") + "/")
                .good();
        assertThat(report).doesNotContain("Socket errors").doesNotContain("Non-2xx");
        assertThat(number(report, "(\\d+) requests in")).as(report).isGreaterThan(100);
    }

    @Test
    void wrkWithAConnectionARequest() throws Exception {
        String report = Program.WRK
                .run(LIMIT, "-t1", "-c20", "-d2s", "-H", "Connection: close", "http://127.0.0.1:" + port("http") + "/")
                .good();
        assertThat(report).doesNotContain("Non-2xx").doesNotContain("timeout [1-9]");
        assertThat(number(report, "(\\d+) requests in")).as(report).isGreaterThan(50);
    }

    @Test
    @Tag("peers-3")
    void iperf3BothWays() throws Exception {
        for (String direction : new String[] {"--no-delay", "--reverse"}) {
            Path output = Files.createTempFile("weir-iperf3", ".out");
            Process server = Program.IPERF3.start(
                    output, "-s", "-1", "--forceflush", "-B", "127.0.0.1", "-p", Integer.toString(iperfPort));
            try {
                Patience.until("iperf3 to listen")
                        .until(() -> Files.readString(output).contains("Server listening"));
                String report = Program.IPERF3
                        .run(LIMIT, "-c", "127.0.0.1", "-p", port("iperf"), "-t", "2", "-P", "2", "-J", direction)
                        .good();
                assertThat(report).doesNotContain("\"error\"");
                assertThat(number(report, "\"sum_received\":\\s*\\{[^}]*\"bytes\":\\s*(\\d+)"))
                        .as("bytes received in 2 s")
                        .isGreaterThan(50_000_000);
            } finally {
                server.destroyForcibly().waitFor();
                Files.delete(output);
            }
        }
    }

    @Test
    void redisBenchmark() throws Exception {
        Path output = Files.createTempFile("weir-redis", ".out");
        Process server = Program.REDIS_SERVER.start(
                output, "--port", Integer.toString(redisPort), "--bind", "127.0.0.1", "--save", "", "--dir", "/tmp");
        try {
            Patience.until("redis to listen").until(ProgramsIT::redisListens);
            for (String pipeline : new String[] {"1", "32"}) {
                String report = Program.REDIS_BENCHMARK
                        .run(
                                LIMIT,
                                "-p",
                                port("redis"),
                                "-n",
                                "10000",
                                "-c",
                                "40",
                                "-P",
                                pipeline,
                                "-q",
                                "-t",
                                "set,get,lpush,lrange_100")
                        .good();
                assertThat(report)
                        .doesNotContainIgnoringCase("error")
                        .contains("SET: ")
                        .contains("LRANGE_100");
            }
        } finally {
            server.destroyForcibly().waitFor();
            Files.delete(output);
        }
    }

    private static boolean redisListens() {
        try (Peer peer = Peer.dial(Loopback.port(redisPort))) {
            peer.send("PING\r\n");
            return peer.receive(7).equals("+PONG\r\n");
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aTlsServerIsPassedThroughUntouched() throws Exception {
        try (SSLSocket socket = tls.dial(weir.listener("tls"))) {
            assertThat(socket.getSession().getPeerCertificates()[0]).isEqualTo(tls.certificate());
            byte[] secret = "a secret".repeat(10_000).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            Thread.ofVirtual().start(() -> {
                try {
                    socket.getOutputStream().write(secret);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            assertThat(socket.getInputStream().readNBytes(secret.length)).isEqualTo(secret);
        }
        Program.OPENSSL.path();
        String said = Program.BASH
                .run(
                        LIMIT,
                        "-c",
                        "openssl s_client -connect 127.0.0.1:" + port("tls")
                                + " -servername localhost </dev/null 2>/dev/null | openssl x509 -noout -fingerprint -sha256")
                .good();
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(tls.certificate().getEncoded());
        assertThat(said).contains(HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest));
    }

    private static long number(String report, String pattern) {
        Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(report);
        assertThat(matcher.find()).as("%s in %s", pattern, report).isTrue();
        return Long.parseLong(matcher.group(1));
    }
}
