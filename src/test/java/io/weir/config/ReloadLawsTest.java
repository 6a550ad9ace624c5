package io.weir.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.reload.Difference;
import io.weir.config.reload.Edit;
import io.weir.config.reload.Reading;
import io.weir.config.reload.Restart;
import io.weir.kit.Pems;
import io.weir.kit.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds of the difference of any two files. */
class ReloadLawsTest {
    private static final int FILES = 200;

    @TempDir
    private Path directory;

    private Written written;

    @BeforeEach
    void files() {
        written = new Written(directory);
        written.file("token.txt", "fedcba9876543210fedcba9876543210\n");
        written.file("cert.pem", Pems.ec().certificate());
        written.file("key.pem", Pems.ec().key());
    }

    private Reading reading(String text) {
        return Reading.of(written.good(text));
    }

    private static List<String> shown(Difference difference) {
        return difference.edits().stream()
                .map(edit -> edit.action().word() + " " + edit.path())
                .toList();
    }

    private List<String> between(String first, String second) {
        return shown(Difference.between(reading(first), reading(second)));
    }

    /** Listeners, pools, backends in any order, tokens, sections that can be off. */
    private static String random(RandomGenerator random) {
        StringBuilder text = new StringBuilder("weir {\n");
        for (String name : List.of("web", "api", "db.main")) {
            if (random.nextBoolean()) {
                text.append("listeners.\"%s\" { bind = \"*:%d\", pool = a, idle-timeout = %ds, tcp.keepalive = %s }\n"
                        .formatted(
                                name,
                                7000 + name.charAt(0) * 10 + random.nextInt(3),
                                1 + random.nextInt(3),
                                random.nextBoolean() ? "off" : "{ count = 7 }"));
            }
        }
        for (String name : List.of("a", "b")) {
            if (name.equals("a") || random.nextBoolean()) {
                List<String> backends = new ArrayList<>();
                for (int i = 0; i < 5; i++) {
                    if (random.nextBoolean()) {
                        backends.add(
                                random.nextInt(backends.size() + 1),
                                "{ id = b%d, address = \"h:%d\", weight = %d }"
                                        .formatted(i, 1 + random.nextInt(2), random.nextInt(3)));
                    }
                }
                text.append("pools.%s { algorithm = %s, backends = [ %s ] }\n"
                        .formatted(name, random.nextBoolean() ? "first" : "random", String.join(", ", backends)));
            }
        }
        if (random.nextBoolean()) {
            text.append("admin.tokens = [ { name = x, role = %s, token = \"%d%s\" } ]\n"
                    .formatted(random.nextBoolean() ? "admin" : "viewer", random.nextInt(3), "secret".repeat(4)));
        }
        text.append("log.level = ").append(random.nextBoolean() ? "warn" : "info");
        return text.append("\n}\n").toString();
    }

    @Test
    void theSameFileAgainIsNothing() {
        Seed seed = Seed.fresh();
        for (int i = 0; i < FILES / 4; i++) {
            String text = random(seed.random(i));
            assertThat(between(text, text)).as("%s", seed).isEmpty();
        }
        assertThat(between(FullFile.TEXT, FullFile.TEXT)).isEmpty();
    }

    @Test
    void whatIsAppliedLeadsToTheOtherFileAndBackAgain() {
        Seed seed = Seed.fresh();
        for (int i = 0; i < FILES; i++) {
            RandomGenerator random = seed.random(i);
            Reading first = reading(random(random));
            Reading second = reading(random(random));
            Difference there = Difference.between(first, second);
            Difference back = Difference.between(second, first);
            assertThat(there.apply(first)).as("%s, file %d", seed, i).isEqualTo(second);
            assertThat(back.apply(there.apply(first)))
                    .as("%s, file %d", seed, i)
                    .isEqualTo(first);
            assertThat(Difference.between(there.apply(first), second).edits())
                    .as("%s, file %d", seed, i)
                    .isEmpty();
        }
    }

