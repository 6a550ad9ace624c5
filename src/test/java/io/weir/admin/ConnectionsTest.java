package io.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.model.AdminSettings.Role;
import io.weir.model.AdminSettings.Token;
import io.weir.model.ConnectionPlace;
import io.weir.model.LiveConnection;
import io.weir.model.Off;
import io.weir.registry.inquiry.ConnectionsAsk;
import io.weir.registry.inquiry.ConnectionsPart;
import io.weir.registry.inquiry.Form;
import io.weir.registry.inquiry.Inquired;
import io.weir.registry.inquiry.KillAsk;
import io.weir.registry.inquiry.KillPart;
import io.weir.registry.inquiry.TrafficPart;
import io.weir.registry.peer.Blob;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Live connections and counters of the cluster, as the admin port shows them. */
class ConnectionsTest {
    @RegisterExtension
    static final Port PORT = new Port();

    private static final String ID = "/api/v1/connections/n2-lflc-1025";

    private final Node node = new Node();
    private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
    private volatile Inquired answer = new Inquired(Map.of(), List.of(), false);

    private record Asked(
            String about, Blob question, @Nullable String node) {}

    @BeforeEach
    void serve() {
        node.inquirer = (about, question, only) -> {
            asked.add(new Asked(about, question, only));
            return CompletableFuture.completedFuture(answer);
        };
        PORT.serve(
                node,
                new Token("grafana", Role.VIEWER, "viewer"),
                new Token("pager", Role.OPERATOR, "operator"),
                new Token("root", Role.ADMIN, "admin"));
    }

    private static Port.Answer get(String path) {
        return PORT.ask("GET", "/api/v1/" + path, "Authorization: Bearer viewer");
    }

    private static LiveConnection live(String run, long since, long number, @Nullable String backend) {
        return new LiveConnection(
                new ConnectionPlace(since, run, number),
                InetAddress.ofLiteral("192.0.2.7"),
                5000,
                "web",
                "shop",
                backend,
                61_000,
                7,
                12,
                34,
                backend == null ? LiveConnection.State.DIALLING : LiveConnection.State.HALF_CLOSED);
    }

    private ConnectionsAsk lastAsked() {
        return Form.read(List.copyOf(asked).getLast().question(), ConnectionsAsk.class)
                .orElseThrow();
    }

