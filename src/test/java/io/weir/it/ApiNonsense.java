package io.weir.it;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.kit.JsonNonsense;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Requests by chance: the operations of an OpenAPI document with good and bad names, parameters and bodies, and now and then a
 * method and a path that nobody thought of. None of them stops the node, opens a stream or makes the log verbose.
 */
final class ApiNonsense {
    static final List<String> METHODS =
            List.of("GET", "HEAD", "PUT", "PATCH", "POST", "DELETE", "OPTIONS", "TRACE", "FETCH", "get");
    private static final List<String> NAMES = List.of("web", "green", "b1", "b2", "x", "y", "late");
    static final List<String> ODD_NAMES =
            List.of("", ".", "..", "a b", "é\u2028", "%", "a/b", "\u0000", "*", "x".repeat(400), "n1-lflc-1025");
    private static final List<String> PIECES = List.of(
            "/api/v1",
            "/pools",
            "/web",
            "/backends",
            "/b1",
            "/cluster",
            "/members",
            "/metrics",
            "/dashboard",
            "//",
            "/..",
            "%",
            "%zz",
            "%00",
            "?",
            "#",
            "&a=%",
            ";",
            "\\",
            "{}",
            "[::1]",
            "*",
            "/ready",
            "?listener=",
            "/alive");
    static final List<String> WORDS = List.of(
            "1", "0", "-1", "1000", "5m", "1s", "-5m", "soon", "true", "false", "", "off", "é", "b1", "127.0.0.1");
    static final List<String> FIELDS =
            List.of("algorithm", "healthCheck", "queue", "connect", "wieght", "backends", "");
    static final List<String> VALUES = JsonNonsense.and(
            "\"maintenance\"",
            "\"down\"",
            "\"green\"",
            "\"info\"",
            "\"" + "y".repeat(9000) + "\"",
            "{\"type\":\"none\"}",
            "{\"type\":\"http\",\"interval\":\"1s\"}",
            "[".repeat(3000),
            "[".repeat(900) + "]".repeat(900));
    static final List<String> HEADERS = List.of(
            "If-Match: *",
            "If-Match: \"v\"",
            "If-Match: W/\"v\"",
            "If-Match: \"",
            "Last-Event-ID: 5",
            "Content-Type: text/plain",
            "Accept: ?/?",
            "Authorization: Bearer \u0001",
            "Origin: http://elsewhere.example",
            "Host: elsewhere.example",
            "X");

    /** One of them. */
    record Request(String method, String target, String body, List<String> headers) {}

    /**
     * What may be asked.
     *
     * @param path with places in braces
     * @param query the parameters it knows
     * @param fields of its body; none where it takes none, or any
     */
    record Operation(String method, String path, List<String> query, List<String> fields) {
        boolean takesBody() {
            return !fields.isEmpty() || method.equals("PUT");
        }
    }

    private final List<Operation> operations;
    private final RandomGenerator random;
    private final String backend;

    /** Over the operations of a document; backends that are added are all at one address. */
    ApiNonsense(JsonNode document, RandomGenerator random, String backend) {
        this.operations = operations(document);
        this.random = random;
        this.backend = "\"" + backend + "\"";
    }

    /** All that can be asked often without an end of the node or of the answer. */
    static List<Operation> operations(JsonNode document) {
        List<Operation> operations = new ArrayList<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(each -> {
                    String name = path.getKey();
                    boolean endless =
                            each.getValue().at("/responses/200/content").has("text/event-stream");
                    if (!endless && !name.endsWith("/leave")) {
                        operations.add(operation(document, each.getKey(), name, each.getValue()));
                    }
                }));
        return operations;
    }

    private static Operation operation(JsonNode document, String method, String path, JsonNode said) {
        List<String> query = new ArrayList<>();
        said.path("parameters").forEach(parameter -> {
            if (parameter.get("in").asText().equals("query")) {
                query.add(parameter.get("name").asText());
            }
        });
        List<String> fields = new ArrayList<>();
        String schema =
                said.at("/requestBody/content/application~1json/schema/$ref").asText();
        if (!schema.isEmpty()) {
            document.at(schema.substring(1)).path("properties").fieldNames().forEachRemaining(fields::add);
        }
        return new Operation(method.toUpperCase(Locale.ROOT), path, query, fields);
    }

    Request next() {
        List<String> headers = once(5) ? List.of(pick(HEADERS)) : List.of();
        if (once(6)) {
            StringBuilder target = new StringBuilder("/");
            for (int i = random.nextInt(6); i > 0; i--) {
                target.append(pick(PIECES));
            }
            return new Request(pick(METHODS), target.toString(), once(3) ? body(List.of()) : "", headers);
        }
        Operation operation = pick(operations);
        StringBuilder target = new StringBuilder();
        for (String part : operation.path().substring(1).split("/")) {
            target.append('/').append(part.startsWith("{") ? encoded(once(5) ? pick(ODD_NAMES) : pick(NAMES)) : part);
        }
        for (int i = once(3) ? 1 + random.nextInt(2) : 0; i > 0; i--) {
            String name = operation.query().isEmpty() || once(8) ? "x" : pick(operation.query());
            target.append(target.indexOf("?") < 0 ? '?' : '&')
                    .append(name)
                    .append('=')
                    .append(encoded(pick(WORDS)));
        }
        String method = once(12) ? pick(METHODS) : operation.method();
        boolean wanted = operation.takesBody();
        if (wanted && headers.isEmpty() && method.equals(operation.method()) && once(30)) {
            return new Request(method, target.toString(), "{" + " ".repeat(70_000) + "}", List.of());
        }
        return new Request(method, target.toString(), wanted != once(12) ? body(operation.fields()) : "", headers);
    }

    private String body(List<String> fields) {
        StringBuilder text = new StringBuilder("{");
        for (int i = random.nextInt(4); i > 0; i--) {
            String field = fields.isEmpty() || once(8) ? pick(FIELDS) : pick(fields);
            String value = field.equals("address") && !once(4) ? backend : pick(VALUES);
            text.append(text.length() > 1 ? "," : "")
                    .append('"')
                    .append(field)
                    .append("\":")
                    .append(value);
        }
        text.append('}');
        return once(12) ? text.substring(random.nextInt(text.length())) : text.toString();
    }

    static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private boolean once(int in) {
        return random.nextInt(in) == 0;
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
