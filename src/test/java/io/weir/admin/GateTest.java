package io.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.weir.admin.api.Caller;
import io.weir.admin.api.Problem;
import io.weir.admin.api.Refused;
import io.weir.model.AdminSettings;
import io.weir.model.AdminSettings.Role;
import io.weir.model.AdminSettings.Token;
import io.weir.model.HostPort;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateTest {
    private static final List<Token> TOKENS =
            List.of(new Token("grafana", Role.VIEWER, "v-secret"), new Token("root", Role.ADMIN, "a-secret"));

    private static Gate gate(String host, List<Token> tokens) {
        return new Gate(() ->
                new AdminSettings(new HostPort(host, 7626), List.of("edge.example", "2001:db8::1"), tokens, null));
    }

    private static int status(Runnable judged) {
        try {
            judged.run();
            return 200;
        } catch (Refused refused) {
            return refused.problem().status();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Bearer v-secret, VIEWER, 200",
        "bearer  v-secret, VIEWER, 200",
        "Bearer a-secret, VIEWER, 200",
        "Bearer a-secret, OPERATOR, 200",
        "Bearer v-secret, OPERATOR, 403",
        "Bearer v-secre, VIEWER, 401",
        "Bearer v-secret1, VIEWER, 401",
        "Bearer, VIEWER, 401",
        "Basic v-secret, VIEWER, 401",
        ", VIEWER, 401"
    })
    void aTokenOpensWhatItsRoleAllows(@Nullable String header, Role needed, int expected) {
        assertThat(status(() -> gate("0.0.0.0", TOKENS).caller(header).require(needed, "this")))
                .isEqualTo(expected);
    }

    @Test
    void withoutTokensAnyoneMayRead() {
        assertThat(gate("127.0.0.1", List.of()).caller(null)).isEqualTo(Caller.ANYONE);
        assertThat(gate("0.0.0.0", List.of()).caller(null)).isEqualTo(Caller.ONLOOKER);
        assertThat(gate("0.0.0.0", List.of()).caller(null).may(Role.OPERATOR)).isFalse();
    }

    @Test
    void whoWritesIsKnownByTheTokensName() {
        assertThat(gate("0.0.0.0", TOKENS).caller("Bearer v-secret")).isEqualTo(new Caller("grafana", Role.VIEWER, ""));
    }

    @Test
    void whoIsNotKnownIsToldHowToAsk() {
        Problem problem = catchThrowableOfType(
                        Refused.class, () -> gate("127.0.0.1", TOKENS).caller(null))
                .problem();
        assertThat(problem.headers()).containsEntry("WWW-Authenticate", "Bearer realm=\"weir\"");
        assertThat(problem.detail()).contains("Authorization: Bearer");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1:7626, 200",
        "127.0.0.1, localhost:7626, 200",
        "127.0.0.1, [::1]:7626, 200",
        "127.0.0.1, 127.9.9.9, 200",
        "127.0.0.1, evil.example:7626, 403",
        "127.0.0.1, 127.0.0.1.evil.example, 403",
        "127.0.0.1, , 403",
        "127.0.0.1, [::1, 403",
        "192.0.2.1, 192.0.2.1:7626, 403",
    })
    void aWriteNeedsAHostThatIsOurs(String bind, @Nullable String host, int expected) {
        assertThat(status(() -> gate(bind, List.of()).write(host))).isEqualTo(expected);
    }

    @Test
    void withoutATokenWhoMayNotWriteIsToldHowToSetOne() {
        for (String bind : List.of("0.0.0.0", "::", "*", "192.0.2.1")) {
            Problem problem = catchThrowableOfType(
                            Refused.class, () -> gate(bind, List.of()).write("192.0.2.1:7626"))
                    .problem();
            assertThat(problem.status()).isEqualTo(403);
            assertThat(problem.detail())
                    .as(bind)
                    .contains(
                            "weir.admin.tokens = [{ name = ops, role = admin, token-file = \"/etc/weir/ops.token\" }]",
                            "SIGHUP",
                            "127.0.0.1");
        }
    }

    @Test
    void withATokenAnotherBindMayBeWritten() {
        Gate gate = gate("192.0.2.1", TOKENS);
        assertThat(status(() -> gate.write("192.0.2.1:7626"))).isEqualTo(200);
        assertThat(status(() -> gate.write("evil.example"))).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 192.0.2.7:7626, 200",
        "*, [2001:db8::1]:7626, 200",
        "::, 192.0.2.7, 200",
        "0.0.0.0, node1.example:7626, 403",
        "0.0.0.0, 192.0.2.7.evil.example, 403",
        "192.0.2.1, 192.0.2.7:7626, 403",
        "Node1.Example, node1.example:7626, 200",
    })
    void aBindOfEveryAddressIsMeantByEachAddressButByNoName(String bind, String host, int expected) {
        assertThat(status(() -> gate(bind, TOKENS).write(host))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "edge.example:7626, 200",
        "Edge.Example, 200",
        "[2001:db8::1]:7626, 200",
        "edge.example.evil.example, 403",
    })
    void whatIsListedIsOursToo(String host, int expected) {
        assertThat(status(() -> gate("0.0.0.0", TOKENS).write(host))).isEqualTo(expected);
        assertThat(status(() -> gate("127.0.0.1", List.of()).write(host))).isEqualTo(expected);
    }
}
