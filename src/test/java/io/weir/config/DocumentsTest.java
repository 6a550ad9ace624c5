package io.weir.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Pems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Code, reference.conf and docs/configuration.md know the same keys, and say the same of each. */
class DocumentsTest {
    private static final Path DOCUMENT = Path.of("docs/configuration.md");
    private static final Path EXAMPLE = Path.of("application.conf");
    private static final Pattern ROW =
            Pattern.compile("^\\| `(weir\\.[^`]+)` \\| ([^|]+) \\| ((?:[^|\\\\]|\\\\.)+) \\| (.+) \\|$");
    private static final Pattern WORD = Pattern.compile("`([a-z-]+)`");

    /** Sections that can be off, and whether they are by default: reference.conf can show only their content. */
    private static final Map<String, String> OPTIONAL = Map.of(
            "weir.admin.tls", "off",
            "weir.listeners.NAME.tcp.keepalive", "on",
            "weir.pools.NAME.health-check.tls", "off");

    @TempDir
    private Path directory;

    private Written written;
    private Map<String, String> code;
    private Map<String, String> reference;

    private record Row(String byDefault, String allowed, String meaning) {}

    @BeforeEach
    void files() {
        written = new Written(directory);
        written.file("token.txt", "fedcba9876543210fedcba9876543210\n");
        written.file("cert.pem", Pems.ec().certificate());
        written.file("key.pem", Pems.ec().key());
        code = KnownKeys.inCode(written);
        reference = KnownKeys.inReference();
    }

    @Test
    void referenceAndCodeKnowTheSameKeys() {
        Set<String> read = new TreeSet<>(code.keySet());
        read.removeAll(OPTIONAL.keySet());
        assertThat(reference.keySet()).hasSizeGreaterThan(80).isEqualTo(read);
    }

    @Test
    void theDocumentSaysOfEachKeyWhatTheCodeDoes() throws IOException {
        Map<String, Row> rows = rows();
        assertThat(rows.keySet()).isEqualTo(code.keySet());
        rows.forEach((key, row) -> {
            String expected = OPTIONAL.getOrDefault(key, reference.get(key));
            assertThat(row.byDefault()).as("default of %s", key).isEqualTo(expected);
            assertThat(row.allowed()).as("allowed for %s", key).isEqualTo(code.get(key));
            assertThat(row.meaning()).as("meaning of %s", key).hasSizeGreaterThan(10);
        });
    }

    @Test
    void everyKeyOfTheReferenceHasAComment() {
        List<String> lines = Reference.text().lines().toList();
        List<String> bare = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            boolean key = lines.get(i).matches("\\s+[a-z-]+ = .*");
            if (key && !lines.get(i - 1).strip().startsWith("#")) {
                bare.add(lines.get(i).strip());
            }
        }
        // The comment on their section says what these are.
        assertThat(bare).containsExactly("enabled = on");
    }

    @Test
    void laterNamesAreTheSameEverywhere() throws IOException {
        Set<String> refused = new TreeSet<>();
        try (var in = DocumentsTest.class.getResourceAsStream("/config/bad-files.txt")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.contains("not available yet"))
                    .forEach(line -> refused.add(line.replaceAll(".*\\.conf:\\d+: ([^:]+): (hold)?.*", "$1.$2")
                            .replaceAll(".*\\.([a-z-]+)\\.?$", "$1")));
        }
        String text = Files.readString(DOCUMENT);
        String later = text.substring(text.indexOf("## Not available yet"));
        Set<String> documented = words(later, WORD);
        documented.removeAll(Set.of("outlier-detection", "weir", "cluster", "when-all-down"));
        Set<String> reserved = new TreeSet<>();
        Reference.text()
                .lines()
                .filter(line -> line.contains("(later) "))
                .filter(line -> !line.contains("\"(later)\""))
                .forEach(line -> reserved.addAll(
                        List.of(line.replaceAll(".*\\(later\\) ", "").split(", "))));
        assertThat(documented).isEqualTo(refused).isEqualTo(reserved).hasSizeGreaterThan(15);
    }

    @Test
    void theExamplesAreGood() throws IOException {
        List<String> examples = Pattern.compile("(?s)```hocon\n(.*?)```")
                .matcher(Files.readString(DOCUMENT))
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(examples).hasSizeGreaterThanOrEqualTo(2);
        examples.forEach(
                example -> assertThat(written.warnings(example)).as(example).isEmpty());
        String own = Files.readString(EXAMPLE);
        assertThat(written.warnings(own)).isEmpty();
        assertThat(own.lines().count()).isLessThan(15);
    }

    private static Map<String, Row> rows() throws IOException {
        Map<String, Row> rows = new TreeMap<>();
        for (String line : Files.readAllLines(DOCUMENT)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                String byDefault = row.group(2).replace("`", "");
                rows.put(row.group(1), new Row(byDefault, row.group(3).replace("\\|", "|"), row.group(4)));
            }
        }
        return rows;
    }

    private static Set<String> words(String text, Pattern pattern) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
