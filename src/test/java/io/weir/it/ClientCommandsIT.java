package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.kit.Ending;
import io.weir.kit.FakeBackend;
import io.weir.kit.Manners;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.kit.Transport;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The client commands against a started node that asks for tokens: what a person reads, what a script reads, and the exit
 * codes. Commands that do not mind each other run at the same time; over TLS they are in {@link AdminTlsIT}.
 */
class ClientCommandsIT {
    private static final String ADMIN = "admin-0123456789abcdef";
    private static final String VIEWER = "viewer-0123456789abcdef";

    private static FakeBackend backend;
    private static WeirFile file;
    private static WeirProcess node;

    @BeforeAll
    static void start() {
        backend = FakeBackend.start(Manners.echo());
        file = file();
        node = WeirProcess.start(file);
    }

    /** The last of the commands, as no other goes behind it. A connection keeps the node until it has refused another one. */
    @AfterAll
    static void leaveEndsTheNodeAsSigtermDoes() throws IOException {
        try (FakeBackend b = backend;
                WeirProcess n = node;
                Peer held = Peer.dial(node.listener("web"))) {
            held.echo("not ended yet");
            JsonNode left = json(begin(Map.of(), "node", "leave", "--json"));
            assertThat(left.get("phase").asText()).isEqualTo("stopping");
            refused(begin(Map.of(), "node", "leave"), 1, "The node is stopping");
            held.close();
            assertThat(node.exitCode()).isZero();
        }
    }

    private static WeirFile file() {
        return WeirFile.with(Transport.NATIVE)
                .service("web", "{ id = blue, address = \"" + backend.hostPort() + "\" }")
                .pool("green", "", backend.hostPort())
                .service("side", "{ id = base, address = \"" + backend.hostPort() + "\" }")
                .add("weir { listeners.web.idle-timeout = 30s, shutdown.drain = 60s }\n")
                .add("weir.admin.tokens = [ { name = ann, role = admin, token = " + ADMIN
                        + " }, { name = vic, role = viewer, token = " + VIEWER + " } ]\n");
    }

    /** Starts a command that speaks to the node, as its admin unless the environment says otherwise. */
    private static WeirProcess begin(Map<String, String> environment, String... words) {
        Map<String, String> all = new HashMap<>();
        all.put("WEIR_URL", url());
        all.put("WEIR_TOKEN", ADMIN);
        all.putAll(environment);
        return WeirProcess.command(file.folder(), List.of(), all, List.of(words));
    }

    private static String url() {
        return "http://127.0.0.1:" + node.adminAddress().getPort();
    }

    private static String text(WeirProcess run) {
        assertThat(run.exitCode()).as(run.err().text()).isZero();
        assertThat(run.err().text()).isEmpty();
        return run.out().text();
    }

    private static JsonNode json(WeirProcess run) throws IOException {
        return new ObjectMapper().readTree(text(run));
    }

    /** What a command prints for a person, and the same command for a script, at the same time. */
    private record Said(String text, JsonNode json) {
        static Said by(String... words) throws IOException {
            WeirProcess person = begin(Map.of(), words);
            List<String> more = new ArrayList<>(List.of(words));
            more.add("--json");
            WeirProcess script = begin(Map.of(), more.toArray(String[]::new));
            return new Said(ClientCommandsIT.text(person), ClientCommandsIT.json(script));
        }
    }

    private static void refused(WeirProcess run, int code, String... said) {
        assertThat(run.exitCode()).as(run.err().text()).isEqualTo(code);
        assertThat(run.out().text()).isEmpty();
        assertThat(run.err().text()).startsWith("weir: ").contains(said);
    }

