package io.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.Algorithm;
import io.weir.registry.ChangeReply;
import io.weir.registry.Precondition;
import io.weir.registry.Precondition.Tags;
import io.weir.registry.RegistryView;
import io.weir.routing.Tables;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** If-Match and If-None-Match, after RFC 9110, section 13. */
class ConditionalRequestsTest {
    private static final String POOL = "/api/v1/pools/" + Tables.POOL;
    private static final String B1 = POOL + "/backends/b1";

    @RegisterExtension
    static final Port PORT = new Port();

    private final Node node = new Node();

    @BeforeEach
    void serve() {
        PORT.serve(node);
        RegistryView.Pool pool = Views.pool(Tables.pool(Algorithm.ROUND_ROBIN, Tables.up("b1")));
        node.registry.view =
                () -> CompletableFuture.completedFuture(new RegistryView(1, true, Map.of(Tables.POOL, pool)));
        node.registry.answer(new ChangeReply.Done(pool, pool.backends().getFirst(), false, true, List.of()));
    }

    private Precondition asked(String... headers) {
        node.registry.asked.clear();
        assertThat(PORT.send("PATCH", B1, "{\"weight\":5}", headers).status()).isEqualTo(200);
        return node.registry.asked.getFirst().condition();
    }

    /** Whoever sends it takes his change for guarded. */
    @Test
    void whatHasNoTagIsNotChangedForOne() {
        for (List<String> each : List.of(
                List.of("PATCH", "/api/v1/listeners/web", "{\"paused\":true}"),
                List.of("DELETE", "/api/v1/connections/n1-lflc-1025", ""),
                List.of("PUT", "/api/v1/log/level", "{\"level\":\"info\"}"),
                List.of("POST", "/api/v1/node/drain", ""))) {
            Port.Answer answer = PORT.send(each.get(0), each.get(1), each.get(2), "If-Match: \"v1\"");
            assertThat(answer.status()).as("%s: %s", each, answer).isEqualTo(412);
            assertThat(answer.json().get("detail").asText()).contains("has no ETag", each.get(0));
            assertThat(PORT.send(each.get(0), each.get(1), each.get(2), "If-Match: *")
                            .status())
                    .as("%s", each)
                    .isNotEqualTo(412);
        }
        assertThat(PORT.ask("GET", "/api/v1/listeners", "If-Match: \"v1\"").status())
                .isEqualTo(200);
    }

    private static Precondition match(String... tags) {
        return new Precondition(new Tags(false, Set.of(tags)), null);
    }

    @Test
    void aChangeIsForTheTagsThatAreNamed() {
        assertThat(asked()).isEqualTo(Precondition.NONE);
        assertThat(asked("If-Match: \"v1\"")).isEqualTo(match("v1"));
        assertThat(asked("If-Match: v1")).as("a shell took the quotes").isEqualTo(match("v1"));
        assertThat(asked("If-Match: *")).isEqualTo(new Precondition(Tags.ANY, null));
        assertThat(asked("If-Match: \"v1\", \"v,2\" ,, \"\"")).isEqualTo(match("v1", "v,2", ""));
        assertThat(asked("If-Match: \"v1\"", "If-Match: \"v2\"")).isEqualTo(match("v1", "v2"));
        assertThat(asked("If-None-Match: *")).isEqualTo(new Precondition(null, Tags.ANY));
        assertThat(asked("If-None-Match: \"v1\", W/\"v2\"", "If-Match: \"v3\""))
                .isEqualTo(new Precondition(new Tags(false, Set.of("v3")), new Tags(false, Set.of("v1", "v2"))));
    }

    @Test
    void aWeakTagMatchesNothingStrongly() {
        assertThat(asked("If-Match: W/\"v1\", \"v2\"")).isEqualTo(match("v2"));
        assertThat(asked("If-Match: W/\"v1\"")).isEqualTo(match());
    }

    @Test
    void whatIsNoListOfTagsIsMalformed() {
        for (String header :
                List.of("x y", "\"v1\" \"v2\"", "\"v1", "*, \"v1\"", "W/v1", ",", " ".repeat(4000) + "?")) {
            for (String name : List.of("If-Match: ", "If-None-Match: ")) {
                Port.Answer answer = PORT.send("PATCH", B1, "{\"weight\":5}", name + header);
                assertThat(answer.status()).as("%s", header).isEqualTo(400);
                assertThat(answer.json().get("detail").asText()).contains("with commas in between, or *");
            }
        }
        assertThat(node.registry.asked).isEmpty();
    }

    @Test
    void whatIsReadAgainIsWholeAsHealthAndCountsChangeWithoutTheTag() {
        for (String path : List.of(B1, POOL)) {
            Port.Answer whole = PORT.ask("GET", path);
            String tag = whole.header("ETag");
            assertThat(whole.status()).isEqualTo(200);
            for (String any : List.of(tag, "W/" + tag, "\"other\", " + tag, "*", "\"other\"")) {
                Port.Answer again = PORT.ask("GET", path, "If-None-Match: " + any);
                assertThat(again.status()).as("%s %s", path, any).isEqualTo(200);
                assertThat(again.header("ETag")).isEqualTo(tag);
                assertThat(again.header("Cache-Control")).isEqualTo("no-store");
                assertThat(again.body()).isEqualTo(whole.body());
            }
            assertThat(PORT.ask("GET", path, "If-Match: \"other\", " + tag).status())
                    .isEqualTo(200);
            assertThat(PORT.ask("GET", path, "If-Match: \"other\"").status()).isEqualTo(412);
        }
        assertThat(PORT.ask("GET", POOL + "/backends/none", "If-Match: *").status())
                .isEqualTo(404);
    }
}