    /** What waits for the next start is left over by what is applied, and nothing else is. */
    @Test
    void whatIsAppliedLiveLeavesWhatNeedsARestart() {
        Reading small = reading("weir { listeners.web { bind = \"*:1\", pool = web }, pools.web.backends = [] }");
        Reading full = reading(FullFile.TEXT);
        Difference all = Difference.between(small, full);
        Reading inForce = all.only(path -> !Restart.needs(path)).apply(small);
        List<Edit> left = Difference.between(inForce, full).edits();
        assertThat(left).isNotEmpty().allMatch(edit -> Restart.needs(edit.path()));
        assertThat(left).isEqualTo(all.only(Restart::needs).edits());
    }

    @Test
    void eachThingIsOneEditAtItsOwnPath() {
        String first = """
                weir.listeners.web { bind = "*:1", pool = web }
                weir.pools.web.backends = [ "h:1", { id = b2, address = "h:2" } ]
                weir.admin.tokens = [ { name = x, token = "first-secret-of-some-length" } ]
                """;
        String second = """
                weir.listeners.web { bind = "*:1", pool = web, tcp.keepalive = off }
                weir.listeners.more { bind = "*:2", pool = web }
                weir.pools.web.backends = [ { id = b2, address = "h:2", weight = 5 }, "h:3" ]
                weir.admin.tokens = [ { name = x, token = "other-secret-of-some-length" } ]
                """;
        assertThat(between(first, second))
                .containsExactlyInAnyOrder(
                        "changed weir.admin.tokens.x.token",
                        "changed weir.listeners.web.tcp.keepalive",
                        "added weir.listeners.more",
                        "removed weir.pools.web.backends.\"h:1\"",
                        "changed weir.pools.web.backends.b2.weight",
                        "added weir.pools.web.backends.\"h:3\"");
        assertThat(between(
                        "weir.pools.web { algorithm = first, backends = [\"h:1\", \"h:2\"] }",
                        "weir.pools.web { algorithm = first, backends = [\"h:2\", \"h:1\"] }"))
                .containsExactly("changed weir.pools.web.backends");
    }

    @Test
    void aSecretIsNeverShown() {
        Difference difference = Difference.between(
                reading("weir.admin.tokens = [ { name = x, token = \"first-secret-of-some-length\" } ]"),
                reading("weir.admin.tokens = [ { name = x, token = \"other-secret-of-some-length\" } ]"));
        assertThat(difference.toString()).contains("***").doesNotContain("secret-of");
    }

    /** Each key of reference.conf stands in one of the two lists of the document, and the code knows the same one. */
    @Test
    void theDocumentSaysOfEachKeyWhetherItWaitsForTheNextStart() throws IOException {
        Map<String, Boolean> document = new TreeMap<>();
        Pattern row = Pattern.compile("\\| `([a-zA-Z.*-]+)` \\| (at once|next start) \\|.*");
        for (String line : Files.readAllLines(Path.of("docs/configuration.md"))) {
            var match = row.matcher(line);
            if (match.matches()) {
                document.put(match.group(1).replace("*", "NAME"), match.group(2).equals("next start"));
            }
        }
        assertThat(document.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey))
                .containsExactlyInAnyOrderElementsOf(Restart.paths().stream()
                        .map(path -> path.replace("*", "NAME"))
                        .toList());
        for (String key : KnownKeys.inCode(written).keySet()) {
            String longest = document.keySet().stream()
                    .filter(path -> key.equals(path) || key.startsWith(path + ".") || key.startsWith(path + "["))
                    .max(Comparator.comparingInt(String::length))
                    .orElse("");
            assertThat(longest).as("who says of %s when it is taken on", key).isNotEmpty();
            KeyPath path = new KeyPath(List.of(key.replace("[]", "").split("\\.")));
            assertThat(Restart.needs(path)).as(key).isEqualTo(document.get(longest));
        }
    }
}