    @Test
    void connectionsAreFoundByTheirClientAndKilledByTheirId() throws IOException {
        try (Peer one = Peer.dial(node.listener("web"));
                Peer two = Peer.dial(node.listener("web"))) {
            one.echo("hello");
            two.echo("hi");
            String first = "127.0.0.1:" + one.local().getPort();
            String second = "127.0.0.1:" + two.local().getPort();
            WeirProcess all = begin(Map.of(), "connections", "--json");
            String found = text(begin(Map.of(), "connections", "--client", first));
            assertThat(found.lines()).hasSize(2);
            assertThat(found)
                    .startsWith("ID ")
                    .containsPattern("(?m)^\\S+ +" + first + " +it +web +web +blue +\\S+ +\\S+ +5 B +5 B +open$");
            Map<String, String> ids = new HashMap<>();
            json(all)
                    .get("connections")
                    .forEach(each ->
                            ids.put(each.get("client").asText(), each.get("id").asText()));
            assertThat(ids).containsOnlyKeys(first, second);
            String id = ids.get(first);
            assertThat(found).contains(id).doesNotContain(ids.get(second));

            assertThat(text(begin(Map.of(), "connection", "kill", id))).isEqualTo("connection " + id + ": ended");
            assertThat(one.ending().how()).isEqualTo(Ending.How.RESET);
            two.echo("still there");

            WeirProcess script = begin(Map.of(), "connection", "kill", ids.get(second), "--json");
            WeirProcess again = begin(Map.of(), "connection", "kill", id);
            assertThat(json(script)).isEmpty();
            refused(again, 1, id, "'weir connections' tells the ids.");
            assertThat(two.ending().how()).isEqualTo(Ending.How.RESET);
        }
    }

    @Test
    void aListenerIsPausedSwitchedAndResumed() throws IOException {
        Said paused = Said.by("listener", "pause", "web");
        assertThat(paused.text()).isEqualTo("web: paused");
        assertThat(paused.json().get("paused").asBoolean()).isTrue();
        try (Peer waiting = Peer.dial(node.listener("web"))) {
            JsonNode set = json(
                    begin(Map.of(), "listener", "set", "web", "--pool", "green", "--max-connections", "7", "--json"));
            assertThat(set.get("pool").asText()).isEqualTo("green");
            assertThat(set.get("maxConnections").asInt()).isEqualTo(7);
            JsonNode resumed = json(begin(Map.of(), "listener", "resume", "web", "--json"));
            assertThat(resumed.get("paused").asBoolean()).isFalse();
            waiting.echo("served now");
        }
        assertThat(text(begin(Map.of(), "listener", "set", "web", "--pool", "web", "--max-connections", "off")))
                .isEqualTo("web: new connections go to web, max-connections off");
    }

    @Test
    void theNodeIsDrainedAndMadeReadyAgain() throws IOException {
        Said drained = Said.by("node", "drain");
        assertThat(drained.text()).isEqualTo(url() + ": drained, which is not ready but still accepting");
        assertThat(drained.json().get("phase").asText()).isEqualTo("draining");
        try (Peer served = Peer.dial(node.listener("web"))) {
            served.echo("still accepting");
        }
        assertThat(text(begin(Map.of(), "node", "ready"))).isEqualTo(url() + ": no longer drained");
    }

    /** Through a listener of its own, where nothing else comes and goes. */
    @Test
    void backendsComeChangeAndGoAndAllOfItIsFollowed() throws IOException {
        try (WeirProcess follow = begin(Map.of(), "events", "--follow", "--limit", "1")) {
            Patience.until("the first event").until(() -> !follow.out().text().isEmpty());
            xComesAndGoes();
            yIsRemovedByForceAndBaseRests();
            Patience.until("x and y to be gone")
                    .until(() -> follow.out().lines().stream()
                                    .filter(line -> line.contains("backend-removed") && line.contains("pool=side"))
                                    .count()
                            == 2);
            Patience.until("the rest of it")
                    .untilAsserted(() -> assertThat(follow.out().text())
                            .containsPattern("backend-added .*backend=x")
                            .containsPattern("override .*backend=x.*field=maxConnections.*new=7")
                            .containsPattern("backend-state .*backend=base.*to=draining")
                            .containsPattern("backend-state .*backend=base.*to=maintenance")
                            .contains("by=ann"));
            follow.signal("INT");
            assertThat(follow.exitCode()).isEqualTo(130);
            assertThat(follow.err().text()).isEmpty();
        }
    }

