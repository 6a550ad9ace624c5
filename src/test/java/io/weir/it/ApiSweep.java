package io.weir.it;

import static io.weir.it.ApiNonsense.encoded;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.it.ApiNonsense.Operation;
import io.weir.it.ApiNonsense.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Each odd value at each place of each operation once, the same ones in every run: what must be found must not be left to
 * chance. {@link ApiNonsense} finds what only several of them together bring out.
 */
final class ApiSweep {
    private static final List<String> NONE = List.of();

    private final String backend;
    private final List<Request> requests = new ArrayList<>();

    private ApiSweep(String backend) {
        this.backend = backend;
    }

    /** Over the operations of a document; backends that are added are all at one address. */
    static List<Request> of(JsonNode document, String backend) {
        ApiSweep sweep = new ApiSweep("\"" + backend + "\"");
        ApiNonsense.operations(document).forEach(sweep::operation);
        return sweep.requests;
    }

    private void operation(Operation operation) {
        String path = path(operation, "", "");
        String body = operation.takesBody() ? body(operation, "", "") : "";
        Stream.of(operation.path().split("/"))
                .filter(part -> part.startsWith("{"))
                .forEach(place -> ApiNonsense.ODD_NAMES.forEach(
                        name -> add(operation, path(operation, place, encoded(name)), body, NONE)));
        operation
                .query()
                .forEach(parameter -> ApiNonsense.WORDS.forEach(
                        word -> add(operation, path + "?" + parameter + "=" + encoded(word), body, NONE)));
        add(operation, path + "?x=1", body, NONE);
        ApiNonsense.HEADERS.forEach(header -> add(operation, path, body, List.of(header)));
        ApiNonsense.METHODS.forEach(method -> requests.add(new Request(method, path, "", NONE)));
        if (operation.takesBody()) {
            ApiNonsense.VALUES.forEach(value -> add(operation, path, value, NONE));
            add(operation, path, "{" + " ".repeat(70_000) + "}", NONE);
            Stream.concat(operation.fields().stream(), ApiNonsense.FIELDS.stream())
                    .distinct()
                    .forEach(field -> ApiNonsense.VALUES.forEach(
                            value -> add(operation, path, body(operation, field, value), NONE)));
        } else {
            add(operation, path, "{}", NONE);
        }
    }

    private void add(Operation operation, String target, String body, List<String> headers) {
        requests.add(new Request(operation.method(), target, body, headers));
    }

    /** With good names but for one place; what a file names is not where it could be replaced. */
    private static String path(Operation operation, String place, String name) {
        boolean comesAndGoes =
                operation.method().equals("PUT") || operation.method().equals("DELETE");
        boolean ofPool = operation.path().endsWith("{pool}");
        StringBuilder path = new StringBuilder();
        for (String part : operation.path().substring(1).split("/")) {
            path.append('/')
                    .append(
                            switch (part) {
                                case String same when same.equals(place) -> name;
                                case "{pool}" -> comesAndGoes && ofPool ? "late" : "web";
                                case "{listener}" -> "web";
                                case "{id}" -> comesAndGoes ? "x" : "b1";
                                case String other -> other.startsWith("{") ? "x" : other;
                            });
        }
        return path.toString();
    }

    /** With one field, and whatever it needs beside it. */
    private String body(Operation operation, String field, String value) {
        List<String> members = new ArrayList<>();
        if (operation.fields().contains("address") && !field.equals("address")) {
            members.add("\"address\":" + backend);
        }
        if (field.equals("deadline")) {
            members.add("\"state\":\"draining\"");
        }
        if (!value.isEmpty()) {
            members.add("\"" + field + "\":" + value);
        }
        return "{" + String.join(",", members) + "}";
    }
}
