package io.weir.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.CheckKind;
import io.weir.model.CheckTls;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsCheckTest extends ChecksOverSockets {
    private static final CheckTls TRUSTING = new CheckTls(null, false);
    private static SSLContext context;

    @BeforeAll
    static void selfSigned(@TempDir Path dir) throws Exception {
        Path store = dir.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=backend.test",
                        "-ext",
                        "SAN=dns:backend.test",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).as(said).isTrue();
        assertThat(keytool.exitValue()).as(said).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "changeit".toCharArray());
        context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
    }

    private static RudeServer tls(RudeServer.Manners manners) throws IOException {
        return new RudeServer(
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()), manners);
    }

    @Test
    void aHandshakeIsEnoughForATcpCheck() throws Exception {
        try (var server = tls(client -> ((SSLSocket) client).startHandshake())) {
            var result = passed(check(server.address(), new CheckKind.Tcp(), TRUSTING, AMPLE));
            assertThat(result.code()).isEqualTo(CheckCode.L6OK);
        }
    }

    @Test
    void anHttpCheckWorksOverTls() throws Exception {
        try (var server = tls(client -> {
            RudeServer.readHead(client.getInputStream());
            client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        })) {
            passed(check(server.address(), http("/", null, 200, 399), TRUSTING, AMPLE));
        }
    }

    @Test
    void aSendExpectCheckWorksOverTls() throws Exception {
        try (var server = tls(client -> {
            client.getInputStream().readNBytes(2);
            client.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
        })) {
            passed(check(server.address(), script("hi", "^hel+o$", 64), TRUSTING, AMPLE));
        }
    }

    @Test
    void theServerNameIsAskedFor() throws Exception {
        var asked = new AtomicReference<List<?>>();
        try (var server = tls(client -> {
            var secure = (SSLSocket) client;
            secure.startHandshake();
            asked.set(((ExtendedSSLSession) secure.getSession()).getRequestedServerNames());
            client.getOutputStream().write('x');
        })) {
            passed(check(server.address(), script("", "x", 64), new CheckTls("backend.test", false), AMPLE));
            assertThat(asked.get()).isEqualTo(List.of(new SNIHostName("backend.test")));
            passed(check(server.address(), script("", "x", 64), TRUSTING, AMPLE));
            assertThat(asked.get()).as("no name for a literal address").isEmpty();
        }
    }

    @Test
    void verifyingASelfSignedCertificateFailsWithThatReason() throws Exception {
        try (var server = tls(client -> ((SSLSocket) client).startHandshake())) {
            var result =
                    failed(check(server.address(), new CheckKind.Tcp(), new CheckTls("backend.test", true), AMPLE));
            assertThat(result.code()).isEqualTo(CheckCode.L6RSP);
            assertThat(result.step()).isEqualTo(CheckStep.TLS);
            assertThat(result.text())
                    .isEqualTo("certificate not accepted:"
                            + " unable to find valid certification path to requested target");
        }
    }

    @Test
    void aBackendWithoutTlsFailsTheHandshake() throws Exception {
        try (var server = RudeServer.saying("220 plain text here\r\n")) {
            var result = failed(check(server.address(), new CheckKind.Tcp(), TRUSTING, AMPLE));
            assertThat(result.code()).isEqualTo(CheckCode.L6RSP);
            assertThat(result.text()).startsWith("TLS handshake failed: ");
        }
    }

    @Test
    void silenceInTheHandshakeIsATimeout() throws Exception {
        var self = new AtomicReference<RudeServer>();
        try (var server = new RudeServer((Socket client) -> self.get().hold())) {
            self.set(server);
            var result = failed(check(server.address(), new CheckKind.Tcp(), TRUSTING, TIMEOUT));
            assertThat(result.code()).isEqualTo(CheckCode.L6TOUT);
            assertThat(result.text()).isEqualTo("no good answer within 800ms");
        }
    }
}
