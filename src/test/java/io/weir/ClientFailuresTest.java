package io.weir;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.FakeNode;
import io.weir.cli.Screen;
import io.weir.cli.Surroundings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Help.Ansi;

/** Exit codes and messages where a client command cannot do what it should; who asks, and that nobody learns the token. */
class ClientFailuresTest {
    private static final String SECRET = "s3cret-0123456789";

    @TempDir
    private Path directory;

    private FakeNode node;

    @BeforeEach
    void startNode() {
        node = FakeNode.start();
        node.on("GET /api/v1/pools", 200, "{\"pools\":[{\"name\":\"web\"},{\"name\":\"database\"}]}");
    }

    @AfterEach
    void stopNode() {
        node.close();
    }

    private ClientRun weir(String... words) {
        return ClientRun.of(node.url(), words);
    }

    @Test
    void aRefusalEndsWith1AndTheNodesReason() {
        node.on(
                "PATCH /api/v1/pools/web/backends/b2",
                422,
                "{\"detail\":\"One field is wrong.\",\"errors\":[{\"pointer\":\"#/weight\",\"detail\":\"0 to 1000\"}]}");
        assertThat(weir("backend", "set", "web", "b2", "--weight", "5"))
                .isEqualTo(new ClientRun(1, "", "weir: One field is wrong.\n  weight: 0 to 1000\n"));
        node.on("DELETE /api/v1/pools/web/backends/b2", 409, "{\"detail\":\"A file names it.\"}");
        assertThat(weir("backend", "remove", "web", "b2").code()).isEqualTo(1);
        node.on("POST /api/v1/node/drain", 403, "{\"detail\":\"This needs an admin.\"}");
        assertThat(weir("node", "drain")).isEqualTo(new ClientRun(1, "", "weir: This needs an admin.\n"));
        node.on("POST /api/v1/node/leave", 500, "{}");
        assertThat(weir("node", "leave").err()).contains("status 500");
    }

    @Test
    void anUnknownNameBringsTheNearest() {
        node.on("GET /api/v1/pools/web/backends", 200, "{\"backends\":[{\"id\":\"blue\"},{\"id\":\"green\"}]}");
        node.on("GET /api/v1/listeners", 200, "{\"listeners\":[{\"name\":\"web\"}]}");
        assertThat(weir("backend", "list", "wbe").err()).endsWith("Did you mean web?\n");
        assertThat(weir("backend", "add", "databse", "a:1").err()).endsWith("Did you mean database?\n");
        assertThat(weir("backend", "ready", "web", "gren").err()).endsWith("Did you mean green?\n");
        assertThat(weir("listener", "pause", "wb").err()).endsWith("Did you mean web?\n");
        assertThat(weir("backend", "list", "something-else").err()).doesNotContain("Did you mean");
    }

