package io.weir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.cli.FakeNode;
import io.weir.cli.Screen;
import io.weir.cli.http.EventStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each client command asks a node for, and what it makes of the answer. */
class ClientCommandsTest {
    private static final String BACKENDS = "/api/v1/pools/web/backends";
    private static final String B2 = BACKENDS + "/b2";
    private FakeNode node;

    @BeforeEach
    void startNode() {
        node = FakeNode.start();
    }

    @AfterEach
    void stopNode() {
        node.close();
    }

    private ClientRun weir(String... words) {
        return ClientRun.of(node.url(), words);
    }

    private static String view(String state, int connections) {
        return """
            {"id":"b2","pool":"web","address":"127.0.0.1:9002","state":"%s","health":"up","reason":"L4OK","weight":2,
             "effectiveWeight":2,"maxConnections":null,"connections":{"total":%d,"byNode":{"n0":%d}},"connectMillis":0.4,
             "ejected":{},"durable":true,"unconfirmed":[]}""".formatted(state, connections, connections);
    }

    @Test
    void listShowsAPoolOrAll() {
        node.on("GET " + BACKENDS, 200, "{\"backends\":[" + view("draining", 12_345) + "]}");
        node.on("GET /api/v1/pools", 200, "{\"pools\":[{\"name\":\"web\",\"backends\":[" + view("ready", 3) + "]}]}");
        assertThat(weir("backend", "list", "web").out()).isEqualTo("""
                POOL  BACKEND  ADDRESS         STATE     HEALTH  CONNS  WEIGHT  LIMIT  CONNECT  REASON
                web   b2       127.0.0.1:9002  draining  up        12k       2    off    0.4ms  L4OK
                """);
        assertThat(weir("backend", "list").out()).contains("web   b2").contains("ready");
    }

    /** Somebody connected, so that it is neither nothing nor no time. */
    @Test
    void aConnectTimeTooShortToShowIsSaidToBeShort() {
        String all = Stream.of("0.05", "0.049", "0.0001", "0")
                .map(millis -> view("ready", 1).replace("0.4", millis))
                .collect(Collectors.joining(","));
        node.on("GET " + BACKENDS, 200, "{\"backends\":[" + all + "]}");
        assertThat(weir("backend", "list", "web").out().lines().skip(1))
                .extracting(line -> line.split(" +")[8])
                .containsExactly("0.1ms", "<0.1ms", "<0.1ms", "-");
    }

