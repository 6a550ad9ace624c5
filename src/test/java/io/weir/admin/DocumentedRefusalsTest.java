package io.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.model.AdminSettings.Role;
import io.weir.model.AdminSettings.Token;
import io.weir.model.Algorithm;
import io.weir.registry.ChangeReply;
import io.weir.registry.RegistryView;
import io.weir.routing.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The OpenAPI document tells for each route which role it takes and with what it may be refused. */
class DocumentedRefusalsTest {
    @RegisterExtension
    static final Port PORT = new Port();

    private static final String VIEWER = "Authorization: Bearer viewers-secret";
    private static final String OPERATOR = "Authorization: Bearer operators-secret";
    private static final String ADMIN = "Authorization: Bearer admins-secret";

    private final Node node = new Node();

    /** A route of the document. */
    private record Operation(String method, String path, JsonNode said) {
        boolean streams() {
            return path.endsWith("/stream");
        }

        Role role() {
            return Role.valueOf(said.get("x-weir-role").asText().toUpperCase(Locale.ROOT));
        }

        boolean tells(int status) {
            return said.get("responses").has("" + status);
        }
    }

    private final List<Operation> operations = new ArrayList<>();

    @BeforeEach
    void serve() {
        PORT.serve(
                node,
                new Token("vic", Role.VIEWER, "viewers-secret"),
                new Token("otto", Role.OPERATOR, "operators-secret"),
                new Token("ann", Role.ADMIN, "admins-secret"));
        RegistryView.Pool pool = Views.pool(Tables.pool(Algorithm.ROUND_ROBIN, Tables.up("b1")));
        node.registry.view =
                () -> CompletableFuture.completedFuture(new RegistryView(1, true, Map.of(Tables.POOL, pool)));
        node.registry.answer(new ChangeReply.Done(pool, pool.backends().getFirst(), false, true, List.of()));
        JsonNode document = PORT.ask("GET", "/api/v1/openapi.json", ADMIN).json();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(each -> {
                    if (path.getKey().startsWith("/api/v1/")) {
                        operations.add(new Operation(
                                each.getKey().toUpperCase(Locale.ROOT),
                                path.getKey()
                                        .replace("{listener}", "web")
                                        .replace("{pool}", Tables.POOL)
                                        .replace("connections/{id}", "connections/n1-lflc-1025")
                                        .replace("{id}", "b1"),
                                each.getValue()));
                    }
                }));
        assertThat(operations).hasSizeGreaterThan(20);
    }

    @Test
    void rolesAreThoseThatAreAskedFor() {
        for (Operation each : operations) {
            assertThat(PORT.ask(each.method(), each.path()).status())
                    .as("%s", each)
                    .isEqualTo(401);
            if (!each.streams()) {
                refuses(each, VIEWER, each.role() != Role.VIEWER);
                refuses(each, OPERATOR, each.role() == Role.ADMIN);
            }
        }
    }

    private static void refuses(Operation each, String token, boolean wanted) {
        int status = PORT.ask(each.method(), each.path(), token).status();
        assertThat(status == 403)
                .as("%s %s: %s", each.method(), each.path(), status)
                .isEqualTo(wanted);
    }

    @Test
    void whateverItIsRefusedWithIsTold() {
        TreeSet<Integer> seen = new TreeSet<>();
        for (Operation each : operations) {
            List<Port.Answer> answers = new ArrayList<>();
            answers.add(PORT.ask(each.method(), each.path()));
            answers.add(PORT.ask(each.method(), each.path() + "?nonsense=1", ADMIN));
            String nowhere = each.path().replace("/web", "/wbe").replace("/" + Tables.POOL, "/wbe");
            if (!each.method().equals("GET")) {
                answers.add(PORT.ask(each.method(), each.path(), VIEWER));
                answers.add(PORT.ask(each.method(), each.path(), ADMIN, "Host: evil.example"));
                answers.add(PORT.send(each.method(), each.path(), "{\"nonsense\":1}", ADMIN));
            } else if (!each.streams()) {
                answers.add(PORT.ask(each.method(), nowhere, ADMIN));
            }
            if (each.said().has("requestBody")) {
                answers.add(PORT.ask(each.method(), each.path(), ADMIN));
                answers.add(PORT.send(each.method(), each.path(), " ".repeat(70_000), ADMIN));
                for (String body : List.of("[", "{\"weight\":-1}", "{\"maxConnections\":0}", "{\"level\":\"loud\"}")) {
                    answers.add(PORT.send(each.method(), each.path(), body, ADMIN));
                }
            }
            if (!each.method().equals("GET") && each.path().contains("/pools/")) {
                List<ChangeReply.Kind> kinds = new ArrayList<>(List.of(ChangeReply.Kind.values()));
                if (each.method().equals("DELETE")) {
                    kinds.remove(ChangeReply.Kind.RANGE);
                }
                for (ChangeReply.Kind kind : kinds) {
                    node.registry.answer(new ChangeReply.Refused(kind, "no such luck"));
                    answers.add(PORT.send(each.method(), each.path(), BODIES.get(each.method()), ADMIN));
                }
            }
            if (each.method().equals("GET") && each.tells(412)) {
                answers.add(PORT.ask(each.method(), each.path(), ADMIN, "If-Match: W/\"1\""));
            }
            for (Port.Answer answer : answers) {
                seen.add(answer.status());
                assertThat(each.tells(answer.status()))
                        .as("%s %s tells of %s", each.method(), each.path(), answer)
                        .isTrue();
            }
        }
        assertThat(seen).contains(400, 401, 403, 404, 409, 412, 413, 415, 422);
    }

    private static final Map<String, String> BODIES =
            Map.of("PUT", "{\"address\":\"127.0.0.1:1\"}", "PATCH", "{\"weight\":1}", "DELETE", "");
}
