package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.kit.FakeBackend;
import io.weir.kit.Manners;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.kit.Pems;
import io.weir.kit.Transport;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

/** The admin port over TLS, asked by the JDK's own client and by the client commands. */
class AdminTlsIT {
    private static WeirFile file(FakeBackend backend, Pems pems) throws IOException {
        WeirFile file = WeirFile.with(Transport.NATIVE)
                .service("web", backend.hostPort())
                .add("weir.admin { tls { certificate = cert.pem, private-key = key.pem }, tokens = ["
                        + "{ name = grafana, role = viewer, token = viewer-0123456789abcdef },"
                        + "{ name = ops, role = admin, token = admin-0123456789abcdef }] }\n");
        show(file, pems);
        return file;
    }

    private static void show(WeirFile file, Pems pems) throws IOException {
        Files.writeString(file.folder().resolve("cert.pem"), pems.certificate());
        Files.writeString(file.folder().resolve("key.pem"), pems.old());
    }

    private static HttpClient client(Pems trusted, String... protocols) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry(
                "weir",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(trusted.certificate().getBytes(StandardCharsets.US_ASCII))));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        SSLParameters parameters = context.getDefaultSSLParameters();
        parameters.setProtocols(protocols);
        return HttpClient.newBuilder()
                .sslContext(context)
                .sslParameters(parameters)
                .connectTimeout(Patience.seconds(30))
                .build();
    }

    private static HttpResponse<String> get(HttpClient client, WeirProcess weir, String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("https://localhost:" + weir.adminAddress().getPort() + "/api/v1/cluster"))
                .timeout(Patience.seconds(30));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void itSpeaksTlsAsksForTokensAndTakesANewCertificate() throws Exception {
        try (FakeBackend backend = FakeBackend.start(Manners.greeting("a"))) {
            WeirFile file = file(backend, Pems.ec());
            try (WeirProcess weir = WeirProcess.launch(file)) {
                Patience.until("it to be ready", 20)
                        .until(() -> weir.err().text().contains("ready node="));
                for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
                    try (HttpClient client = client(Pems.ec(), protocol)) {
                        assertThat(get(client, weir, "").statusCode()).isEqualTo(401);
                        HttpResponse<String> answer = get(client, weir, "viewer-0123456789abcdef");
                        assertThat(answer.statusCode()).isEqualTo(200);
                        assertThat(answer.sslSession().orElseThrow().getProtocol())
                                .isEqualTo(protocol);
                    }
                }
                try (Peer plain = Peer.dial(weir.adminAddress())) {
                    plain.readTimeout(Patience.seconds(30));
                    plain.send("GET /alive HTTP/1.1\r\nHost: localhost\r\n\r\n");
                    assertThat(new String(plain.in().readAllBytes(), StandardCharsets.ISO_8859_1))
                            .doesNotContain("HTTP/1.1");
                }
                commandsKnowWhomTheyTrust(weir);
                show(file, Pems.rsa());
                weir.signal("HUP");
                Patience.until("the new certificate").until(() -> shows(weir, Pems.rsa()));
                assertThat(shows(weir, Pems.ec())).isFalse();
                Files.writeString(file.folder().resolve("cert.pem"), "nonsense");
                weir.signal("HUP");
                Patience.until("it to say so").until(() -> weir.err().text().contains("goes on with what it had"));
                assertThat(shows(weir, Pems.rsa())).isTrue();
                aReloadTakesItToo(file, weir);
                assertThat(weir.err().text()).doesNotContain("SSLHandshakeException");
            }
        }
    }

    /** Where no signal reaches the node the API does what a signal would. */
    private static void aReloadTakesItToo(WeirFile file, WeirProcess weir) throws Exception {
        show(file, Pems.otherEc());
        JsonNode change = reload(weir, Pems.rsa(), "?dryRun=true").get(0);
        assertThat(change.get("path").asText()).isEqualTo("weir.admin.tls.certificate");
        assertThat(change.get("to").asText()).startsWith("CN=").contains(" until ");
        assertThat(shows(weir, Pems.rsa())).isTrue();
        assertThat(reload(weir, Pems.rsa(), "")).containsExactly(change);
        assertThat(shows(weir, Pems.otherEc())).isTrue();
        assertThat(shows(weir, Pems.rsa())).isFalse();
        assertThat(reload(weir, Pems.otherEc(), "")).isEmpty();
    }

    private static JsonNode reload(WeirProcess weir, Pems trusted, String query) throws Exception {
        String base = "https://localhost:" + weir.adminAddress().getPort();
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/api/v1/reload" + query))
                .timeout(Patience.seconds(30))
                .header("Authorization", "Bearer admin-0123456789abcdef")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try (HttpClient client = client(trusted, "TLSv1.3")) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return new ObjectMapper().readTree(answer.body()).get("changes");
        }
    }

    private static void commandsKnowWhomTheyTrust(WeirProcess weir) throws IOException {
        Files.writeString(weir.folder().resolve("other.pem"), Pems.otherEc().certificate());
        String url = "https://127.0.0.1:" + weir.adminAddress().getPort();
        WeirProcess good = command(weir, url, "--ca", "cert.pem", "--json");
        WeirProcess stranger = command(weir, url, "--ca", "other.pem");
        assertThat(good.exitCode()).as(good.err().text()).isZero();
        assertThat(new ObjectMapper().readTree(good.out().text()).has("cluster"))
                .isTrue();
        WeirProcess plain = command(weir, url.replace("https", "http"));
        assertThat(stranger.exitCode()).isEqualTo(69);
        assertThat(stranger.err().text()).contains("is not who it should be", "--ca FILE or WEIR_CA");
        assertThat(plain.exitCode()).isEqualTo(69);
        assertThat(plain.err().text()).contains("https://");
    }

    private static WeirProcess command(WeirProcess weir, String url, String... more) {
        List<String> words = new ArrayList<>(List.of("status"));
        words.addAll(List.of(more));
        return WeirProcess.command(
                weir.folder(), List.of(), Map.of("WEIR_URL", url, "WEIR_TOKEN", "viewer-0123456789abcdef"), words);
    }

    private static boolean shows(WeirProcess weir, Pems pems) throws Exception {
        try (HttpClient client = client(pems, "TLSv1.3")) {
            return get(client, weir, "viewer-0123456789abcdef").statusCode() == 200;
        } catch (SSLHandshakeException another) {
            return false;
        }
    }
}