    private static void xComesAndGoes() throws IOException {
        String address = backend.hostPort();
        WeirProcess x = begin(Map.of(), "backend", "add", "side", address, "--id", "x", "--json");
        WeirProcess y = begin(Map.of(), "backend", "add", "side", address, "--id", "y", "--weight", "0");
        assertThat(json(x).get("origin").asText()).isEqualTo("api");
        assertThat(text(y)).isEqualTo("side/y: added");
        JsonNode drained = json(begin(Map.of(), "backend", "drain", "side", "base", "--deadline", "5m", "--json"));
        assertThat(drained.get("state").asText()).isEqualTo("draining");
        assertThat(drained.get("deadline").asText()).isEqualTo("5m");
        try (Peer atX = Peer.dial(node.listener("side"))) {
            atX.echo("only x is left");
            JsonNode set = json(begin(
                    Map.of(), "backend", "set", "side", "x", "--max-connections", "7", "--health", "down", "--json"));
            assertThat(set.get("maxConnections").asInt()).isEqualTo(7);
            assertThat(set.get("healthOverride").asText()).isEqualTo("down");
            assertThat(set.get("health").asText()).isEqualTo("down");
            WeirProcess removed = begin(Map.of(), "backend", "remove", "side", "x", "--deadline", "1s", "--json");
            WeirProcess heavier = begin(Map.of(), "backend", "set", "side", "y", "--weight", "1");
            assertThat(json(removed).get("state").asText()).isEqualTo("removing");
            assertThat(text(heavier)).isEqualTo("side/y: weight 1");
            assertThat(atX.ending().how()).as("at its deadline").isEqualTo(Ending.How.FIN);
        }
    }

    private static void yIsRemovedByForceAndBaseRests() throws IOException {
        try (Peer atY = Peer.dial(node.listener("side"))) {
            atY.echo("only y is left");
            WeirProcess forced = begin(Map.of(), "backend", "remove", "side", "y", "--force");
            WeirProcess resting = begin(Map.of(), "backend", "maintenance", "side", "base", "--json");
            assertThat(text(forced)).startsWith("side/y: remov");
            assertThat(atY.ending().how()).isEqualTo(Ending.How.RESET);
            assertThat(json(resting).get("state").asText()).isEqualTo("maintenance");
        }
    }

    @Test
    void aReloadIsTriedThenDoneAndABadFileRefused() throws IOException {
        String change = "weir.listeners.web.idle-timeout";
        file.add(change + " = 7m\n").write();
        Said dry = Said.by("reload", "--dry-run");
        assertThat(dry.text().lines())
                .containsExactly("changed " + change + ": 30s -> 7m", "a dry run: nothing was changed");
        assertThat(dry.json().get("applied").asBoolean()).isFalse();
        assertThat(dry.json().get("changes")).hasSize(1);
        JsonNode done = json(begin(Map.of(), "reload", "--json"));
        assertThat(done.get("applied").asBoolean()).isTrue();
        assertThat(done.get("changes")).isEqualTo(dry.json().get("changes"));
        Files.writeString(file.folder().resolve("application.conf"), "weir.nothing = 1\n");
        refused(begin(Map.of(), "reload"), 1, "application.conf:1: weir.nothing: unknown key");
        assertThat(node.alive()).isTrue();
        file.write();
    }

    /** Whom nobody answers, and names that are none, are in {@link CommandLineIT}. */
    @Test
    void whoMayNotIsToldWhatItTakes() {
        WeirProcess wrong = begin(Map.of("WEIR_TOKEN", "nobody-0123456789abcdef"), "status", "--json");
        WeirProcess noToken = begin(Map.of("WEIR_TOKEN", ""), "connections");
        refused(wrong, 1, "No such token.");
        WeirProcess viewer = begin(Map.of("WEIR_TOKEN", VIEWER), "node", "drain");
        refused(noToken, 1, "asks for a token", "--token-file FILE or WEIR_TOKEN");
        refused(viewer, 1, "role is viewer", "asks for the role admin");
    }
}
