package io.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.kit.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The shipped alert rules and the dashboard speak of metrics that exist, do what they say, and tell what to do. */
class AlertsAndDashboardTest {
    private static final Path FOLDER = Path.of("docs/prometheus");
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path scratch;

    private static List<JsonNode> rules() throws Exception {
        Object yaml =
                new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(FOLDER.resolve("alerts.yml")));
        return each(JSON.valueToTree(yaml).path("groups"))
                .flatMap(group -> each(group.path("rules")))
                .toList();
    }

    private static List<JsonNode> alerts() throws Exception {
        return rules().stream().filter(rule -> rule.has("alert")).toList();
    }

    private static List<JsonNode> panels() throws Exception {
        return each(JSON.readTree(Files.readString(Path.of("docs/grafana/weir.json")))
                        .path("panels"))
                .toList();
    }

    private static java.util.stream.Stream<JsonNode> each(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static Promql promql() throws Exception {
        Promql promql = new Promql();
        rules().stream()
                .filter(rule -> rule.has("record"))
                .forEach(rule -> promql.recorded(rule.path("record").asText()));
        return promql;
    }

    private static String expression(JsonNode target) {
        return target.path("expr").asText();
    }

    @Test
    void everyRuleSpeaksOfMetricsAndLabelsThatExist() throws Exception {
        Promql promql = promql();
        for (JsonNode rule : rules()) {
            assertThat(promql.wrong(expression(rule), rule.path("annotations").toString()))
                    .as(rule.toString())
                    .isEmpty();
        }
    }

    @Test
    void everyPanelSpeaksOfMetricsAndLabelsThatExistAndAllOfOursAreShown() throws Exception {
        Promql promql = promql();
        for (JsonNode panel : panels()) {
            assertThat(panel.path("title").asText()).isNotEmpty();
            assertThat(panel.path("type").asText().equals("row")
                            || panel.path("targets").size() > 0)
                    .as(panel.toString())
                    .isTrue();
            for (JsonNode target : panel.path("targets")) {
                assertThat(promql.wrong(
                                expression(target), target.path("legendFormat").asText()))
                        .as(expression(target))
                        .isEmpty();
            }
        }
        Set<String> missing = Arrays.stream(Metric.values())
                .map(Metric::sample)
                .filter(name -> name.startsWith("weir_"))
                .filter(name -> promql.used().stream().noneMatch(used -> used.matches(name + "(_bucket|_sum|_count)?")))
                .collect(Collectors.toSet());
        assertThat(missing)
                .as("the queue is not there yet, the version is no number")
                .containsExactlyInAnyOrder("weir_pool_queue", "weir_queue_seconds", "weir_build_info");
    }

    @Test
    void aNameOrLabelThatDoesNotExistIsSeen() throws Exception {
        Promql promql = promql();
        assertThat(promql.wrong("rate(weir_listener_connection_total[5m])", ""))
                .containsExactly("no metric weir_listener_connection_total");
        assertThat(promql.wrong("weir_backend_up{pol=\"web\"}", ""))
                .containsExactly("weir_backend_up has no label pol");
        assertThat(promql.wrong("sum by (pol) (weir_backend_up)", "{{bakend}}"))
                .containsExactly("nothing here has a label bakend", "nothing here has a label pol");
        assertThat(promql.wrong("weir_connection_duration_seconds > 1", "")).isNotEmpty();
        assertThat(promql.wrong("job_listener:weir_no_such:rate5m", "")).isNotEmpty();
    }

    @Test
    void promtoolTakesTheRulesAndTheExampleOfAConfiguration() throws Exception {
        Program.PROMTOOL
                .run(LIMIT, "check", "rules", FOLDER.resolve("alerts.yml").toString())
                .good();
        Program.PROMTOOL
                .run(LIMIT, "check", "config", FOLDER.resolve("prometheus.yml").toString())
                .good();
    }

    /** Each panel's expression as a rule, with what Grafana would put in for its variables. */
    @Test
    void promtoolTakesEveryExpressionOfTheDashboard() throws Exception {
        List<Map<String, String>> rules = new ArrayList<>();
        for (JsonNode panel : panels()) {
            for (JsonNode target : panel.path("targets")) {
                String filled = expression(target)
                        .replace("$__rate_interval", "1m")
                        .replaceAll("\\$(job|instance|pool)\\b", ".*");
                assertThat(filled).doesNotContain("$");
                rules.add(Map.of("record", "panel:" + rules.size(), "expr", filled));
            }
        }
        Path file = scratch.resolve("panels.yml");
        JSON.writeValue(file.toFile(), Map.of("groups", List.of(Map.of("name", "panels", "rules", rules))));
        assertThat(Program.PROMTOOL
                        .run(LIMIT, "check", "rules", file.toString())
                        .good())
                .contains(rules.size() + " rules found");
    }

    @Test
    void theRulesFireWhenTheyShouldAndOnlyThen() throws Exception {
        assertThat(test("", "").good()).contains("SUCCESS");
        Set<String> tested = Pattern.compile("alertname[=:] ?\"?(\\w+)")
                .matcher(Files.readString(FOLDER.resolve("alerts-test.yml")))
                .results()
                .map((MatchResult name) -> name.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(alerts())
                .extracting(rule -> rule.path("alert").asText())
                .containsAll(tested)
                .allMatch(tested::contains);
    }

    @Test
    void aRuleThatFiresTooLateOrTooSoonIsSeen() throws Exception {
        assertThat(test("weir_ready == 0\n        for: 5m", "weir_ready == 0\n        for: 30m")
                        .exit())
                .isNotZero();
        assertThat(test("for: 30m", "for: 1m").exit())
                .as("a canary of ten minutes")
                .isNotZero();
        assertThat(test("unless on (job, pool, backend)", "or on (job, pool, backend)")
                        .exit())
                .isNotZero();
    }

    /** Runs the unit tests of the rules with something replaced in the rules. */
    private Program.Result test(String what, String by) throws Exception {
        String rules = Files.readString(FOLDER.resolve("alerts.yml"));
        assertThat(rules).contains(what);
        Files.writeString(scratch.resolve("alerts.yml"), rules.replace(what, by));
        Path tests = Files.writeString(
                scratch.resolve("alerts-test.yml"), Files.readString(FOLDER.resolve("alerts-test.yml")));
        return Program.PROMTOOL.run(LIMIT, "test", "rules", tests.toString());
    }

    @Test
    void everyAlertSaysWhatToDoAndHasItsPlaceInTheRunbook() throws Exception {
        List<String> sections = Files.readAllLines(Path.of("docs/operations.md")).stream()
                .filter(line -> line.startsWith("### Weir"))
                .map(line -> line.substring(4))
                .toList();
        assertThat(alerts()).extracting(rule -> rule.path("alert").asText()).containsExactlyElementsOf(sections);
        for (JsonNode rule : alerts()) {
            String name = rule.path("alert").asText();
            JsonNode annotations = rule.path("annotations");
            assertThat(rule.at("/labels/severity").asText()).as(name).isIn("critical", "warning");
            assertThat(annotations.path("summary").asText()).as(name).endsWith(".");
            assertThat(annotations.path("action").asText()).as(name).endsWith(".");
            assertThat(annotations.path("runbook").asText())
                    .isEqualTo("docs/operations.md#" + name.toLowerCase(java.util.Locale.ROOT));
        }
    }
}
