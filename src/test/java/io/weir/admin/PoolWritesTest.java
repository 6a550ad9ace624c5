package io.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import io.weir.model.Algorithm;
import io.weir.registry.Change;
import io.weir.registry.ChangeReply;
import io.weir.registry.Precondition;
import io.weir.registry.RegistryView;
import io.weir.routing.Tables;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolWritesTest {
    @RegisterExtension
    static final Port PORT = new Port();

    private final Node node = new Node();
    private final RegistryView.Pool pool = Views.pool(Tables.pool(Algorithm.ROUND_ROBIN, Tables.up("b1")));

    @BeforeEach
    void serve() {
        PORT.serve(node);
        node.registry.answer(new ChangeReply.Done(pool, null, true, true, List.of()));
    }

    @Test
    void aPoolIsAddedWithTheFilesKeysInCamelCase() {
        String body = "{\"algorithm\":\"first\",\"healthCheck\":{\"interval\":\"1s\"},\"maxConnections\":null}";
        Port.Answer answer = PORT.send("PUT", "/api/v1/pools/extra", body);
        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
        assertThat(answer.json().get("durable").asBoolean()).isTrue();
        assertThat(node.registry.asked.getFirst().change()).isEqualTo(new Change.PutPool("extra", body));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"algorithm\":\"fastest\"}|422|algorithm",
                "{\"algoritm\":\"first\"}|400|algoritm",
                "{\"healthCheck\":{\"interval\":\"0s\"},\"maxConnections\":0}|422|maxConnections",
                "{\"healthCheck\":{\"fastInterval\":\"soon\"}}|400|healthCheck.fastInterval",
                "{\"algorithm\":5}|400|algorithm",
                "{\"maxConnections\":\"many\"}|400|maxConnections",
                "{\"maxConnections\":[1]}|400|maxConnections",
                "{\"connect\":7}|400|connect",
                "{\"backends\":[]}|400|backends",
                "{\"maxConnections\":\"5\"}|400|maxConnections: \"5\" is text; write 5",
                "{\"healthCheck\":{\"rise\":\"4\"}}|400|healthCheck.rise: \"4\" is text",
                "{\"max-connections\":1,\"maxConnections\":2}|400|as max-connections and as maxConnections",
                "{\"healthCheck\":{\"fastInterval\":1,\"fast-interval\":2}}|400|healthCheck.fastInterval: is there twice",
                "[]|400|object",
                "{|400|JSON"
            })
    void whatIsWrongIsSaid(String body, int status, String named) {
        Port.Answer answer = PORT.send("PUT", "/api/v1/pools/extra", body);
        assertThat(answer.status()).as("%s", answer).isEqualTo(status);
        assertThat(answer.json().get("detail").asText()).contains(named);
        assertThat(node.registry.asked).isEmpty();
    }

    @Test
    void eachFieldThatIsWrongIsPointedAt() {
        Port.Answer answer = PORT.send(
                "PUT", "/api/v1/pools/extra", "{\"healthCheck\":{\"fastInterval\":\"9d\"},\"maxConnections\":0}");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().get("errors"))
                .extracting(error -> error.get("pointer").asText())
                .containsExactlyInAnyOrder("#/healthCheck/fastInterval", "#/maxConnections");
    }

    @Test
    void keysThatAreNoneAreToldWithThoseThatABodyMayHave() {
        Port.Answer answer =
                PORT.send("PUT", "/api/v1/pools/extra", "{\"backends\":[],\"name\":\"x\",\"algorithm\":\"frist\"}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("errors"))
                .extracting(error -> error.get("pointer").asText())
                .containsExactlyInAnyOrder("#/backends", "#/name", "#/algorithm");
        assertThat(answer.json().get("detail").asText())
                .contains(
                        "name: unknown key; allowed: algorithm, ",
                        " maxConnections,",
                        "PUT each below /pools/extra/backends")
                .doesNotContain("belongs in", "max-connections", " backends,");
    }

    /** Held against the file's own defaults, so that a new number is not forgotten. */
    @Test
    void noNumberOfAPoolIsTakenInQuotes() {
        Config pool = ConfigFactory.parseResources("reference.conf").getConfig("weir.pools.\"*\"");
        List<String> numbers = pool.withoutPath("backends").entrySet().stream()
                .filter(each -> each.getValue().valueType() == ConfigValueType.NUMBER)
                .map(Map.Entry::getKey)
                .toList();
        assertThat(numbers).contains("health-check.rise", "connect.attempts");
        for (String key : numbers) {
            String body = ConfigFactory.empty()
                    .withValue(key, ConfigValueFactory.fromAnyRef("7"))
                    .root()
                    .render(ConfigRenderOptions.concise());
            Port.Answer answer = PORT.send("PUT", "/api/v1/pools/extra", body);
            assertThat(answer.status()).as("%s: %s", key, answer).isEqualTo(400);
            assertThat(answer.json().get("detail").asText()).endsWith(": \"7\" is text; write 7.");
        }
    }

    @Test
    void aNameThatIsNone() {
        assertThat(PORT.send("PUT", "/api/v1/pools/%20x", "{}").status()).isEqualTo(422);
    }

    @Test
    void itsVersionIsInTheAnswerAndAskedForByIfMatch() {
        Port.Answer answer = PORT.send("PUT", "/api/v1/pools/extra", "{}", "If-Match: \"x\"");
        assertThat(answer.header("ETag")).isEqualTo("\"p1\"");
        assertThat(answer.json().get("etag").asText()).isEqualTo("p1");
        PORT.ask("DELETE", "/api/v1/pools/extra", "If-Match: *");
        assertThat(node.registry.asked)
                .extracting(FakeRegistry.Asked::condition)
                .containsExactly(
                        new Precondition(new Precondition.Tags(false, Set.of("x")), null),
                        new Precondition(Precondition.Tags.ANY, null));
        node.registry.answer(new ChangeReply.Refused(ChangeReply.Kind.PRECONDITION, "pool extra was changed since"));
        Port.Answer late = PORT.send("PUT", "/api/v1/pools/extra", "{}", "If-Match: \"x\"");
        assertThat(late.status()).isEqualTo(412);
        assertThat(late.json().get("detail").asText()).isEqualTo("Pool extra was changed since.");
        assertThat(PORT.send("PUT", "/api/v1/pools/extra", "{}", "If-Match: x y")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aPoolIsDeleted() {
        node.registry.answer(new ChangeReply.Gone(false, true, List.of()));
        assertThat(PORT.ask("DELETE", "/api/v1/pools/extra").status()).isEqualTo(204);
        assertThat(node.registry.asked.getFirst().change()).isEqualTo(new Change.DeletePool("extra"));
        node.registry.answer(new ChangeReply.Gone(false, false, List.of()));
        Port.Answer answer = PORT.ask("DELETE", "/api/v1/pools/extra");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().get("durable").asBoolean(true)).isFalse();
    }
}
