package io.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.AdminSettings.Role;
import io.weir.model.AdminSettings.Token;
import io.weir.model.Algorithm;
import io.weir.registry.ChangeReply;
import io.weir.registry.RegistryView;
import io.weir.routing.Tables;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may do what. */
class RolesTest {
    @RegisterExtension
    static final Port PORT = new Port();

    private final Node node = new Node();

    @BeforeEach
    void serve() {
        PORT.serve(
                node,
                new Token("grafana", Role.VIEWER, "viewer"),
                new Token("pager", Role.OPERATOR, "operator"),
                new Token("root", Role.ADMIN, "admin"));
        RegistryView.Pool pool = Views.pool(Tables.pool(Algorithm.ROUND_ROBIN, Tables.up("b1")));
        node.registry.answer(new ChangeReply.Done(pool, pool.backends().getFirst(), false, true, List.of()));
    }

    /** Else anybody with a token could have the node read what he may not send. */
    @Test
    void whoMayNotIsToldSoBeforeHisBodyIsLookedAt() {
        String backend = "/api/v1/pools/web/backends/b1";
        assertThat(PORT.ask("PUT", backend, "Authorization: Bearer operator").status())
                .isEqualTo(403);
        assertThat(PORT.ask("PUT", backend, "Authorization: Bearer admin").status())
                .as("the body is missing")
                .isEqualTo(415);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET|pools||200|200|200",
                "GET|events||200|200|200",
                "GET|openapi.json||200|200|200",
                "GET|log/level||200|200|200",
                "PATCH|pools/web/backends/b1|{\"weight\":1}|403|200|200",
                "PATCH|pools/web/backends/b1|{\"state\":\"drain\"}|403|200|200",
                "PATCH|pools/web/backends/b1|{\"healthOverride\":\"up\"}|403|200|200",
                "PATCH|pools/web/backends/b1|{\"maxConnections\":9}|403|403|200",
                "PATCH|pools/web/backends/b1|{\"maxConnections\":null}|403|403|200",
                "PUT|pools/web/backends/b1|{\"address\":\"a:1\"}|403|403|200",
                "DELETE|pools/web/backends/b1||403|403|204",
                "DELETE|pools/web/backends/b1/overrides||403|403|204",
                "DELETE|pools/web||403|403|204",
            })
    void eachRoleDoesWhatTheOnesBeforeItDoAndMore(
            String method, String path, String body, int viewer, int operator, int admin) {
        int[] expected = {viewer, operator, admin};
        String[] tokens = {"viewer", "operator", "admin"};
        for (int i = 0; i < tokens.length; i++) {
            String token = "Authorization: Bearer " + tokens[i];
            Port.Answer answer = body == null
                    ? PORT.ask(method, "/api/v1/" + path, token)
                    : PORT.send(method, "/api/v1/" + path, body, token);
            assertThat(answer.status()).as("%s: %s", tokens[i], answer).isEqualTo(expected[i]);
        }
        Port.Answer nobody = PORT.ask(method, "/api/v1/" + path);
        assertThat(nobody.status()).isEqualTo(401);
        if (!method.equals("GET")) {
            assertThat(node.registry.asked)
                    .extracting(FakeRegistry.Asked::by)
                    .containsOnly(operator < 300 ? new String[] {"pager", "root"} : new String[] {"root"});
        }
    }
}
