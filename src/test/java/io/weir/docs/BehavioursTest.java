package io.weir.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The page of behaviours against the tests' tags. {@code -Dweir.rewrite=true} writes the page's last column first. */
class BehavioursTest {
    private static final Path PAGE = Path.of("docs/behaviours.md");
    private static final Pattern TABLE = Pattern.compile("^\\| (contract|peers) \\|", Pattern.MULTILINE);
    private static final Pattern ROW =
            Pattern.compile("^\\| (\\d+) \\| ([^|]+) \\| (yes|partly|no) \\|([^|]*)\\|$", Pattern.MULTILINE);

    private final Map<String, SortedSet<String>> tagged = TaggedTests.below(Path.of("src/test/java"));

    private record Row(String list, int number, String built, String tests) {
        String tag() {
            return list + "-" + number;
        }
    }

    @Test
    void everyNumberHasItsRow() throws IOException {
        assertThat(numbers("contract")).containsExactlyElementsOf(upTo(14));
        assertThat(numbers("peers")).containsExactlyElementsOf(upTo(52));
    }

    @Test
    void whatIsBuiltIsShownByTests() throws IOException {
        assertThat(unmapped(rows(Files.readString(PAGE)), tagged)).isEmpty();
        List<Row> two = rows("""
                | contract | behaviour | built | tests |
                |---|---|---|---|
                | 1 | a | yes | |
                | 2 | b | no | |
                | peers | behaviour | built | tests |
                | 1 | c | partly | |
                """);
        assertThat(unmapped(two, Map.of())).containsExactly("contract-1", "peers-1");
        assertThat(unmapped(two, Map.of("contract-1", new TreeSet<>(List.of("A.b")))))
                .containsExactly("peers-1");
    }

    @Test
    void noTestClaimsWhatIsNotBuilt() throws IOException {
        List<String> known = rows(Files.readString(PAGE)).stream()
                .filter(row -> !row.built().equals("no"))
                .map(Row::tag)
                .toList();
        assertThat(known).containsAll(tagged.keySet());
    }

    @Test
    void pageNamesExactlyTheTaggedTests() throws IOException {
        String page = Files.readString(PAGE);
        String written = rewritten(page, tagged);
        if (Boolean.getBoolean("weir.rewrite")) {
            Files.writeString(PAGE, written);
            page = written;
        }
        assertThat(page).isEqualTo(written);
    }

    @Test
    void tagsAreReadFromSources() {
        String source = """
                @Tag("peers-1")
                class SomeIT {
                    @BeforeAll
                    static void start(int x) {
                        run();
                    }

                    @RepeatedTest(5)
                    @Tag("contract-2")
                    void resets() throws Exception {
                        call(1);
                    }

                    @Tag("contract-3")
                    @ParameterizedTest
                    @MethodSource("all")
                    void speaks(String who) {}
                }
                """;
        assertThat(TaggedTests.in(source))
                .isEqualTo(Map.of(
                        "contract-2", new TreeSet<>(List.of("SomeIT.resets")),
                        "contract-3", new TreeSet<>(List.of("SomeIT.speaks")),
                        "peers-1", new TreeSet<>(List.of("SomeIT.resets", "SomeIT.speaks"))));
    }

    private static List<String> unmapped(List<Row> rows, Map<String, SortedSet<String>> tests) {
        return rows.stream()
                .filter(row -> !row.built().equals("no") && !tests.containsKey(row.tag()))
                .map(Row::tag)
                .toList();
    }

    private static String rewritten(String page, Map<String, SortedSet<String>> tests) {
        return ROW.matcher(page).replaceAll(row -> {
            Collection<String> names =
                    tests.getOrDefault(listAt(page, row.start()) + "-" + row.group(1), new TreeSet<>());
            String cell = names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
            return Matcher.quoteReplacement("| %s | %s | %s | %s|"
                    .formatted(row.group(1), row.group(2), row.group(3), cell.isEmpty() ? "" : cell + " "));
        });
    }

    private static List<Row> rows(String page) {
        List<Row> rows = new ArrayList<>();
        ROW.matcher(page)
                .results()
                .forEach(row -> rows.add(new Row(
                        listAt(page, row.start()), Integer.parseInt(row.group(1)), row.group(3), row.group(4))));
        return rows;
    }

    private static String listAt(String page, int offset) {
        return TABLE.matcher(page.substring(0, offset))
                .results()
                .map((MatchResult table) -> table.group(1))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private static List<Integer> numbers(String list) throws IOException {
        return rows(Files.readString(PAGE)).stream()
                .filter(row -> row.list().equals(list))
                .map(Row::number)
                .toList();
    }

    private static List<Integer> upTo(int last) {
        return IntStream.rangeClosed(1, last).boxed().toList();
    }
}
