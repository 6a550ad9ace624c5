package io.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The shipped Grafana dashboard is one that Grafana takes: what its schema and its grid ask for. */
class GrafanaDashboardTest {
    private static final int COLUMNS = 24;
    private static final String SOURCE = "${datasource}";
    private static final Set<String> TYPES = Set.of("row", "stat", "timeseries", "state-timeline");
    /** Ids of Grafana's units; it shows one that it does not know as text behind the number. */
    private static final Set<String> UNITS = Set.of("short", "s", "bytes", "Bps", "cps", "ops", "percentunit", "");

    private static final Set<String> BUILT_IN = Set.of("__rate_interval", "__interval", "__range");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)}?");

    private static ObjectNode dashboard() throws Exception {
        return (ObjectNode) new ObjectMapper().readTree(Files.readString(Path.of("docs/grafana/weir.json")));
    }

    @Test
    void itIsWhole() throws Exception {
        assertThat(wrong(dashboard())).isEmpty();
        assertThat(dashboard().path("panels")).hasSizeGreaterThan(30);
    }

    @Test
    void whatWouldBeWrongIsSeen() throws Exception {
        assertThat(after(panel -> panel.put("id", 3))).containsExactly("two panels have the id 3");
        assertThat(after(panel -> panel.put("type", "graph"))).containsExactly("panel 2: no type graph");
        assertThat(after(panel -> at(panel).put("x", 1))).containsExactly("panels 2 and 3 overlap");
        assertThat(after(panel -> at(panel).put("w", 0))).containsExactly("panel 2 is not on the grid");
        assertThat(after(panel -> at(panel).put("x", 22).put("y", 400))).containsExactly("panel 2 is not on the grid");
        assertThat(after(panel -> target(panel).put("expr", " "))).containsExactly("panel 2: a target without expr");
        assertThat(after(panel -> target(panel).put("expr", "up{job=\"$jobb\"}")))
                .containsExactly("no variable jobb");
        assertThat(after(panel -> target(panel).putObject("datasource").put("uid", "abc")))
                .containsExactly("panel 2: another data source than " + SOURCE);
        assertThat(after(panel -> panel.remove("datasource")))
                .containsExactly("panel 2: another data source than " + SOURCE);
        assertThat(after(panel -> panel.withArray("targets")
                        .add(panel.path("targets").get(0).deepCopy())))
                .containsExactly("panel 2: two targets have one refId");
        assertThat(after(panel -> ((ObjectNode) panel.at("/fieldConfig/defaults")).put("unit", "second")))
                .containsExactly("panel 2: no unit second");
        assertThat(after(panel -> ((ObjectNode) panel.path("options")).putObject("legend")))
                .containsExactly("panel 2: a legend without calcs");
        ObjectNode renamed = dashboard();
        ((ObjectNode) renamed.at("/templating/list/3")).put("name", "pools");
        assertThat(wrong(renamed)).containsExactly("no variable pool", "nobody uses the variable pools");
    }

    /** What is wrong after something was done to the second panel. */
    private static List<String> after(Consumer<ObjectNode> change) throws Exception {
        ObjectNode dashboard = dashboard();
        change.accept((ObjectNode) dashboard.path("panels").get(1));
        return wrong(dashboard);
    }

    private static ObjectNode at(ObjectNode panel) {
        return (ObjectNode) panel.path("gridPos");
    }

    private static ObjectNode target(ObjectNode panel) {
        return (ObjectNode) panel.path("targets").get(0);
    }

    private static List<String> wrong(JsonNode dashboard) {
        List<String> wrong = new ArrayList<>();
        List<JsonNode> panels = new ArrayList<>();
        Set<Integer> ids = new HashSet<>();
        for (JsonNode panel : dashboard.path("panels")) {
            int id = panel.path("id").asInt();
            if (!ids.add(id)) {
                wrong.add("two panels have the id " + id);
            }
            if (!TYPES.contains(panel.path("type").asText())) {
                wrong.add("panel " + id + ": no type " + panel.path("type").asText());
            }
            place(panel, panels, wrong);
            panels.add(panel);
            if (!panel.path("type").asText().equals("row")) {
                content(panel, wrong);
            }
        }
        if (dashboard.path("uid").asText().isEmpty()
                || !dashboard.path("schemaVersion").isInt()) {
            wrong.add("no uid or no schemaVersion");
        }
        variables(dashboard, wrong);
        return wrong;
    }

    private static void place(JsonNode panel, List<JsonNode> before, List<String> wrong) {
        JsonNode at = panel.path("gridPos");
        int right = at.path("x").asInt(-1) + at.path("w").asInt();
        if (at.path("x").asInt(-1) < 0
                || at.path("y").asInt(-1) < 0
                || at.path("w").asInt() < 1
                || at.path("h").asInt() < 1
                || right > COLUMNS) {
            wrong.add("panel " + panel.path("id") + " is not on the grid");
            return;
        }
        for (JsonNode other : before) {
            if (meet(at, other.path("gridPos"), "x", "w") && meet(at, other.path("gridPos"), "y", "h")) {
                wrong.add("panels " + other.path("id") + " and " + panel.path("id") + " overlap");
            }
        }
    }

    private static boolean meet(JsonNode one, JsonNode other, String from, String length) {
        int begin = one.path(from).asInt();
        int another = other.path(from).asInt();
        return begin < another + other.path(length).asInt()
                && another < begin + one.path(length).asInt();
    }

    private static void content(JsonNode panel, List<String> wrong) {
        String name = "panel " + panel.path("id") + ": ";
        Set<String> refs = new HashSet<>();
        boolean foreign = !panel.at("/datasource/uid").asText().equals(SOURCE);
        for (JsonNode target : panel.path("targets")) {
            foreign |= !target.at("/datasource/uid").asText().equals(SOURCE);
            if (target.path("expr").asText().isBlank()) {
                wrong.add(name + "a target without expr");
            }
            if (!refs.add(target.path("refId").asText())) {
                wrong.add(name + "two targets have one refId");
            }
        }
        if (foreign) {
            wrong.add(name + "another data source than " + SOURCE);
        }
        JsonNode legend = panel.at("/options/legend");
        if (legend.isObject() && !legend.path("calcs").isArray()) {
            wrong.add(name + "a legend without calcs");
        }
        String unit = panel.at("/fieldConfig/defaults/unit").asText();
        if (!UNITS.contains(unit)) {
            wrong.add(name + "no unit " + unit);
        }
    }

    private static void variables(JsonNode dashboard, List<String> wrong) {
        List<String> known = StreamSupport.stream(
                        dashboard.at("/templating/list").spliterator(), false)
                .map(variable -> variable.path("name").asText())
                .toList();
        Set<String> used = VARIABLE.matcher(dashboard.toString())
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toSet());
        // A value of a variable, no variable
        used.remove("__all");
        used.stream()
                .filter(name -> !known.contains(name) && !BUILT_IN.contains(name))
                .sorted()
                .forEach(name -> wrong.add("no variable " + name));
        known.stream()
                .filter(name -> !used.contains(name))
                .forEach(name -> wrong.add("nobody uses the variable " + name));
    }
}
