package io.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import io.weir.admin.api.Api;
import io.weir.admin.api.ReloadReport;
import io.weir.model.Algorithm;
import io.weir.observe.Event;
import io.weir.observe.EventType;
import io.weir.observe.Logging;
import io.weir.registry.ChangeReply;
import io.weir.registry.RegistryView;
import io.weir.routing.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The OpenAPI document says what the port does: the same routes, and answers that look as their schemas say. */
class ApiDocumentTest {
    private static final String BACKEND = "/api/v1/pools/{pool}/backends/{id}";

    @RegisterExtension
    static final Port PORT = new Port();

    private final Node node = new Node();
    private JsonNode document;

    @BeforeEach
    void serve() {
        PORT.serve(node);
        RegistryView.Pool pool = Views.pool(Tables.pool(Algorithm.ROUND_ROBIN, Tables.up("b1")));
        node.registry.view =
                () -> CompletableFuture.completedFuture(new RegistryView(1, true, Map.of(Tables.POOL, pool)));
        node.registry.answer(new ChangeReply.Done(pool, pool.backends().getFirst(), false, true, List.of("n2")));
        node.journal.add(new Event(EventType.BACKEND_STATE, 1, Map.of("to", "ready")));
        Port.Answer answer = PORT.ask("GET", "/api/v1/openapi.json");
        assertThat(answer.status()).isEqualTo(200);
        document = answer.json();
    }

