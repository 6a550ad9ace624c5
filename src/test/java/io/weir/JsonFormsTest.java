package io.weir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.cli.FakeNode;
import io.weir.cli.Surroundings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Every command in the form for programs: what the node said and nothing else, with the fields this version has no name for. */
class JsonFormsTest {
    /** Of what comes behind a value others say nothing, and a program that reads on would. */
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final String ANSWER = """
            {"id":"b2","state":"draining","connections":{"total":0,"byNode":{}},"durable":true,"unconfirmed":[],
             "later":{"field":[1,null,"\\u20ac"]}}""";

    /** Words, what is asked for, and the status of the answer; it has a body unless that is 204. */
    record Form(String words, String asked, int status) {
        @Override
        public String toString() {
            return words;
        }
    }

    static Stream<Form> forms() {
        String b2 = "/api/v1/pools/web/backends/b2";
        return Stream.of(
                new Form("backend list", "GET /api/v1/pools", 200),
                new Form("backend list web", "GET /api/v1/pools/web/backends", 200),
                new Form("backend add web 127.0.0.1:1 --id b2", "PUT " + b2, 201),
                new Form("backend set web b2 --weight 5", "PATCH " + b2, 200),
                new Form("backend set web b2 --max-connections off --health up", "PATCH " + b2, 200),
                new Form("backend drain web b2", "PATCH " + b2, 200),
                new Form("backend drain web b2 --deadline 5m", "PATCH " + b2, 200),
                new Form("backend drain web b2 --wait", "PATCH " + b2, 200),
                new Form("backend ready web b2", "PATCH " + b2, 200),
                new Form("backend maintenance web b2", "PATCH " + b2, 200),
                new Form("backend reset web b2", "DELETE " + b2 + "/overrides", 202),
                new Form("backend reset web b2", "DELETE " + b2 + "/overrides", 204),
                new Form("backend remove web b2", "DELETE " + b2, 202),
                new Form("backend remove web b2 --deadline 30s", "DELETE " + b2 + "?deadline=30s", 202),
                new Form("backend remove web b2 --force", "DELETE " + b2 + "?force=true", 204),
                new Form("listener pause web", "PATCH /api/v1/listeners/web", 200),
                new Form("listener resume web", "PATCH /api/v1/listeners/web", 200),
                new Form("listener set web --pool green", "PATCH /api/v1/listeners/web", 200),
                new Form("connection kill a-1", "DELETE /api/v1/connections/a-1", 204),
                new Form("events", "GET /api/v1/events", 200),
                new Form("events --since 10m --limit 5", "GET /api/v1/events?since=10m&limit=5", 200),
                new Form("reload", "POST /api/v1/reload", 200),
                new Form("reload --dry-run", "POST /api/v1/reload?dryRun=true", 200),
                new Form("node drain", "POST /api/v1/node/drain", 200),
                new Form("node ready", "POST /api/v1/node/ready", 200),
                new Form("node leave", "POST /api/v1/node/leave", 202));
    }

    private static ClientRun run(FakeNode node, String words) {
        return ClientRun.of(node.url(), (words + " --json").split(" "));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void isWhatTheNodeSaid(Form form) throws Exception {
        try (FakeNode node = FakeNode.start()) {
            node.on(form.asked(), form.status(), form.status() == 204 ? "" : ANSWER);
            ClientRun run = run(node, form.words());
            assertThat(run.code()).as("%s", run).isZero();
            assertThat(run.err()).isEmpty();
            JsonNode said = JSON.readTree(form.status() == 204 ? "{}" : ANSWER);
            assertThat(JSON.readTree(run.out())).isEqualTo(said);
            assertThat(node.lines()).first().isEqualTo(form.asked());
        }
    }

    /** What is wrong is for people also where the answer is for programs: these look at the exit code. */
    @ParameterizedTest
    @MethodSource("forms")
    void aRefusalIsNoAnswer(Form form) {
        try (FakeNode node = FakeNode.start()) {
            node.on(form.asked(), 409, "{\"detail\":\"No such luck.\"}");
            assertThat(run(node, form.words())).isEqualTo(new ClientRun(1, "", "weir: No such luck.\n"));
        }
    }

    @Test
    void statusAndConnectionsAreMadeOfSeveralAnswers() throws Exception {
        try (FakeNode node = FakeNode.start()) {
            node.on("GET /api/v1/cluster", 200, "{\"name\":\"weir\",\"self\":\"n0\",\"nodes\":[]}");
            node.on("GET /api/v1/listeners", 200, "{\"listeners\":[{\"name\":\"web\"}]}");
            node.on("GET /api/v1/pools", 200, "{\"pools\":[{\"name\":\"web\",\"later\":1}]}");
            node.on("GET /api/v1/traffic", 200, "{\"nodes\":[{\"node\":\"n0\"}],\"unanswered\":[]}");
            node.on(
                    "GET /api/v1/connections?limit=100",
                    200,
                    "{\"connections\":[{\"id\":\"a\",\"later\":1}],\"next\":null}");
            assertThat(JSON.readTree(run(node, "status").out())).isEqualTo(JSON.readTree("""
                    {"cluster":{"name":"weir","self":"n0","nodes":[]},"listeners":[{"name":"web"}],
                     "pools":[{"name":"web","later":1}],"traffic":[{"node":"n0"}]}"""));
            assertThat(JSON.readTree(run(node, "connections").out()))
                    .isEqualTo(JSON.readTree(
                            "{\"connections\":[{\"id\":\"a\",\"later\":1}],\"unanswered\":[],\"next\":null}"));
        }
    }

    /** All but the one for the eye. */
    @Test
    void noCommandIsForgotten() {
        CommandLine root = WeirCommand.line(Surroundings.here(), Ansi.OFF);
        List<String> clients = new ArrayList<>();
        for (String words : DocumentedCommandsTest.leaves(root, "")) {
            CommandLine command = root;
            for (String word : words.split(" ")) {
                command = command.getSubcommands().get(word);
            }
            if (command.getCommandSpec().findOption("--url") != null) {
                clients.add(words);
            }
        }
        clients.removeAll(List.of("top", "status", "connections"));
        assertThat(clients)
                .hasSizeGreaterThan(15)
                .allSatisfy(words ->
                        assertThat(forms()).as(words).anyMatch(form -> (form.words() + " ").startsWith(words + " ")));
    }
}