    @Test
    void connectionsOfAllNodesAreShownInOneOrderWithAllFields() {
        answer = new Inquired(
                Map.of(
                        "n1",
                        ConnectionsPart.answer(
                                "n1-a-", List.of(live("n1-a-", 30, 1025, null), live("n1-a-", 10, 1024, "b1"))),
                        "n2",
                        ConnectionsPart.answer("n2-b-", List.of(live("n2-b-", 20, 7, "b1")))),
                List.of("n3"),
                false);
        Port.Answer page = get("connections");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body())
                .startsWith(
                        "{\"connections\":[{\"id\":\"n1-a-1025\",\"client\":\"192.0.2.7:5000\",\"listener\":\"web\","
                                + "\"node\":\"n1\",\"pool\":\"shop\",\"backend\":null,\"since\":\"1970-01-01T00:00:00.030Z\","
                                + "\"ageMillis\":61000,\"idleMillis\":7,\"bytesIn\":12,\"bytesOut\":34,\"state\":\"dialling\"},");
        assertThat(page.json().get("connections").findValuesAsText("id"))
                .containsExactly("n1-a-1025", "n2-b-7", "n1-a-1024");
        assertThat(page.json().get("connections").findValuesAsText("state"))
                .containsExactly("dialling", "half-closed", "half-closed");
        assertThat(page.json().get("unanswered").get(0).asText()).isEqualTo("n3");
        assertThat(page.json().get("next").isNull()).isTrue();
    }

    @Test
    void theNextPageBeginsAfterTheLastShown() {
        List<LiveConnection> three =
                List.of(live("n1-a-", 30, 9, "b1"), live("n1-a-", 30, 8, "b1"), live("n1-a-", 10, 7, "b1"));
        answer = new Inquired(Map.of("n1", ConnectionsPart.answer("n1-a-", three)), List.of(), false);
        JsonNode page = get("connections?limit=2").json();
        assertThat(page.get("connections").findValuesAsText("id")).containsExactly("n1-a-9", "n1-a-8");
        assertThat(lastAsked().limit()).isEqualTo(3);
        assertThat(get("connections?limit=2&after=" + page.get("next").asText()).status())
                .isEqualTo(200);
        assertThat(lastAsked().query().after()).isEqualTo(three.get(1).place());
    }

    @Test
    void filtersGoToTheNodes() {
        get("connections?pool=shop&backend=b1&client=192.0.2.7&listener=web&node=n2&limit=5");
        assertThat(lastAsked()).isEqualTo(new ConnectionsAsk("shop", "b1", "192.0.2.7", 0, "web", 0, null, 0, 6));
        assertThat(asked.element().node()).isEqualTo("n2");
        get("connections?client=%5B2001:db8::7%5D:80");
        assertThat(lastAsked().clientPort()).isEqualTo(80);
        assertThat(lastAsked().query().client()).isEqualTo(InetAddress.ofLiteral("2001:db8::7"));
        get("connections?client=2001:db8::7");
        assertThat(lastAsked().clientPort()).isZero();
        get("connections?client=::ffff:192.0.2.7");
        assertThat(lastAsked().client()).isEqualTo("192.0.2.7");
        get("connections");
        assertThat(lastAsked()).isEqualTo(ConnectionsAsk.of(io.weir.model.ConnectionQuery.all(101)));
    }

    @ParameterizedTest
    @Tag("contract-11")
    @CsvSource({
        "limit=0,422",
        "limit=1001,422",
        "limit=-1,422",
        "limit=99999999999999999999,400",
        "limit=x,400",
        "limit=,400",
        "limit=1&limit=2,400",
        "client=nobody,400",
        "client=localhost,400",
        "client=192.0.2.7:99999,400",
        "client=1.2.3.4.5.6,400",
        "client=1.2.3,400",
        "client=%5B::1,400",
        "client=,400",
        "client=fe80::1%25eth0,400",
        "pool=,400",
        "after=,400",
        "after=x,400",
        "after=1_n1-a-,400",
        "after=1_n1-a-x,400",
        "after=1_-a-1,400",
        "after=99999999999999999999_n1-a-1,400",
        "after=1_n1-a-99999999999999999999,400",
        "after=1_n1%0Aid-a-1,400",
        "colour=red,400",
    })
    void whatIsMalformedIsRefusedAndNobodyIsAsked(String query, int status) {
        Port.Answer refused = get("connections?" + query);
        assertThat(refused.status()).as("%s", refused).isEqualTo(status);
        assertThat(refused.json().get("detail").asText()).isNotEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void aLongCursorIsRefused() {
        assertThat(get("connections?after=1_" + "n".repeat(600) + "-a-1").status())
                .isEqualTo(400);
        assertThat(get("connections?pool=" + "n".repeat(1200)).status()).isEqualTo(400);
    }

    @Test
    void whoDoesNotSpeakOurLanguageHasNotAnswered() {
        answer = new Inquired(Map.of("n1", List.of(Blob.of(new byte[] {1, 2, 3}))), List.of(), false);
        assertThat(get("connections").json().get("unanswered").get(0).asText()).isEqualTo("n1");
    }

    @Test
    void tooManyAtOnceAreAskedToComeBack() {
        answer = new Inquired(Map.of(), List.of(), true);
        assertThat(get("connections").status()).isEqualTo(503);
    }

    @Test
    @Tag("peers-41")
    void onlyAnAdminKillsAndItsNodeIsAsked() {
        answer = new Inquired(Map.of("n2", List.of(Form.write(new KillPart(true)))), List.of(), false);
        assertThat(PORT.ask("DELETE", ID, "Authorization: Bearer viewer").status())
                .isEqualTo(403);
        assertThat(PORT.ask("DELETE", ID, "Authorization: Bearer operator").status())
                .isEqualTo(403);
        assertThat(asked).isEmpty();
        assertThat(PORT.ask("DELETE", ID, "Authorization: Bearer admin").status())
                .isEqualTo(204);
        Asked kill = asked.element();
        assertThat(kill.node()).isEqualTo("n2");
        assertThat(Form.read(kill.question(), KillAsk.class))
                .map(each -> each.id() + " " + each.by())
                .contains("n2-lflc-1025 root");
    }

    @Test
    @Tag("peers-41")
    void aConnectionThatNobodyHasIsNotFoundAndANodeThatIsSilentIsNamed() {
        answer = new Inquired(Map.of("n2", List.of(Form.write(new KillPart(false)))), List.of(), false);
        Port.Answer none = PORT.ask("DELETE", ID, "Authorization: Bearer admin");
        assertThat(none.status()).isEqualTo(404);
        assertThat(none.body()).contains("n2-lflc-1025");
        answer = new Inquired(Map.of(), List.of("n2"), false);
        Port.Answer silent = PORT.ask("DELETE", ID, "Authorization: Bearer admin");
        assertThat(silent.status()).isEqualTo(503);
        assertThat(silent.json().get("detail").asText()).contains("The node n2");
    }

    @ParameterizedTest
    @Tag("contract-11")
    @ValueSource(
            strings = {
                "x",
                "-",
                "--",
                "n1-a-",
                "n1-a-0",
                "n1-a-x",
                "-a-1",
                "n1-A-1",
                "n1-a-99999999999999999999",
                "%00",
                "n1%2Fx-a-1",
                "..%2F..",
                "%22n1%22-a-1"
            })
    void anIdThatNoNodeGivesIsNotFoundAndNobodyIsAsked(String id) {
        Port.Answer none = PORT.ask("DELETE", "/api/v1/connections/" + id, "Authorization: Bearer admin");
        assertThat(none.status()).as("%s", none).isBetween(400, 404);
        assertThat(asked).isEmpty();
    }

    private static Blob counted(String... backends) {
        List<TrafficPart.OfBackend> rows = new ArrayList<>();
        for (String each : backends) {
            String[] names = each.split("/", 2);
            rows.add(new TrafficPart.OfBackend(names[0], names[1], 1, 7, 300, 400, 5));
        }
        return Form.write(new TrafficPart(List.of(), rows));
    }

    private static List<List<String>> pages(String query) {
        List<List<String>> pages = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = get("traffic?" + query + after).json();
            List<String> names = new ArrayList<>();
            page.get("nodes")
                    .forEach(node -> node.get("backends")
                            .forEach(each -> names.add(node.get("node").asText() + ":"
                                    + each.get("pool").asText() + "/"
                                    + each.get("id").asText())));
            pages.add(names);
            after = page.get("next").isNull()
                    ? ""
                    : "&after=" + page.get("next").asText();
        } while (!after.isEmpty());
        return pages;
    }

    /** Whatever the nodes have, and whether they know of pages or answer with everything. */
    @Test
    void aPageOfCountersHasTheSameBackendsOfAllNodes() {
        answer = new Inquired(
                Map.of(
                        "n1",
                        List.of(counted("web/b3", "api/b1", "web/b1")),
                        "n2",
                        List.of(counted("web/b2", "web/b1"))),
                List.of(),
                false);
        assertThat(pages("limit=2"))
                .containsExactly(List.of("n1:api/b1", "n1:web/b1", "n2:web/b1"), List.of("n1:web/b3", "n2:web/b2"));
        assertThat(pages("limit=1&pool=web"))
                .containsExactly(List.of("n1:web/b1", "n2:web/b1"), List.of("n2:web/b2"), List.of("n1:web/b3"));
        assertThat(pages("limit=4")).hasSize(1);
        assertThat(get("traffic").json().has("next")).isFalse();
        assertThat(PORT.ask("GET", "/api/v1/traffic?after=x", "Authorization: Bearer viewer")
                        .status())
                .isEqualTo(400);
        assertThat(PORT.ask("GET", "/api/v1/traffic?limit=0", "Authorization: Bearer viewer")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void countersAreShownByNode() {
        List<Blob> parts = new ArrayList<>();
        TrafficPart.Setup setup = new TrafficPart.Setup("shop", List.of("[::]:80"), true, false, Off.COUNT);
        parts.add(Form.write(new TrafficPart(
                List.of(
                        new TrafficPart.OfListener("web", 1, 9, 2, 300, 400, setup),
                        new TrafficPart.OfListener("gone", 1, 2, 0, 3, 4, null)),
                List.of())));
        parts.add(Form.write(
                new TrafficPart(List.of(), List.of(new TrafficPart.OfBackend("shop", "b1", 1, 7, 300, 400, 5)))));
        answer = new Inquired(Map.of("n1", parts), List.of("n2"), false);
        assertThat(get("traffic").body())
                .isEqualTo(
                        "{\"nodes\":[{\"node\":\"n1\",\"listeners\":[{\"name\":\"web\",\"connections\":1,\"opened\":9,"
                                + "\"refused\":2,\"bytesIn\":300,\"bytesOut\":400,\"pool\":\"shop\",\"addresses\":[\"[::]:80\"],"
                                + "\"bound\":true,\"paused\":false,\"maxConnections\":null},{\"name\":\"gone\","
                                + "\"connections\":1,\"opened\":2,\"refused\":0,\"bytesIn\":3,\"bytesOut\":4}],\"backends\":[{\"pool\":\"shop\","
                                + "\"id\":\"b1\",\"connections\":1,\"opened\":7,\"bytesIn\":300,\"bytesOut\":400,"
                                + "\"connectFailures\":5}]}],\"unanswered\":[\"n2\"]}\n");
    }
}