    @Test
    void itIsWhole() {
        assertThat(document.get("openapi").asText()).isEqualTo("3.1.0");
        assertThat(document.at("/info/title").asText()).isNotBlank();
        assertThat(document.at("/info/version").asText()).isNotBlank();
        List<String> ids = new ArrayList<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    JsonNode operation = method.getValue();
                    String name = method.getKey() + " " + path.getKey();
                    ids.add(operation.get("operationId").asText());
                    assertThat(operation.get("summary").asText()).as(name).isNotBlank();
                    List<String> places = new ArrayList<>();
                    operation.get("parameters").forEach(parameter -> {
                        assertThat(parameter.get("schema").isObject()).as(name).isTrue();
                        if (parameter.get("in").asText().equals("path")) {
                            assertThat(parameter.get("required").asBoolean())
                                    .as(name)
                                    .isTrue();
                            places.add("{" + parameter.get("name").asText() + "}");
                        }
                    });
                    assertThat(places)
                            .as(name)
                            .isEqualTo(List.of(path.getKey().split("/")).stream()
                                    .filter(part -> part.startsWith("{"))
                                    .toList());
                    assertThat(operation.get("responses").size()).as(name).isGreaterThan(1);
                    operation
                            .get("responses")
                            .forEach(response -> assertThat(
                                            response.get("description").asText())
                                    .as(name)
                                    .isNotBlank());
                }));
        assertThat(ids).doesNotHaveDuplicates();
        for (JsonNode reference : document.findValues("$ref")) {
            assertThat(document.at(reference.asText().substring(1)).isMissingNode())
                    .as("%s", reference)
                    .isFalse();
        }
    }

    @Test
    void itHasTheRoutesThereAreAndNoOthers() {
        List<String> documented = new ArrayList<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> documented.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        List<String> routes = new ArrayList<>(new Api(node.sources().api()).routes());
        String here = PORT.ask("GET", "/nowhere").json().get("detail").asText();
        assertThat(here).startsWith("Here are /, ").endsWith(", /cluster/members and /api/v1.");
        for (String elsewhere :
                here.replaceAll("^Here are /, |, /cluster/members and .*", "").split(", ")) {
            routes.add("GET " + elsewhere);
        }
        assertThat(routes).contains("GET /alive", "GET /ready", "GET /metrics");
        // Which of Pekko's there are is asked of a running node, in ApiDocumentIT
        assertThat(documented.stream().filter(route -> !route.startsWith("GET /cluster/")))
                .containsExactlyInAnyOrderElementsOf(routes);
    }

    @Test
    void anotherReaderOfSuchDocumentsUnderstandsIt() {
        assertThat(complaints(document)).isEmpty();
    }

    /** What the reader would let pass does not show that the document is good. */
    @Test
    void theOtherReaderComplainsOfEachFault() {
        Map<String, Consumer<ObjectNode>> faults = Map.of(
                "no title", whole -> at(whole, "/info").remove("title"),
                "paths in a list", whole -> whole.putArray("paths"),
                "no description",
                        whole -> at(whole, "/paths/~1alive/get/responses/200").remove("description"),
                "a strange field", whole -> at(whole, "/paths/~1alive/get").put("sumary", "x"),
                "a parameter nowhere",
                        whole -> at(whole, "/paths/~1ready/get/parameters/0").put("in", "nowhere"),
                "a parameter without a name",
                        whole -> at(whole, "/paths/~1ready/get/parameters/0").remove("name"),
                "a place that is not told",
                        whole -> at(whole, "/paths/~1cluster~1members~1{address}/get")
                                .putArray("parameters"));
        faults.forEach((name, fault) -> {
            ObjectNode broken = document.deepCopy();
            fault.accept(broken);
            assertThat(complaints(broken)).as(name).isNotEmpty();
        });
    }

    private static ObjectNode at(ObjectNode document, String pointer) {
        return (ObjectNode) document.at(pointer);
    }

    private static List<String> complaints(JsonNode document) {
        SwaggerParseResult read = new OpenAPIV3Parser().readContents(document.toString(), null, new ParseOptions());
        return read.getMessages();
    }

    @Test
    void answersLookAsTheirSchemasSay() {
        Map<String, String> reads = Map.ofEntries(
                Map.entry("/api/v1/cluster", "Cluster"),
                Map.entry("/api/v1/listeners", "Listeners"),
                Map.entry("/api/v1/listeners/web", "Listener"),
                Map.entry("/api/v1/pools", "Pools"),
                Map.entry("/api/v1/pools/web", "Pool"),
                Map.entry("/api/v1/pools/web/backends", "Backends"),
                Map.entry("/api/v1/pools/web/backends/b1", "Backend"),
                Map.entry("/api/v1/connections", "LiveConnections"),
                Map.entry("/api/v1/traffic", "Traffic"),
                Map.entry("/api/v1/events", "Events"),
                Map.entry("/api/v1/log/level", "LogLevel"));
        reads.forEach((path, schema) -> fits(PORT.ask("GET", path).json(), schema));
        fits(PORT.ask("GET", "/alive").json(), "Alive");
        fits(PORT.ask("GET", "/ready").json(), "Ready");
        fits(PORT.ask("GET", "/ready?listener=web").json(), "Ready");
        fits(PORT.ask("GET", "/cluster/members").json(), "Problem");
        String one = "/api/v1/pools/web/backends/b1";
        fits(PORT.send("PATCH", one, "{\"weight\":1}").json(), "BackendChanged");
        fits(PORT.ask("GET", "/api/v1/pools/nowhere").json(), "Problem");
        fits(PORT.send("PATCH", one, "{\"weight\":-1}").json(), "Problem");
        node.registry.answer(new ChangeReply.Gone(true, true, List.of()));
        fits(PORT.ask("DELETE", one).json(), "Going");
    }

    @Test
    void answersToActsLookAsTheirSchemasSay() {
        node.acts.report = new ReloadReport(
                false,
                true,
                List.of(
                        new ReloadReport.Change("changed", "weir.a", 1, null),
                        new ReloadReport.Change("added", "weir.b", null, Map.of("on", true))),
                List.of("weir.c"),
                List.of(new ReloadReport.Hidden("weir.d", "5", "\"x\"")));
        done(200, "POST", "/api/v1/reload", "/api/v1/reload", "");
        done(200, "POST", "/api/v1/reload", "/api/v1/reload?dryRun=true", "");
        done(200, "POST", "/api/v1/node/drain", "/api/v1/node/drain", "");
        done(200, "POST", "/api/v1/node/ready", "/api/v1/node/ready", "");
        done(202, "POST", "/api/v1/node/leave", "/api/v1/node/leave", "");
        done(200, "PATCH", "/api/v1/listeners/{listener}", "/api/v1/listeners/web", "{\"paused\":true}");
        String level = "{\"level\":\"" + Logging.level().word() + "\"}";
        done(200, "PUT", "/api/v1/log/level", "/api/v1/log/level", level);
        RegistryView.Pool pool = Views.pool(Tables.pool(Algorithm.ROUND_ROBIN, Tables.up("b1")));
        for (boolean created : new boolean[] {true, false}) {
            node.registry.answer(new ChangeReply.Done(pool, null, created, true, List.of("n2")));
            done(created ? 201 : 200, "PUT", "/api/v1/pools/{pool}", "/api/v1/pools/late", "{}");
            node.registry.answer(new ChangeReply.Done(pool, pool.backends().getFirst(), created, false, List.of()));
            String put = "{\"address\":\"127.0.0.1:1\"}";
            done(created ? 201 : 200, "PUT", BACKEND, "/api/v1/pools/web/backends/b1", put);
        }
        done(202, "DELETE", BACKEND + "/overrides", "/api/v1/pools/web/backends/b1/overrides", "");
        node.registry.answer(new ChangeReply.Gone(false, true, List.of("n2")));
        done(202, "DELETE", "/api/v1/pools/{pool}", "/api/v1/pools/late", "");
    }

    /** Does it, and looks whether the answer is one that the document has for the route. */
    private void done(int status, String method, String route, String path, String body) {
        Port.Answer answer = body.isEmpty() ? PORT.ask(method, path) : PORT.send(method, path, body);
        assertThat(answer.status()).as("%s %s: %s", method, path, answer).isEqualTo(status);
        JsonNode schema = document.get("paths")
                .get(route)
                .get(method.toLowerCase(Locale.ROOT))
                .at("/responses/" + status + "/content/application~1json/schema");
        assertThat(schema.isObject()).as("%s %s has %s", method, route, status).isTrue();
        check(method + " " + route, answer.json(), schema);
    }

    private void fits(JsonNode value, String schema) {
        check(schema, value, document.at("/components/schemas/" + schema));
    }

    /** As much of JSON Schema as the document uses, and stricter: a field that no schema names is a fault. */
    private void check(String at, JsonNode value, JsonNode schema) {
        if (schema.isEmpty()) {
            return;
        }
        if (schema.has("$ref")) {
            check(at, value, document.at(schema.get("$ref").asText().substring(1)));
            return;
        }
        if (schema.has("allOf")) {
            TreeSet<String> known = new TreeSet<>();
            schema.get("allOf").forEach(part -> {
                JsonNode whole =
                        part.has("$ref") ? document.at(part.get("$ref").asText().substring(1)) : part;
                fields(at, value, whole);
                whole.get("properties").fieldNames().forEachRemaining(known::add);
            });
            value.fieldNames().forEachRemaining(name -> assertThat(known).as(at).contains(name));
            return;
        }
        if (schema.has("enum")) {
            assertThat(schema.get("enum")).as(at).contains(value);
            return;
        }
        if (schema.has("type")) {
            List<String> types = new ArrayList<>();
            if (schema.get("type").isArray()) {
                schema.get("type").forEach(type -> types.add(type.asText()));
            } else {
                types.add(schema.get("type").asText());
            }
            assertThat(types).as("%s: %s", at, value).contains(type(value, types));
        }
        if (value.isArray() && schema.has("items")) {
            value.forEach(each -> check(at + "[]", each, schema.get("items")));
        }
        if (value.isObject()) {
            fields(at, value, schema);
            value.properties().forEach(each -> {
                boolean named = schema.path("properties").has(each.getKey());
                assertThat(named || schema.path("additionalProperties").isObject())
                        .as("%s.%s is in the document", at, each.getKey())
                        .isTrue();
                if (!named) {
                    check(at + ".*", each.getValue(), schema.get("additionalProperties"));
                }
            });
        }
    }

    private void fields(String at, JsonNode value, JsonNode schema) {
        schema.path("required")
                .forEach(name -> assertThat(value.has(name.asText()))
                        .as("%s.%s is in the answer", at, name.asText())
                        .isTrue());
        schema.path("properties").properties().forEach(each -> {
            if (value.has(each.getKey())) {
                check(at + "." + each.getKey(), value.get(each.getKey()), each.getValue());
            }
        });
    }

    private static String type(JsonNode value, List<String> allowed) {
        return switch (value.getNodeType()) {
            case STRING -> "string";
            case BOOLEAN -> "boolean";
            case ARRAY -> "array";
            case OBJECT -> "object";
            case NULL -> "null";
            default -> value.isIntegralNumber() && allowed.contains("integer") ? "integer" : "number";
        };
    }
}
