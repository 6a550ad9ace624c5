package io.weir.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Files that cannot be obeyed, or hardly were meant, each with the exact words that say so. */
class BadFilesTest {
    @TempDir
    private Path directory;

    @TestFactory
    Stream<DynamicTest> problems() throws IOException {
        Written written = new Written(directory);
        return cases("bad-files.txt").stream()
                .map(each -> DynamicTest.dynamicTest(
                        each.name(),
                        () -> assertThat(written.problems(each.text())).containsExactlyElementsOf(each.expected())));
    }

    @TestFactory
    Stream<DynamicTest> warnings() throws IOException {
        Written written = new Written(directory);
        return cases("doubtful-files.txt").stream()
                .map(each -> DynamicTest.dynamicTest(
                        each.name(),
                        () -> assertThat(written.warnings(each.text())).containsExactlyElementsOf(each.expected())));
    }

    private record Case(String name, String text, List<String> expected) {}

    private static List<Case> cases(String resource) throws IOException {
        try (InputStream in = Objects.requireNonNull(BadFilesTest.class.getResourceAsStream("/config/" + resource))) {
            String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            List<Case> cases = Stream.of(all.split("(?m)^=== "))
                    .filter(part -> !part.isBlank())
                    .map(BadFilesTest::parsed)
                    .toList();
            assertThat(cases).isNotEmpty();
            return cases;
        }
    }

    private static Case parsed(String part) {
        String[] parts = part.split("(?m)^--->$", 2);
        int end = parts[0].indexOf('\n');
        return new Case(
                parts[0].substring(0, end),
                parts[0].substring(end + 1),
                parts[1].lines().filter(line -> !line.isBlank()).toList());
    }
}
