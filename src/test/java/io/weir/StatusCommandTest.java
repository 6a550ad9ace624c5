package io.weir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.cli.FakeNode;
import io.weir.cli.Screen;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code weir status} on wide and narrow terminals, with and without colour, and into a pipe. */
class StatusCommandTest {
    private FakeNode node;

    @BeforeEach
    void startNode() {
        node = FakeNode.start();
        node.on("GET /api/v1/cluster", 200, """
                {"name":"prod","self":"n0","controlPlane":true,"nodes":[
                 {"name":"n0","address":"10.0.0.1:17355","status":"up","reachable":true,"uptime":93784,"version":"0.1.0",
                  "connections":12345,"configHash":"ab12"},
                 {"name":"n1","address":"10.0.0.2:17355","status":"up","reachable":false,"uptime":null,"version":"0.1.0",
                  "connections":7,"configHash":"ab12"}]}""");
        node.on("GET /api/v1/listeners", 200, """
                {"listeners":[{"name":"web","pool":"web","addresses":["0.0.0.0:8080"],"bound":true,"paused":true,
                 "maxConnections":500,"connections":12,"totals":{"bytesIn":1536,"bytesOut":3221225472}}]}""");
        node.on("GET /api/v1/pools", 200, """
                {"pools":[{"name":"web","algorithm":"least-connections","balanceScope":"cluster","maxConnections":null,
                 "connections":{"total":12,"byNode":{"n0":12}},"healthCheck":{"type":"http"},"backends":[
                 {"id":"blue","pool":"web","address":"10.0.1.1:80","state":"ready","health":"up","reason":"L7OK 200 (2 of 3 nodes)",
                  "weight":1,"effectiveWeight":1,"maxConnections":100,"connections":{"total":12},"connectMillis":12.7,
                  "ejected":{}},
                 {"id":"10.0.1.2:80","pool":"web","address":"10.0.1.2:80","state":"draining","deadline":"5m",
                  "health":"down","healthOverride":"down","reason":"refused","weight":5,"effectiveWeight":0,"backup":true,
                  "maxConnections":null,"connections":{"total":0},"connectMillis":0,"ejected":{"n0":{},"n1":{}}}]}]}""");
        node.on("GET /api/v1/traffic", 200, """
                {"nodes":[{"node":"n0","listeners":[{"name":"web"}]},{"node":"n1","listeners":[{"name":"web",
                 "connections":3,"bytesIn":1,"bytesOut":2,"pool":"web","addresses":["0.0.0.0:8081"],"bound":true,
                 "paused":false,"maxConnections":null},{"name":"old","connections":1,"bytesIn":4,"bytesOut":5}]}],
                 "unanswered":["n2"]}""");
    }

    @AfterEach
    void stopNode() {
        node.close();
    }

    private ClientRun status(Screen screen, String... more) {
        String[] words = new String[more.length + 1];
        words[0] = "status";
        System.arraycopy(more, 0, words, 1, more.length);
        return ClientRun.in(Map.of("WEIR_URL", node.url()), screen, words);
    }

    @Test
    void aPipeGetsEverythingPlain() {
        ClientRun run = status(Screen.pipe());
        assertThat(run.out()).isEqualTo("""
                cluster prod, 2 nodes, asked n0

                NODE  STATUS       ADDRESS         CONNS  UPTIME  VERSION  FILE
                n0    up           10.0.0.1:17355    12k   1d 2h  0.1.0    ab12
                n1    unreachable  10.0.0.2:17355      7       -  0.1.0    ab12

                LISTENER  NODE  POOL  ADDRESS       STATE   CONNS  LIMIT       IN      OUT
                web       n0    web   0.0.0.0:8080  paused     12    500  1.5 KiB  3.0 GiB
                web       n1    web   0.0.0.0:8081  open        3    off      1 B      2 B
                old       n1    -     -             gone        1      -      4 B      5 B

                POOL  UP   ALGORITHM          COUNTS   CONNS  LIMIT  CHECK
                web   1/2  least-connections  cluster     12    off  http

                POOL  BACKEND               ADDRESS      STATE        HEALTH      CONNS  WEIGHT  LIMIT  CONNECT  REASON
                web   blue                  10.0.1.1:80  ready        up             12       1    100     13ms  L7OK 200 (2 of 3 nodes)
                web   10.0.1.2:80 (backup)               draining 5m  down (set)      0   5 (0)    off        -  ejected on n0, n1
                """);
        assertThat(run.err()).isEqualTo("weir: no answer from n2: what they have is not shown\n");
        assertThat(run.code()).isZero();
    }

    @Test
    void aNarrowTerminalGetsFewerColumnsAndNoLineWraps() {
        for (int width : List.of(1, 10, 40, 60, 80, 100)) {
            String out = status(new Screen(true, width, false, true)).out();
            assertThat(out.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(width));
        }
        String narrow = status(new Screen(true, 40, false, true)).out();
        assertThat(narrow)
                .contains("NODE  STATUS", "n1    unreachable", "web", "draining 5m", "down")
                .doesNotContain("REASON", "VERSION");
        assertThat(status(new Screen(true, 40, false, false)).out()).doesNotContain("…");
    }

    @Test
    void colourOnlyWhereTheScreenMayHaveIt() {
        assertThat(status(new Screen(true, 100, true, true)).out())
                .contains("\u001b[1;31munreachable\u001b[0m", "\u001b[32mup\u001b[0m");
        assertThat(status(new Screen(true, 100, false, true)).out()).doesNotContain("\u001b");
    }

    @Test
    void jsonHoldsTheNodesAnswersByName() throws IOException {
        JsonNode json = ClientCommandsTest.json(status(Screen.pipe(), "--json"));
        assertThat((Iterable<String>) json::fieldNames).containsExactly("cluster", "listeners", "pools", "traffic");
        assertThat(json.at("/cluster/nodes/1/reachable").asBoolean(true)).isFalse();
        assertThat(json.at("/listeners/0/name").asText()).isEqualTo("web");
        assertThat(json.at("/pools/0/backends/1/deadline").asText()).isEqualTo("5m");
    }

    @Test
    void aNodeThatIsCutOffSaysSo() {
        FakeNode alone = FakeNode.start();
        try (alone) {
            alone.on(
                    "GET /api/v1/cluster",
                    200,
                    "{\"name\":\"prod\",\"self\":\"n0\",\"controlPlane\":false,\"nodes\":[]}");
            alone.on("GET /api/v1/listeners", 200, "{\"listeners\":[]}");
            alone.on("GET /api/v1/pools", 200, "{\"pools\":[]}");
            alone.on("GET /api/v1/traffic", 200, "{\"nodes\":[],\"unanswered\":[]}");
            ClientRun run = ClientRun.of(alone.url(), "status");
            assertThat(run.code()).isZero();
            assertThat(run.out()).contains("part of no cluster at the moment");
        }
    }
}
