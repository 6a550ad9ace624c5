package io.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.admin.api.Api;
import io.weir.admin.api.Caller;
import io.weir.admin.api.Refused;
import io.weir.admin.api.Reply;
import io.weir.admin.api.Task;
import io.weir.kit.JsonNonsense;
import io.weir.kit.Seed;
import io.weir.kit.ShortStack;
import io.weir.model.AdminState;
import io.weir.model.Algorithm;
import io.weir.model.LogLevel;
import io.weir.observe.Logging;
import io.weir.registry.Change;
import io.weir.registry.ChangeReply;
import io.weir.registry.RegistryView;
import io.weir.routing.Tables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever is sent, the API answers with JSON, and the registry is asked for nothing that is out of range. */
class ApiFuzzTest {
    private static final int ROUNDS = 20_000;
    private static final LogLevel BEFORE = Logging.level();
    private static final List<String> METHODS = List.of("GET", "PUT", "PATCH", "DELETE", "POST", "HEAD");
    private static final List<String> WORDS = List.of(
            "pools",
            "web",
            "backends",
            "b1",
            "overrides",
            "listeners",
            "cluster",
            "connections",
            "traffic",
            "reload",
            "node",
            "drain",
            "leave",
            "n1-lflc-1025",
            "events",
            "stream",
            "log",
            "level",
            "openapi.json",
            "",
            "..",
            "%",
            "é\u2028",
            "\u0000",
            "x".repeat(400));
    private static final List<String> FIELDS = List.of(
            "weight",
            "maxConnections",
            "state",
            "deadline",
            "healthOverride",
            "address",
            "backup",
            "level",
            "paused",
            "pool",
            "algorithm",
            "healthCheck",
            "queue",
            "when-all-down",
            "backends",
            "wieght",
            "",
            "a.b/c~");
    private static final List<String> VALUES = JsonNonsense.and(
            "-0",
            "\"-5m\"",
            "{\"type\":\"http\",\"interval\":\"1s\",\"http\":{\"path\":\"/\"}}",
            "{\"interval\":[{}],\"timeout\":-1}",
            "{\"size\":10}",
            "[".repeat(2000),
            "[".repeat(900) + "]".repeat(900),
            "\"127.0.0.1:9001\"",
            "\"[::1]:9001\"",
            "\"[::1\"",
            "\"a:99999\"");
    private static final Map<String, String> GOOD = Map.of(
            "address", "\"127.0.0.1:9001\"",
            "weight", "7",
            "maxConnections", "5",
            "backup", "true",
            "state", "\"drain\"",
            "deadline", "\"5m\"",
            "healthOverride", "\"up\"",
            "pool", "\"web\"",
            "paused", "true");
    private static final List<String> QUERY = List.of(
            "deadline", "force", "since", "limit", "after", "backends", "dryRun", "pool", "client", "node", "x");
    private static final List<String> TAGS =
            List.of("*", "\"v\"", "W/\"v\"", "\"", "a b", "abc-0", "2020-01-01T00:00:00Z");
    private static final Set<Integer> REFUSALS = Set.of(400, 404, 405, 412, 422);

    private final ObjectMapper json = new ObjectMapper();
    private final Seed seed = Seed.fresh();
    private final Node node = new Node();
    private final Api api = new Api(node.sources().api());

    @BeforeEach
    void answerEveryChange() {
        RegistryView.Pool pool = Views.pool(Tables.pool(Algorithm.ROUND_ROBIN, Tables.up("b1")));
        node.registry.view =
                () -> CompletableFuture.completedFuture(new RegistryView(1, true, Map.of(Tables.POOL, pool)));
        node.registry.answer(new ChangeReply.Done(pool, pool.backends().getFirst(), false, true, List.of()));
    }

