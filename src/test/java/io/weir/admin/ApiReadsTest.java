package io.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.admin.api.Problem;
import io.weir.admin.api.Refused;
import io.weir.model.AdminSettings.Role;
import io.weir.model.AdminSettings.Token;
import io.weir.model.Algorithm;
import io.weir.model.Off;
import io.weir.model.WhenAllDown;
import io.weir.registry.RegistryView;
import io.weir.routing.BackendInput;
import io.weir.routing.PoolInput;
import io.weir.routing.Tables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ApiReadsTest {
    @RegisterExtension
    static final Port PORT = new Port();

    private final Node node = new Node();
    private final BackendInput first = Tables.up("b1", 5, 100, false);
    private final BackendInput second =
            Tables.up("[::1]:9001", 1, Off.COUNT, true).withEjected(true);

    @BeforeEach
    void publish() {
        node.publish(first, second);
        PoolInput pool = Tables.pool(Algorithm.ROUND_ROBIN, WhenAllDown.REFUSE, 1000, List.of(first, second));
        node.registry.view = () -> CompletableFuture.completedFuture(Views.of(pool));
    }

    private static JsonNode get(String path) {
        Port.Answer answer = PORT.ask("GET", path);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        return answer.json();
    }

    @Test
    void aBackendWithAllItsParts() {
        PORT.serve(node);
        JsonNode b1 = get("/api/v1/pools/web/backends/b1");
        assertThat(b1.get("id").asText()).isEqualTo("b1");
        assertThat(b1.get("pool").asText()).isEqualTo("web");
        assertThat(b1.get("address").asText()).isEqualTo(first.key().address().toString());
        assertThat(b1.get("origin").asText()).isEqualTo("file");
        assertThat(b1.get("backup").asBoolean(true)).isFalse();
        assertThat(b1.get("state").asText()).isEqualTo("ready");
        assertThat(b1.get("health").asText()).isEqualTo("up");
        assertThat(b1.get("since").asText()).isEqualTo("2026-11-22T12:14:56.789Z");
        assertThat(b1.get("weight").asInt()).isEqualTo(5);
        assertThat(b1.get("effectiveWeight").asInt()).isEqualTo(5);
        assertThat(b1.get("maxConnections").asInt()).isEqualTo(100);
        assertThat(b1.get("ejected")).isEmpty();
        assertThat(b1.get("overrides").isObject()).isTrue();
        assertThat(b1.get("totals").get("connections").asInt(-1)).isZero();
        assertThat(b1.get("connectMillis").isNumber()).isTrue();
    }

    @Test
    void anIdWithColonsAndBracketsAsItIsOrEscaped() {
        PORT.serve(node);
        for (String id : new String[] {"%5B%3A%3A1%5D%3A9001", "%5B::1%5D:9001"}) {
            JsonNode backend = get("/api/v1/pools/web/backends/" + id);
            assertThat(backend.get("id").asText()).isEqualTo("[::1]:9001");
            assertThat(backend.get("maxConnections").isNull()).isTrue();
            assertThat(backend.get("backup").asBoolean()).isTrue();
            assertThat(backend.get("ejected").get("n1").get("forMillis").asInt())
                    .isEqualTo(12_000);
            assertThat(backend.get("ejected").get("n2")).isEmpty();
        }
    }

    private static List<String> names(JsonNode list, String field) {
        List<String> names = new ArrayList<>();
        list.forEach(each -> names.add(each.get(field).asText()));
        return names;
    }

    @Test
    void backendsAndPoolsComeAPageAtATime() {
        List<BackendInput> many = new ArrayList<>();
        for (int i = 0; i < 205; i++) {
            many.add(Tables.up("b" + (204 - i)));
        }
        PoolInput whole = Tables.pool(Algorithm.ROUND_ROBIN, many.toArray(BackendInput[]::new));
        Map<String, RegistryView.Pool> pools = new LinkedHashMap<>();
        for (String name : List.of("web", "api", "db")) {
            pools.put(name, Views.pool(Tables.named(name, whole)));
        }
        node.registry.view = () -> CompletableFuture.completedFuture(new RegistryView(1, true, pools));
        PORT.serve(node);
        String path = "/api/v1/pools/web/backends";
        assertThat(get(path).get("backends")).hasSize(205);
        assertThat(get(path).has("next")).isFalse();
        assertThat(names(get(path).get("backends"), "id").getFirst())
                .as("the file's order")
                .isEqualTo("b204");
        TreeSet<String> seen = new TreeSet<>();
        JsonNode page = get(path + "?limit=100");
        assertThat(page.get("backends")).hasSize(100);
        seen.addAll(names(page.get("backends"), "id"));
        page = get(path + "?after=" + page.get("next").asText());
        assertThat(page.get("backends")).as("a hundred where nothing is said").hasSize(100);
        seen.addAll(names(page.get("backends"), "id"));
        page = get(path + "?limit=5&after=" + page.get("next").asText());
        assertThat(page.get("next").isNull()).as("exactly the last").isTrue();
        seen.addAll(names(page.get("backends"), "id"));
        assertThat(seen).hasSize(205);

        JsonNode some = get("/api/v1/pools?limit=2&backends=false");
        assertThat(names(some.get("pools"), "name")).containsExactly("api", "db");
        assertThat(some.get("pools").get(0).has("backends")).isFalse();
        assertThat(some.get("next").asText()).isEqualTo("db");
        assertThat(names(get("/api/v1/pools?after=db").get("pools"), "name")).containsExactly("web");
        assertThat(names(get("/api/v1/pools").get("pools"), "name")).containsExactly("web", "api", "db");
        assertThat(get("/api/v1/pools").get("pools").get(2).get("backends")).hasSize(205);
        assertThat(get("/api/v1/pools/web?backends=false").has("backends")).isFalse();
        for (String bad : List.of("?limit=0", "?limit=1001")) {
            assertThat(PORT.ask("GET", path + bad).status()).as(bad).isEqualTo(422);
        }
        for (String bad : List.of("?limit=x", "?after=", "?backends=false")) {
            assertThat(PORT.ask("GET", path + bad).status()).as(bad).isEqualTo(400);
        }
    }

    @Test
    void connectionsAreCountedByNode() {
        PORT.serve(node);
        JsonNode backend = get("/api/v1/pools/web/backends/b1").get("connections");
        assertThat(backend.get("total").asInt()).isEqualTo(3);
        assertThat(backend.get("byNode").get("n1").asInt()).isEqualTo(1);
        assertThat(backend.get("byNode").get("n2").asInt()).isEqualTo(2);
        JsonNode pool = get("/api/v1/pools/web").get("connections");
        assertThat(pool.get("total").asInt()).isEqualTo(6);
        assertThat(pool.get("byNode").get("n2").asInt()).isEqualTo(4);
    }

    @Test
    void whatWasSaidAtRunTimeStandsBesideWhatTheFileSays() {
        PORT.serve(node);
        JsonNode weight = get("/api/v1/pools/web/backends/b1").get("overrides").get("weight");
        assertThat(weight.get("value").asInt()).isEqualTo(5);
        assertThat(weight.get("fileValue").asInt()).isEqualTo(1);
        assertThat(weight.get("by").asText()).isEqualTo("pager");
        assertThat(weight.get("at").asText()).isEqualTo("2026-11-22T12:14:56.789Z");
    }

    @Test
    void aBackendsVersionIsInItsHeadersToo() {
        PORT.serve(node);
        Port.Answer answer = PORT.ask("GET", "/api/v1/pools/web/backends/b1");
        assertThat(answer.header("ETag")).isEqualTo("\"e1\"");
        assertThat(answer.json().get("etag").asText()).isEqualTo("e1");
    }

    @Test
    void soIsAPools() {
        PORT.serve(node);
        for (String path : List.of("/api/v1/pools/web", "/api/v1/pools/web?backends=false")) {
            Port.Answer answer = PORT.ask("GET", path);
            assertThat(answer.header("ETag")).isEqualTo("\"p1\"");
            assertThat(answer.json().get("etag").asText()).isEqualTo("p1");
        }
    }

    @Test
    void everyVoteIsShown() {
        PORT.serve(node);
        JsonNode vote = get("/api/v1/pools/web/backends/b1").get("votes").get("n1");
        assertThat(vote.get("health").asText()).isEqualTo("up");
        assertThat(vote.get("reason").asText()).isEqualTo("connected");
        assertThat(vote.get("step").asText()).isEqualTo("3/3");
        assertThat(vote.get("ageMillis").asInt()).isEqualTo(40);
    }

    @Test
    void poolsWithTheirBackendsInTheFilesOrder() {
        PORT.serve(node);
        JsonNode pool = get("/api/v1/pools").get("pools").get(0);
        assertThat(pool).isEqualTo(get("/api/v1/pools/web"));
        assertThat(pool.get("name").asText()).isEqualTo("web");
        assertThat(pool.get("algorithm").asText()).isEqualTo("round-robin");
        assertThat(pool.get("maxConnections").asInt()).isEqualTo(1000);
        assertThat(pool.get("healthCheck").get("type").asText()).isEqualTo("tcp");
        assertThat(pool.get("backends").findValuesAsText("id")).containsExactly("b1", "[::1]:9001");
        assertThat(get("/api/v1/pools/web/backends").get("backends")).isEqualTo(pool.get("backends"));
    }

    @Test
    void aPoolSaysWhetherAnotherNodesFileDiffers() {
        PORT.serve(node);
        assertThat(get("/api/v1/pools/web").get("divergent").asBoolean(true)).isFalse();
        node.seesDivergent(Tables.POOL);
        assertThat(get("/api/v1/pools/web").get("divergent").asBoolean()).isTrue();
        assertThat(get("/api/v1/pools").get("pools").get(0).get("divergent").asBoolean())
                .isTrue();
        assertThat(get("/api/v1/pools?backends=false")
                        .get("pools")
                        .get(0)
                        .get("divergent")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void listeners() {
        PORT.serve(node);
        JsonNode web = get("/api/v1/listeners/web");
        assertThat(get("/api/v1/listeners").get("listeners").get(0)).isEqualTo(web);
        assertThat(web.get("pool").asText()).isEqualTo("web");
        assertThat(web.get("bind").get(0).asText()).isEqualTo("0.0.0.0:8080");
        assertThat(web.get("bound").asBoolean()).isTrue();
        assertThat(web.get("paused").asBoolean(true)).isFalse();
        assertThat(web.get("maxConnections").isNull()).isTrue();
        assertThat(web.get("connections").asInt(-1)).isZero();
    }

    @Test
    void whoAsksIsToldWhoHeIsTakenFor() {
        PORT.serve(node);
        assertThat(get("/api/v1/cluster").get("caller").toString())
                .isEqualTo("{\"name\":\"anyone\",\"role\":\"admin\"}");
    }

    @Test
    void aTokenIsToldItsNameAndRole() {
        PORT.serve(node, new Token("ann", Role.OPERATOR, "s3cret"));
        Port.Answer answer = PORT.ask("GET", "/api/v1/cluster", "Authorization: Bearer s3cret");
        assertThat(answer.json().get("caller").toString()).isEqualTo("{\"name\":\"ann\",\"role\":\"operator\"}");
    }

    @Test
    void theCluster() {
        PORT.serve(node);
        JsonNode cluster = get("/api/v1/cluster");
        assertThat(cluster.get("self").asText()).isEqualTo("n1");
        assertThat(cluster.get("controlPlane").asBoolean(true)).isFalse();
        JsonNode self = cluster.get("nodes").get(0);
        assertThat(self.get("name").asText()).isEqualTo("n1");
        assertThat(self.get("status").asText()).isEqualTo("unjoined");
        assertThat(self.get("uptime").asInt()).isEqualTo(12);
        assertThat(self.get("configHash").isNull()).isTrue();
    }

    @Test
    void whatIsNotThereIsToldApartFromWhatIs() {
        PORT.serve(node);
        for (String path : new String[] {
            "/api/v1/pools/wbe", "/api/v1/pools/wbe/backends", "/api/v1/pools/wbe/backends/b1", "/api/v1/listeners/wbe"
        }) {
            Port.Answer answer = PORT.ask("GET", path);
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.json().get("detail").asText()).contains("wbe").contains("web");
        }
        Port.Answer answer = PORT.ask("GET", "/api/v1/pools/web/backends/b9");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().get("detail").asText())
                .contains("There is no backend b9 in pool web; there are: ")
                .contains("b1");
        assertThat(PORT.ask("GET", "/api/v1/pool").json().get("detail").asText())
                .contains("/api/v1/pools");
    }

    @Test
    void anotherMethodIsToldWhichOnesGo() {
        PORT.serve(node);
        Port.Answer answer = PORT.send("POST", "/api/v1/pools", "{}");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("GET, HEAD");
    }

    @Test
    void readsNeedATokenWhereThereIsOne() {
        PORT.serve(node, new Token("t", Role.VIEWER, "s3cret"));
        assertThat(PORT.ask("GET", "/api/v1/pools").status()).isEqualTo(401);
        assertThat(PORT.ask("GET", "/api/v1/nothing").status()).isEqualTo(401);
        assertThat(PORT.ask("GET", "/api/v1/pools", "Authorization: Bearer s3cret")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aRegistryThatDoesNotAnswerIsSaid() {
        PORT.serve(node);
        node.registry.view =
                () -> CompletableFuture.failedFuture(new Refused(Problem.of(503, "Service Unavailable", "not now")));
        assertThat(PORT.ask("GET", "/api/v1/pools").status()).isEqualTo(503);
        node.registry.view = () -> CompletableFuture.failedFuture(new IllegalStateException("fault"));
        assertThat(PORT.ask("GET", "/api/v1/pools").status()).isEqualTo(500);
        assertThat(PORT.ask("GET", "/api/v1/listeners").status()).isEqualTo(200);
    }
}
