package io.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page about metrics and the catalogue in the code say the same, both ways. */
class MetricsDocTest {
    @Test
    void thePageHoldsTheCatalogueAndNothingElse() throws Exception {
        List<String> page = Files.readAllLines(Path.of("docs/metrics.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
        assertThat(page)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Metric.values()).map(MetricsDocTest::row).toList());
    }

    @Test
    void namesAreUniqueAndFollowTheRules() {
        assertThat(Arrays.stream(Metric.values()).map(Metric::sample)).doesNotHaveDuplicates();
        for (Metric metric : Metric.values()) {
            assertThat(metric.sample()).matches("(weir|process|jvm)_[a-z_]+");
            assertThat(metric.sample().endsWith("_total"))
                    .as(metric.sample())
                    .isEqualTo(metric.kind() == Metric.Kind.COUNTER);
            assertThat(metric.help()).as(metric.sample()).endsWith(".");
        }
    }

    private static String row(Metric metric) {
        String labels = metric.labels().stream().map(l -> "`" + l + "`").collect(Collectors.joining(", "));
        return "| `" + metric.sample() + "` | " + metric.kind().word() + " | " + labels + " | " + metric.help() + " |";
    }
}