    @Test
    @Tag("contract-11")
    void everyRequestIsAnsweredAndNothingOutOfRangeGetsThrough() throws Exception {
        RandomGenerator random = seed.random(1);
        int answered = 0;
        for (int i = 0; i < ROUNDS; i++) {
            String route = pick(api.routes(), random);
            List<String> path = path(random, route);
            String method = random.nextBoolean() ? route.split(" ")[0] : pick(METHODS, random);
            Sent sent = new Sent(path, query(random), headers(random), ByteString.fromArray(body(random, path)));
            answered += answered(method, sent, random.nextInt(5) == 0, seed + ": ") ? 1 : 0;
        }
        assertThat(answered).as("%s", seed).isGreaterThan(ROUNDS / 50);
        assertThat(node.registry.asked).as("%s", seed).isNotEmpty().allSatisfy(each -> fits(each.change()));
        assertThat(node.registry.asked)
                .as("%s", seed)
                .extracting(each -> each.change().getClass().getSimpleName())
                .contains("PutBackend", "PatchBackend", "DeleteBackend", "ClearOverrides", "PutPool", "DeletePool");
        assertThat(node.acts.patches).as("%s", seed).isNotEmpty().allSatisfy(each -> {
            if (each.maxConnections() instanceof Change.Patch.Set<Integer>(Integer cap)) {
                assertThat(cap).isPositive();
            }
        });
        assertThat(node.acts.asked.stream().map(each -> each.split(" ")[0]))
                .as("%s", seed)
                .contains("reload", "patch", "drain", "ready", "leave");
    }

    @AfterAll
    static void logAsBefore() {
        Logging.level(BEFORE);
    }

    /**
     * What must be found must not be left to chance: each odd value at each place of each route, on a stack so short that what
     * recurses as deep as its input says overflows each time.
     */
    @Test
    @Tag("contract-11")
    void everyOddValueAtEveryPlaceOfEveryRouteIsAnsweredInEveryRun() throws Exception {
        int refused = ShortStack.call(() -> {
            int count = 0;
            for (String route : api.routes()) {
                String method = route.split(" ")[0];
                for (Sent each : oddities(route)) {
                    boolean always = !each.body().utf8String().equals("{}");
                    count += answered(method, each, always, "") ? 0 : 1;
                }
            }
            return count;
        });
        assertThat(refused).isGreaterThan(1000);
        assertThat(node.registry.asked).isNotEmpty().allSatisfy(each -> fits(each.change()));
    }

    private record Sent(
            List<String> path, Map<String, List<String>> query, Map<String, String> headers, ByteString body) {
        Sent(List<String> path, Map<String, List<String>> query, Map<String, String> headers, String body) {
            this(path, query, headers, ByteString.fromString(body));
        }
    }

    private static List<Sent> oddities(String route) {
        List<Sent> all = new ArrayList<>();
        List<String> path = known(route);
        String good = path.contains("backends") && route.startsWith("PUT") ? "{\"address\":\"127.0.0.1:9001\"}" : "{}";
        List<String> parts =
                List.of(route.replaceFirst("^[A-Z]+ " + Api.BASE + "/", "").split("/"));
        for (int i = 0; i < parts.size(); i++) {
            for (String name : parts.get(i).startsWith("{") ? WORDS : List.<String>of()) {
                List<String> odd = new ArrayList<>(path);
                odd.set(i, name);
                all.add(new Sent(odd, Map.of(), Map.of(), good));
            }
        }
        for (String word : WORDS) {
            QUERY.forEach(name -> all.add(new Sent(path, Map.of(name, List.of(word)), Map.of(), good)));
        }
        for (String tag : TAGS) {
            Task.HEADERS.forEach(name -> all.add(new Sent(path, Map.of(), Map.of(name, tag), good)));
        }
        for (String value : VALUES) {
            all.add(new Sent(path, Map.of(), Map.of(), value));
            for (String field : route.startsWith("P") ? FIELDS : List.<String>of()) {
                String beside = field.equals("address") || good.equals("{}") ? "{" : good.replace("}", ",");
                String state = field.equals("deadline") ? "\"state\":\"drain\"," : "";
                String body = beside + state + '"' + field + "\":" + value + "}";
                all.add(new Sent(path, Map.of(), Map.of(), body));
            }
        }
        return all;
    }

    /**
     * Whether it was done; where not, it was refused with a reason.
     *
     * @param always whether the body is sent where none is taken, too
     */
    private boolean answered(String method, Sent sent, boolean always, String from) throws IOException {
        String shown = from + method + " " + sent.path() + sent.query() + sent.headers() + " "
                + sent.body().utf8String();
        try {
            Task task = api.find(method, sent.path());
            ByteString body = task.takesBody() || always ? sent.body() : ByteString.emptyByteString();
            Reply reply = run(task, sent.query(), sent.headers(), body);
            assertThat(reply.status()).as(shown).isBetween(200, 299);
            if (reply.body().nonEmpty()) {
                json.readTree(reply.body().toArray());
            }
            return true;
        } catch (Refused refused) {
            assertThat(REFUSALS).as(shown).contains(refused.problem().status());
            JsonNode problem = json.readTree(refused.problem().json().toArray());
            assertThat(problem.get("detail").asText()).as(shown).isNotBlank();
            return false;
        } catch (RuntimeException | StackOverflowError fault) {
            throw new AssertionError(shown, fault);
        }
    }