    @Test
    void jsonIsWhatTheNodeSaid() throws IOException {
        String answer = "{\"backends\":[" + view("ready", 1) + "],\"later\":{\"field\":[1,null]}}";
        node.on("GET " + BACKENDS, 200, answer);
        ClientRun run = weir("backend", "list", "web", "--json");
        assertThat(json(run)).isEqualTo(new ObjectMapper().readTree(answer));
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "set web b2 --weight 5 | {\"weight\":5} | web/b2: weight 5",
                "set web b2 --max-connections off --health down | {\"maxConnections\":\"off\",\"healthOverride\":\"down\"}"
                        + " | web/b2: max-connections off, health down",
                "set web b2 --health auto | {\"healthOverride\":null} | web/b2: health as the checks say",
                "set web b2 --max-connections 7 | {\"maxConnections\":7} | web/b2: max-connections 7",
                "ready web b2 | {\"state\":\"ready\"} | web/b2: ready",
                "maintenance web b2 | {\"state\":\"maintenance\"}"
                        + " | web/b2: in maintenance: no new connections, no checks",
                "drain web b2 | {\"state\":\"draining\"} | web/b2: draining, 2 connections left",
                "drain web b2 --deadline 5m | {\"state\":\"draining\",\"deadline\":\"5m\"}"
                        + " | web/b2: draining, 2 connections left; what is left after 5m is closed",
            })
    void changesArePatches(String words, String body, String said) {
        node.on("PATCH " + B2, 200, view("ready", 2));
        ClientRun run = weir(("backend " + words).split(" "));
        assertThat(run).isEqualTo(new ClientRun(0, said + "\n", ""));
        assertThat(node.asked().getFirst().line()).isEqualTo("PATCH " + B2);
        assertThat(node.asked().getFirst().body()).isEqualTo(body);
    }

    @Test
    void addNamesABackendByItsAddressUnlessTold() {
        node.on("PUT " + BACKENDS + "/%5B%3A%3A1%5D%3A9001", 201, view("ready", 0));
        node.on("PUT " + BACKENDS + "/b%259", 200, view("ready", 0));
        assertThat(weir("backend", "add", "web", "[::1]:9001"))
                .isEqualTo(new ClientRun(0, "web/[::1]:9001: added\n", ""));
        assertThat(node.asked().getLast().body()).isEqualTo("{\"address\":\"[::1]:9001\"}");
        String[] words = "backend,add,web,a:1,--id,b%9,--weight,2,--max-connections,100,--backup".split(",");
        assertThat(weir(words).out()).isEqualTo("web/b%9: was there already, and is now as you say\n");
        assertThat(node.asked().getLast().body())
                .isEqualTo("{\"address\":\"a:1\",\"weight\":2,\"maxConnections\":100,\"backup\":true}");
    }

    @Test
    void removeTellsWhetherSomethingIsLeft() {
        node.on("DELETE " + B2, 202, "{\"state\":\"removing\",\"durable\":false,\"unconfirmed\":[\"n1\",\"n2\"]}");
        node.on("DELETE " + B2 + "?force=true", 204, "");
        node.on("DELETE " + B2 + "?deadline=30s", 204, "");
        ClientRun run = weir("backend", "remove", "web", "b2");
        assertThat(run.out()).isEqualTo("web/b2: removing, until its last connection has ended\n");
        assertThat(run.err())
                .isEqualTo("weir: not on disk: it holds until the node ends; see its log for why\n"
                        + "weir: not confirmed yet by n1, n2; they follow as soon as they are reached\n");
        assertThat(weir("backend", "remove", "web", "b2", "--force").out()).isEqualTo("web/b2: removed\n");
        assertThat(weir("backend", "remove", "web", "b2", "--deadline", "30s").code())
                .isZero();
        assertThat(weir("backend", "remove", "web", "b2", "--force", "--json").out())
                .isEqualTo("{ }\n");
    }

    @Test
    void resetTakesBackAllOverrides() {
        node.on("DELETE " + B2 + "/overrides", 200, view("ready", 0));
        assertThat(weir("backend", "reset", "web", "b2").out()).isEqualTo("web/b2: as its definition has it\n");
    }

    @Test
    void listenersArePausedResumedAndSwitched() {
        node.on("PATCH /api/v1/listeners/web", 200, "{}");
        assertThat(weir("listener", "pause", "web").out()).isEqualTo("web: paused\n");
        assertThat(weir("listener", "resume", "web").out()).isEqualTo("web: open\n");
        assertThat(weir("listener", "set", "web", "--pool", "green", "--max-connections", "5")
                        .out())
                .isEqualTo("web: new connections go to green, max-connections 5\n");
        assertThat(node.asked().stream().map(FakeNode.Asked::body))
                .containsExactly(
                        "{\"paused\":true}", "{\"paused\":false}", "{\"pool\":\"green\",\"maxConnections\":5}");
    }

    @Test
    void connectionsAreCollectedPageAfterPage() throws IOException {
        String first = "/api/v1/connections?pool=web&client=192.0.2.7&limit=";
        node.on("GET " + first + "3", 200, """
                {"connections":[{"id":"a-1","client":"192.0.2.7:5","node":"n0","listener":"web","pool":"web","backend":"b1",
                 "ageMillis":61000,"idleMillis":10,"bytesIn":2048,"bytesOut":5,"state":"open"}],
                 "unanswered":["n2"],"next":"a 1"}""");
        node.on("GET " + first + "2&after=a%201", 200, """
                {"connections":[{"id":"b-2","client":"192.0.2.7:6","node":"n1"}],"unanswered":["n2"]}""");
        String[] words = {"connections", "--pool", "web", "--client", "192.0.2.7", "--limit", "3"};
        ClientRun run = weir(words);
        assertThat(run.out()).isEqualTo("""
                ID   CLIENT       NODE  LISTENER  POOL  BACKEND    AGE  IDLE       IN  OUT  STATE
                a-1  192.0.2.7:5  n0    web       web   b1       1m 1s  10ms  2.0 KiB  5 B  open
                b-2  192.0.2.7:6  n1    -         -     -            -     -        -    -  -
                """);
        assertThat(run.err()).isEqualTo("weir: no answer from n2: what they have is not shown\n");
        JsonNode json = json(ClientRun.of(node.url(), with(words, "--json")));
        assertThat(json.path("connections")).hasSize(2);
        assertThat(json.path("unanswered").toString()).isEqualTo("[\"n2\"]");
    }

    @Test
    void aLimitedListingSaysThatThereIsMore() {
        node.on("GET /api/v1/connections?limit=1", 200, "{\"connections\":[{\"id\":\"a\"}],\"next\":\"a\"}");
        assertThat(weir("connections", "--limit", "1").err())
                .isEqualTo("weir: there are more; --limit 10 shows more of them\n");
    }

    @Test
    void noConnectionsAreSaidInWords() {
        node.on("GET /api/v1/connections?limit=100", 200, "{\"connections\":[],\"next\":null}");
        node.on("GET /api/v1/connections?pool=wbe&limit=100", 200, "{\"connections\":[],\"next\":null}");
        assertThat(weir("connections").err()).isEqualTo("weir: no connections\n");
        ClientRun mistyped = weir("connections", "--pool", "wbe");
        assertThat(mistyped.code()).isZero();
        assertThat(mistyped.err())
                .isEqualTo(
                        "weir: no connection has all of that; names are not looked up, as connections can outlive what"
                                + " has them\n");
        assertThat(weir("connections", "--pool", "wbe", "--json").err()).isEmpty();
    }

    @Test
    void aConnectionIsEndedAndANodeDrained() {
        node.on("DELETE /api/v1/connections/a-1", 204, "");
        for (String act : List.of("drain", "ready", "leave")) {
            node.on("POST /api/v1/node/" + act, 202, "{}");
            assertThat(weir("node", act).code()).isZero();
        }
        assertThat(weir("connection", "kill", "a-1")).isEqualTo(new ClientRun(0, "connection a-1: ended\n", ""));
    }

    @Test
    void reloadShowsWhatChanges() {
        String answer = """
                {"dryRun":true,"applied":false,
                 "changes":[{"action":"added","path":"pools.web.backends.b3","from":null,"to":"127.0.0.1:9003"},
                  {"action":"changed","path":"listeners.web.idle-timeout","from":"1h","to":null},
                  {"action":"removed","path":"pools.old","from":{"a":1},"to":null}],
                 "needsRestart":["admin.bind"],"overridden":[{"path":"pools.web.backends.b2.weight","value":5,"fileValue":7}]}""";
        node.on("POST /api/v1/reload?dryRun=true", 200, answer);
        node.on("POST /api/v1/reload", 200, "{\"dryRun\":false,\"applied\":true,\"changes\":[]}");
        assertThat(weir("reload", "--dry-run").out()).isEqualTo("""
                added pools.web.backends.b3: 127.0.0.1:9003
                changed listeners.web.idle-timeout: 1h -> off
                removed pools.old: {"a":1}
                a dry run: nothing was changed
                overridden at run time, which goes on to hold: pools.web.backends.b2.weight: 5, where the file says 7
                needs a restart: admin.bind
                """);
        assertThat(weir("reload").out()).isEqualTo("nothing has changed\n");
    }

    @Test
    void aBadFileIsRefusedWithEveryProblem() {
        node.on(
                "POST /api/v1/reload",
                422,
                "{\"detail\":\"a.conf:1: one\\na.conf:2: two\",\"errors\":[\"a.conf:1: weir.x: unknown key\",{\"detail\":\"more\"},"
                        + "{\"pointer\":\"x\",\"detail\":\"a.conf:2: two\"}]}");
        assertThat(weir("reload"))
                .isEqualTo(new ClientRun(
                        1, "", "weir: a.conf:1: one\n  a.conf:2: two\n  a.conf:1: weir.x: unknown key\n  more\n"));
    }

    @Test
    void eventsAreALineEach() {
        node.on("GET /api/v1/events?limit=2", 200, """
                {"events":[{"id":"7","node":"n0","time":"2026-11-28T16:00:00Z","type":"health","details":{"backend":"b2",
                 "reason":"timed out","to":"down"}},{"id":"8","node":"n1","time":"t","type":"joined","details":{}}]}""");
        assertThat(weir("events", "--limit", "2").out()).isEqualTo("""
                2026-11-28T16:00:00Z  n0  health  backend=b2  reason="timed out"  to=down
                t  n1  joined
                """);
    }

    @Test
    void aFollowedStreamGoesOnWhereItBroke() {
        node.on("GET /api/v1/events", 200, "{\"events\":[{\"id\":\"7\",\"type\":\"first\"}],\"next\":\"7\"}");
        String stream = "GET /api/v1/events/stream";
        String type = "text/event-stream";
        node.on(
                stream,
                200,
                type,
                ": hello\n\nid: 8\nevent: health\ndata: {\"id\":\"8\",\ndata: \"type\":\"second\"}\n\n");
        node.on(stream, 503, "{\"detail\":\"Not now.\"}");
        node.on(stream, 200, type, "event: gap\ndata: {}\n\nid:9\ndata:{\"type\":\"third\"}\n\ndata: half");
        node.on(stream, 401, "{\"detail\":\"No longer.\"}");
        ClientRun run = weir("events", "--follow", "--json");
        assertThat(run.out()).isEqualTo("""
                {"id":"7","type":"first"}
                {"id":"8","type":"second"}
                {"type":"third"}
                """);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .contains("the stream is back")
                .contains("some events are missing")
                .contains("weir: No longer.");
        assertThat(node.asked().stream().map(FakeNode.Asked::lastEventId)).containsExactly("", "7", "8", "8", "9");
    }

    @Test
    void eventsOnATerminalGoOnBelowAndBreakNoWord() {
        node.on("GET /api/v1/events", 200, """
                {"events":[{"id":"7","node":"n0","time":"2026-11-28T16:00:00Z","type":"backend-health","details":{
                 "backend":"b2","address":"127.0.0.1:34967","from":"unknown","to":"up","reason":"L7OK: status 200"}}],
                 "next":"7"}""");
        Screen narrow = new Screen(true, 60, false, true);
        assertThat(ClientRun.in(Map.of("WEIR_URL", node.url()), narrow, "events")
                        .out())
                .isEqualTo("""
                        2026-11-28T16:00:00Z  n0  backend-health  backend=b2
                            address=127.0.0.1:34967  from=unknown  to=up
                            reason="L7OK: status 200"
                        """);
    }

    @Test
    void aStreamThatFallsSilentIsTakenUpAgainAndOneThatIsOnlyQuietIsNot() {
        node.on("GET /api/v1/events", 200, "{\"events\":[],\"next\":\"7\",\"gap\":false}");
        String stream = "GET /api/v1/events/stream";
        String type = "text/event-stream";
        node.onHanging(stream, type, "id:8\ndata:{\"type\":\"first\"}\n\n: still here\n\n");
        node.on(stream, 200, type, "id:9\ndata:{\"type\":\"second\"}\n\n");
        node.on(stream, 401, "{\"detail\":\"No longer.\"}");
        ClientRun run = weir("events", "--follow");
        assertThat(run.out()).contains("first", "second");
        assertThat(run.err().lines())
                .containsExactly(
                        "weir: the node has said nothing for 3s, though it should every 5 s: it hangs, or the way to it is"
                                + " broken; trying again",
                        "weir: the stream is back",
                        "weir: the node ended the stream; trying again",
                        "weir: No longer.",
                        "  Give a token with --token-file FILE or WEIR_TOKEN.");
        assertThat(node.asked().stream().map(FakeNode.Asked::lastEventId)).containsExactly("", "7", "8", "9");
    }

    @Test
    void commentsKeepAStreamFromBeingTakenForSilent() throws Exception {
        try (PipedInputStream in = new PipedInputStream();
                PipedOutputStream out = new PipedOutputStream(in);
                EventStream stream = new EventStream(in, Duration.ofSeconds(2))) {
            CompletableFuture<EventStream.@Nullable Event> event = CompletableFuture.supplyAsync(() -> {
                try {
                    return stream.next();
                } catch (IOException | InterruptedException e) {
                    throw new CompletionException(e);
                }
            });
            for (int i = 0; i < 8; i++) {
                assertThatThrownBy(() -> event.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
                out.write(": still here\n\n".getBytes(UTF_8));
                out.flush();
            }
            out.write("data: at last\n\n".getBytes(UTF_8));
            out.flush();
            assertThat(event.get(30, TimeUnit.SECONDS)).isEqualTo(new EventStream.Event(null, "message", "at last"));
        }
    }

    static JsonNode json(ClientRun run) throws IOException {
        return new ObjectMapper().readTree(run.out());
    }

    private static String[] with(String[] words, String more) {
        String[] all = java.util.Arrays.copyOf(words, words.length + 1);
        all[words.length] = more;
        return all;
    }
}