    @Test
    void noNodeEndsWith69AndAdvice() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        String url = "http://127.0.0.1:" + port;
        ClientRun run = ClientRun.of(url, "status");
        assertThat(run.code()).isEqualTo(69);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("weir: " + url + " cannot be reached")
                .contains("weir run", "--url", "WEIR_URL");
        ClientRun nowhere = ClientRun.of("http://no-such-host.invalid:1", "status");
        assertThat(nowhere.code()).isEqualTo(69);
        assertThat(nowhere.err()).contains("no such host");
    }

    @Test
    void anotherServerIsNotTakenForANode() {
        node.on("GET /api/v1/cluster", 200, "text/html", "<html>hello</html>");
        ClientRun run = weir("status");
        assertThat(run.code()).isEqualTo(69);
        assertThat(run.err()).contains("not as the admin port of a Weir node does");
    }

    @Test
    void plainHttpWhereTlsIsMeantSaysSo() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread plain = Thread.ofVirtual().start(() -> {
                try (java.net.Socket socket = server.accept()) {
                    socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
                    socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
                } catch (IOException gone) {
                    // The client has said what it had to say
                }
            });
            ClientRun run = ClientRun.of("https://127.0.0.1:" + server.getLocalPort(), "status");
            assertThat(run.code()).isEqualTo(69);
            assertThat(run.err()).containsPattern("does not speak TLS: try http://|speaks plain HTTP, use http://");
            plain.interrupt();
        }
    }

    @Test
    void theTokenGoesIntoAHeaderAndNowhereElse() throws IOException {
        node.on("POST /api/v1/node/ready", 200, "{}");
        Path file = Files.writeString(directory.resolve("token"), SECRET + "\n");
        Path marked = Files.writeString(directory.resolve("marked"), "\uFEFF" + SECRET + "\r\n");
        Map<String, String> environment = Map.of("WEIR_URL", node.url(), "WEIR_TOKEN", "from-the-environment");
        for (String[] words : new String[][] {
            {"node", "ready", "--token", SECRET},
            {"node", "ready", "--token-file", file.toString()},
            {"node", "ready", "--token-file", marked.toString()}
        }) {
            ClientRun run = ClientRun.in(environment, Screen.pipe(), words);
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(node.asked().getLast().authorization()).isEqualTo("Bearer " + SECRET);
            assertThat(node.asked().getLast().line()).doesNotContain(SECRET);
        }
        assertThat(ClientRun.in(environment, Screen.pipe(), "node", "ready").code())
                .isZero();
        assertThat(node.asked().getLast().authorization()).isEqualTo("Bearer from-the-environment");
        node.on("POST /api/v1/node/drain", 401, "{\"detail\":\"Unknown token.\"}");
        ClientRun refused = weir("node", "drain", "--token", SECRET);
        assertThat(refused.err()).isEqualTo("weir: Unknown token.\n");
        assertThat(weir("node", "drain").err()).contains("--token-file FILE or WEIR_TOKEN");
    }

    @Test
    void badTokensAndUrlsAreUsageAndAreNotRepeated() {
        for (String[] words : new String[][] {
            {"status", "--token", SECRET + "\u0007"},
            {"status", "--token", ""},
            {"status", "--token", SECRET, "--token-file", "x"},
            {"status", "--url", "http://" + SECRET + "@127.0.0.1:1"},
            {"status", "--url", "http://127.0.0.1:1/?token=" + SECRET},
            {"status", "--url", "ftp://127.0.0.1:1"},
            {"status", "--url", "http://"},
            {"status", "--url", "not a url"},
            {"status", "--ca", "x"}
        }) {
            ClientRun run = weir(words);
            assertThat(run.code()).as("%s", (Object) words).isEqualTo(2);
            assertThat(run.err()).doesNotContain(SECRET);
        }
        assertThat(node.lines()).isEmpty();
    }

    @Test
    void aMissingFileEndsWith66() {
        ClientRun run = weir("status", "--token-file", directory.resolve("none").toString());
        assertThat(run.code()).isEqualTo(66);
        assertThat(run.err()).contains("none: cannot be read: no such file");
        ClientRun trust = ClientRun.of(
                "https://127.0.0.1:1",
                "status",
                "--ca",
                directory.resolve("none").toString());
        assertThat(trust.code()).isEqualTo(66);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "backend",
                "backend lst",
                "backend drain web",
                "backend set web b2",
                "backend set web b2 --weight many",
                "backend set web b2 --weight 1001",
                "backend set web b2 --weight -1",
                "backend set web b2 --max-connections 0",
                "backend set web b2 --max-connections 100000001",
                "backend add web a:1 --weight 1001",
                "backend add web a",
                "backend add web a:0",
                "backend add web [::1:80",
                "backend add web http://a:1",
                "backend add web *:80",
                "backend add web 0.0.0.0:80",
                "backend add web a:1 --id b/9",
                "backend drain web b2 --deadline soon",
                "backend drain web b2 --deadline 31d",
                "backend drain web b2 --deadline 5min",
                "backend drain web b2 --deadline -5s --wait",
                "backend remove web b2 --deadline 5x",
                "listener set web --max-connections -1",
                "events --since yesterday",
                "events --since -5m",
                "events --limit 0",
                "events --limit 1001 --follow",
                "connections --client localhost",
                "connections --client 1.2.3",
                "connections --client 192.0.2.7:70000",
                "connections --client [2001:db8::7",
                "backend set web b2 --health ill",
                "backend add web a:1 --max-connections lots",
                "backend remove web b2 --force --deadline 5s",
                "listener set web",
                "listener pause",
                "connection",
                "connection kill",
                "connections --limit 0",
                "node",
                "node sleep",
                "status --frobnicate",
                "events --limit x",
            })
    void usageEndsWith2BeforeAnybodyIsAsked(String words) {
        ClientRun run = weir(words.split(" "));
        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).startsWith("weir: ").contains("--help'.");
        assertThat(node.lines()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "backend set web b2 --weight 1001 | --weight 1001: must be 0 to 1000",
                "backend set web b2 --max-connections 0 | --max-connections 0: must be 1 to 100000000, or off",
                "backend add web a | ADDRESS: \"a\" has no port; allowed: host:port or [v6]:port",
                "backend add web a:1 --id b/9 | --id: \"b/9\" does not fit; allowed: up to 300 letters",
                "backend drain web b2 --deadline soon | --deadline soon: must be a time with its unit, such as 30s or 5m",
                "backend drain web b2 --deadline 30 | --deadline 30: must be a time with its unit, such as 30s or 5m",
                "events --since yesterday | --since yesterday: must be the id of an event, a time such as",
                "events --limit 1001 | --limit 1001: must be 1 to 1000",
                "connections --client localhost | --client localhost: must be an address such as 192.0.2.7 or",
            })
    void misuseIsToldWithWhatIsAllowed(String words, String said) {
        assertThat(weir(words.split(" ")).err()).startsWith("weir: " + said);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "backend set web b2 --weight 0",
                "backend set web b2 --weight 1000 --max-connections 100000000",
                "backend add web [fe80::1%eth0]:9001 --max-connections off",
                "backend add web localhost:1 --id [b]:%9",
                "backend drain web b2 --deadline 0s",
                "backend drain web b2 --deadline 0",
                "backend drain web b2 --deadline 30d",
                "backend drain web b2 --deadline 1.5minutes",
                "backend remove web b2 --deadline 500ms",
                "events --since 3f2a-17",
                "events --since 1764403200000",
                "events --since 2026-11-22T12:34:56Z",
                "events --since 10m --limit 1000",
                "connections --client 2001:db8::7",
                "connections --client [2001:db8::7]:5000",
                "connections --client 192.0.2.7:5000",
            })
    void whatANodeMayTakeItIsAskedFor(String words) {
        assertThat(weir(words.split(" ")).code()).isEqualTo(1);
        assertThat(node.lines()).isNotEmpty();
    }

    @Test
    void topWantsATerminal() {
        ClientRun pipe = weir("top");
        assertThat(pipe.code()).isEqualTo(2);
        assertThat(pipe.err()).contains("this is no terminal that could show it", "weir status");
        Map<String, String> dumb = Map.of("WEIR_URL", node.url(), "TERM", "dumb");
        ClientRun poor = ClientRun.in(dumb, new Screen(true, 80, false, true), "top");
        assertThat(poor.code()).isEqualTo(2);
        assertThat(poor.err()).contains("TERM is dumb");
        assertThat(node.lines()).isEmpty();
    }

    @Test
    void aFaultOfWeirsOwnEndsWith70WhateverKindItIsOf() {
        Supplier<Screen> exception = () -> {
            throw new IllegalStateException("by and by");
        };
        Supplier<Screen> error = () -> {
            throw new NoClassDefFoundError("by and by");
        };
        for (Supplier<Screen> fault : List.of(exception, error)) {
            StringWriter said = new StringWriter();
            Surroundings broken = new Surroundings(
                    Map.of("WEIR_URL", node.url()), fault, Surroundings.here().time());
            int code = WeirCommand.run(
                    broken, new PrintWriter(new StringWriter()), new PrintWriter(said), Ansi.OFF, "backend", "list");
            assertThat(code).isEqualTo(70);
            assertThat(said.toString())
                    .startsWith("weir: a fault of Weir's own: java.lang.")
                    .contains("by and by", "\tat ");
        }
    }

    @Test
    void whatComesFromTheNetworkCannotRewriteTheScreen() {
        node.on("GET /api/v1/pools/web/backends", 200, "{\"backends\":[{\"id\":\"\\u001b[2Jx\",\"pool\":\"web\"}]}");
        assertThat(weir("backend", "list", "web").out()).doesNotContain("\u001b");
    }
}