    private static Map<String, List<String>> query(RandomGenerator random) {
        return random.nextInt(4) > 0 ? Map.of() : Map.of(pick(QUERY, random), List.of(pick(WORDS, random)));
    }

    private static Map<String, String> headers(RandomGenerator random) {
        return random.nextInt(4) > 0 ? Map.of() : Map.of(pick(Task.HEADERS, random), pick(TAGS, random));
    }

    private static Reply run(Task task, Map<String, List<String>> query, Map<String, String> headers, ByteString body) {
        try {
            return task.run(query, headers, body, Caller.ANYONE)
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Refused refused) {
                throw refused;
            }
            throw e;
        }
    }

    private static void fits(Change change) {
        switch (change) {
            case Change.PutBackend put -> {
                assertThat(put.weight()).isBetween(0, 1000);
                assertThat(put.maxConnections()).isPositive();
                assertThat(put.address().port()).isBetween(1, 65_535);
                assertThat(put.id()).isNotBlank();
            }
            case Change.PatchBackend patch -> {
                if (patch.weight() instanceof Change.Patch.Set<Integer>(Integer weight)) {
                    assertThat(weight).isBetween(0, 1000);
                }
                if (patch.maxConnections() instanceof Change.Patch.Set<Integer>(Integer cap)) {
                    assertThat(cap).isPositive();
                }
                if (patch.state() instanceof Change.Patch.Set<Change.Wish>(Change.Wish wish)) {
                    assertThat(wish.state()).isNotEqualTo(AdminState.REMOVING);
                    assertThat(wish.deadline() == null || !wish.deadline().isNegative())
                            .isTrue();
                }
            }
            case Change.DeleteBackend delete ->
                assertThat(delete.deadline() == null || !delete.deadline().isNegative())
                        .isTrue();
            case Change.ClearOverrides _, Change.PutPool _, Change.DeletePool _ -> {}
        }
    }

    private static List<String> known(String route) {
        return List.of(route.replaceFirst("^[A-Z]+ " + Api.BASE + "/", "")
                .replaceFirst("\\{(listener|pool)}", "web")
                .replaceFirst("connections/\\{id}", "connections/n1-lflc-1025")
                .replaceFirst("\\{id}", "b1")
                .split("/"));
    }

    private static List<String> path(RandomGenerator random, String route) {
        if (random.nextInt(3) > 0) {
            List<String> known = known(route);
            return random.nextInt(4) > 0 ? known : known.subList(0, 1 + random.nextInt(known.size()));
        }
        List<String> path = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            path.add(pick(WORDS, random));
        }
        return path;
    }

    private static List<String> fields(RandomGenerator random, List<String> path) {
        if (path.contains("backends")) {
            return random.nextBoolean()
                    ? List.of("address", "weight", "maxConnections", "backup")
                    : List.of("weight", "maxConnections", "state", "deadline", "healthOverride");
        }
        return path.contains("listeners") ? List.of("pool", "paused", "maxConnections") : FIELDS;
    }

    private static byte[] body(RandomGenerator random, List<String> path) {
        List<String> fields = random.nextInt(4) > 0 ? fields(random, path) : FIELDS;
        StringBuilder text = new StringBuilder("{");
        for (int i = random.nextInt(4); i > 0; i--) {
            String field = pick(fields, random);
            String value = pick(VALUES, random);
            text.append(text.length() > 1 ? "," : "")
                    .append('"')
                    .append(field)
                    .append("\":")
                    .append(random.nextInt(3) > 0 ? GOOD.getOrDefault(field, value) : value);
        }
        byte[] body = text.append('}').toString().getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(8) - 5; i > 0; i--) {
            body[random.nextInt(body.length)] = (byte) random.nextInt(256);
        }
        return body;
    }

    private static <T> T pick(List<T> from, RandomGenerator random) {
        return from.get(random.nextInt(from.size()));
    }
}
