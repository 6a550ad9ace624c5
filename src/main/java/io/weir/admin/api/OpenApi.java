package io.weir.admin.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The routes as an OpenAPI 3.1 document: it is made of the routes themselves, so that none can be missing, and of what {@code
 * openapi.json} among the resources says of their bodies and answers, and of the routes elsewhere on the port.
 */
final class OpenApi {
    private static final String RESOURCE = "/io/weir/admin/openapi.json";
    private static final String SCHEMAS = "#/components/schemas/";
    private static final Map<Integer, String> PROBLEMS = new TreeMap<>(Map.of(
            400, "The request is malformed",
            401, "No token, or an unknown one",
            403, "The role is not enough, or the Host is not ours",
            404, "There is no such thing; those there are are named",
            409, "The state of things forbids it",
            412, "If-Match or If-None-Match rules out what is there",
            413, "The body is too long",
            415, "The body does not call itself JSON, or is compressed",
            422, "A value is out of range",
            503, "There is no answer to be had at the moment"));

    private final JsonMapper mapper = JsonMapper.builder().build();
    private final List<Endpoint> endpoints = new ArrayList<>();
    private @Nullable ByteString text;

    /** Of these and its own route. */
    static List<Endpoint> with(List<Endpoint> others) {
        OpenApi document = new OpenApi();
        document.endpoints.addAll(others);
        document.endpoints.add(Endpoint.read(
                "openapi.json", call -> CompletableFuture.completedFuture(new Reply(200, document.text(), Map.of()))));
        return document.endpoints;
    }

    /** Made when it is first asked for; twice where two ask at once, and the same both times. */
    private ByteString text() {
        ByteString made = text;
        if (made == null) {
            made = ByteString.fromString(document() + "\n");
            text = made;
        }
        return made;
    }

    private ObjectNode document() {
        JsonNode said = said();
        ObjectNode document = mapper.createObjectNode().put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "Weir")
                .put("version", "1")
                .put("description", "A TCP load balancer's nodes and what they balance; see docs/api.md.");
        document.putArray("servers").addObject().put("url", "/");
        ArrayNode security = document.putArray("security");
        security.addObject();
        security.addObject().putArray("token");
        ObjectNode paths = document.putObject("paths");
        for (Endpoint endpoint : endpoints) {
            String path = Api.BASE + "/" + String.join("/", endpoint.path());
            ObjectNode item = paths.withObjectProperty(path);
            operation(endpoint, said, item.putObject(endpoint.method().toLowerCase(Locale.ROOT)));
        }
        said.get("elsewhere").properties().forEach(each -> paths.set(each.getKey(), each.getValue()));
        ObjectNode components = document.putObject("components");
        components.set("schemas", said.get("schemas"));
        components
                .putObject("securitySchemes")
                .putObject("token")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "One of weir.admin.tokens; where there is none, nothing is asked for.");
        return document;
    }

    private void operation(Endpoint endpoint, JsonNode said, ObjectNode to) {
        JsonNode of = said.path("operations").path(endpoint.toString());
        to.put("operationId", id(endpoint));
        to.put("summary", of.path("summary").asText(endpoint.toString()));
        to.putArray("tags").add(endpoint.path().getFirst());
        to.put("x-weir-role", endpoint.role().word());
        parameters(endpoint, said.get("parameters"), to.putArray("parameters"));
        if (endpoint.takesBody()) {
            ObjectNode body = to.putObject("requestBody").put("required", true);
            schema(of.path("body").asText(""), body.putObject("content").putObject("application/json"));
        }
        ObjectNode responses = to.putObject("responses");
        JsonNode answers = of.path("answers");
        if (answers.isMissingNode()) {
            responses.putObject("2XX").put("description", "Done");
        }
        answers.properties().forEach(each -> answer(each.getValue().asText(), responses.putObject(each.getKey())));
        for (int status : problems(endpoint)) {
            ObjectNode problem = responses.putObject("" + status).put("description", PROBLEMS.get(status));
            schema("Problem", problem.putObject("content").putObject("application/problem+json"));
        }
    }

    private static void answer(String schema, ObjectNode to) {
        to.put("description", "Done");
        if (schema.equals("text/event-stream")) {
            to.putObject("content").putObject(schema).putObject("schema").put("type", "string");
        } else if (!schema.isEmpty()) {
            schema(schema, to.putObject("content").putObject("application/json"));
        }
    }

    private static void schema(String name, ObjectNode to) {
        ObjectNode schema = to.putObject("schema");
        if (name.isEmpty()) {
            schema.put("type", "object");
        } else {
            schema.put("$ref", SCHEMAS + name);
        }
    }

    private static void parameters(Endpoint endpoint, JsonNode known, ArrayNode to) {
        for (String part : endpoint.path()) {
            if (part.startsWith("{")) {
                ObjectNode place = to.addObject()
                        .put("name", part.substring(1, part.length() - 1))
                        .put("in", "path")
                        .put("required", true);
                place.putObject("schema").put("type", "string");
            }
        }
        for (String name : new TreeSet<>(endpoint.query())) {
            ObjectNode parameter = to.addObject().put("name", name).put("in", "query");
            JsonNode of = known.path(name);
            if (of.isObject()) {
                parameter.setAll((ObjectNode) of);
            } else {
                parameter.putObject("schema").put("type", "string");
            }
        }
        if (endpoint.isTagged()) {
            header(to, Task.IF_MATCH, "ETags of which the backend or pool is to have one, or *");
            if (!endpoint.method().equals("GET")) {
                header(
                        to,
                        Task.IF_NONE_MATCH,
                        "ETags of which it is to have none; * where it is not to be there at all");
            }
        }
        if (endpoint.path().equals(List.of("events", "stream"))) {
            header(to, Task.LAST_EVENT_ID, "As since, which it goes before");
        }
    }

    private static void header(ArrayNode to, String name, String description) {
        ObjectNode header = to.addObject().put("name", name).put("in", "header").put("description", description);
        header.putObject("schema").put("type", "string");
    }

    private static Set<Integer> problems(Endpoint endpoint) {
        Set<Integer> all = new TreeSet<>(Set.of(400, 401, 503));
        if (endpoint.path().stream().anyMatch(part -> part.startsWith("{"))) {
            all.add(404);
        }
        if (!endpoint.query().isEmpty()) {
            all.add(422);
        }
        if (!endpoint.method().equals("GET")) {
            all.addAll(Set.of(403, 409, 412));
        }
        if (endpoint.takesBody()) {
            all.addAll(Set.of(413, 415, 422));
        }
        if (endpoint.isTagged()) {
            all.add(412);
        }
        return all;
    }

    /** Such as {@code patchPoolsBackendsById}. */
    private static String id(Endpoint endpoint) {
        StringBuilder id = new StringBuilder(endpoint.method().toLowerCase(Locale.ROOT));
        for (String part : endpoint.path()) {
            boolean place = part.startsWith("{");
            String word = place ? part.substring(1, part.length() - 1) : part.replaceAll("[^A-Za-z0-9]", "");
            id.append(place ? "By" : "")
                    .append(Character.toUpperCase(word.charAt(0)))
                    .append(word.substring(1));
        }
        return id.toString();
    }

    private JsonNode said() {
        try (InputStream in = OpenApi.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("no " + RESOURCE);
            }
            return mapper.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
