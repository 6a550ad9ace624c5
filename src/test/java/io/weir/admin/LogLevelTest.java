package io.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.AdminSettings.Role;
import io.weir.model.AdminSettings.Token;
import io.weir.model.LogLevel;
import io.weir.observe.Event;
import io.weir.observe.Logging;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is logged, changed while the node runs. */
class LogLevelTest {
    @RegisterExtension
    static final Port PORT = new Port();

    private static final String LEVEL = "/api/v1/log/level";
    private static final String ROOT = "Authorization: Bearer admin";

    private final Node node = new Node();
    private final LogLevel before = Logging.level();

    @BeforeEach
    void serve() {
        Logging.level(LogLevel.WARN);
        PORT.serve(node, new Token("root", Role.ADMIN, "admin"), new Token("pager", Role.OPERATOR, "operator"));
    }

    @AfterEach
    void asBefore() {
        Logging.level(before);
    }

    @Test
    void anAdminChangesItAndThatIsAnEvent() {
        Port.Answer changed = PORT.send("PUT", LEVEL, "{\"level\":\"error\"}", ROOT);
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().get("level").asText()).isEqualTo("error");
        assertThat(Logging.level()).isEqualTo(LogLevel.ERROR);
        assertThat(PORT.ask("GET", LEVEL, ROOT).json()).isEqualTo(changed.json());
        Event event = node.journal.recent().getFirst();
        assertThat(event.type()).isEqualTo("log-level");
        assertThat(event.details())
                .containsEntry("old", "warn")
                .containsEntry("new", "error")
                .containsEntry("by", "root");
        assertThat(event.details().get("from")).matches("127\\.0\\.0\\.1:\\d+");
    }

    @Test
    void whatIsNoLevelOrNoAdminChangesNothing() {
        for (String body :
                new String[] {"{}", "{\"level\":null}", "{\"level\":3}", "{\"level\":\"warn\",\"x\":1}", "[]"}) {
            assertThat(PORT.send("PUT", LEVEL, body, ROOT).status()).as(body).isEqualTo(400);
        }
        assertThat(PORT.send("PUT", LEVEL, "{\"level\":\"loud\"}", ROOT).status())
                .isEqualTo(422);
        assertThat(PORT.send("PUT", LEVEL, "{\"level\":\"debug\"}", "Authorization: Bearer operator")
                        .status())
                .isEqualTo(403);
        assertThat(Logging.level()).isEqualTo(LogLevel.WARN);
        assertThat(node.journal.recent()).isEmpty();
    }
}
