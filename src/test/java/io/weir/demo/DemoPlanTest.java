package io.weir.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoPlanTest {
    private static final Path HOME = Path.of("/tmp/a \"b\" \\c");

    private final DemoPlan.Node only = new DemoPlan.Node("demo", 8081, 7627, 17355, HOME);
    private final DemoPlan one = plan(List.of(only));
    private final DemoPlan three = plan(List.of(node(1), node(2), node(3)));

    @Test
    void configurationNamesWhatThePlanHas() {
        Config weir = weir(one, only);
        assertThat(weir.getString("listeners.web.bind")).isEqualTo("127.0.0.1:8081");
        assertThat(weir.getString("admin.bind")).isEqualTo("127.0.0.1:7627");
        assertThat(weir.getString("cluster.bind")).isEqualTo("127.0.0.1:17355");
        assertThat(weir.getString("pools.web.algorithm")).isEqualTo("round-robin");
        assertThat(weir.getConfigList("pools.web.backends"))
                .extracting(backend -> backend.getString("id") + "@" + backend.getString("address"))
                .containsExactly("red@127.0.0.1:1001", "green@127.0.0.1:1002");
    }

    @Test
    void aNodeAloneLooksForNobodyAndSeveralForEachOther() {
        assertThat(weir(one, only).getStringList("cluster.seeds")).isEmpty();
        for (DemoPlan.Node node : three.nodes()) {
            assertThat(weir(three, node).getStringList("cluster.seeds"))
                    .containsExactly("127.0.0.1:17356", "127.0.0.1:17357", "127.0.0.1:17358")
                    .contains(weir(three, node).getString("cluster.bind"));
        }
    }

    @Test
    void dataStaysInTheNodesScratchFolderWhateverItsName() {
        for (DemoPlan.Node node : three.nodes()) {
            assertThat(Path.of(weir(three, node).getString("node.data-dir"))).startsWithRaw(node.home());
            assertThat(node.file()).startsWithRaw(node.home());
        }
        assertThat(three.nodes()).extracting(DemoPlan.Node::home).doesNotHaveDuplicates();
    }

    @Test
    void guideNamesTheAddressesAndThreeCommands() {
        assertThat(DemoGuide.of(one))
                .contains(
                        "http://127.0.0.1:8081/",
                        "http://127.0.0.1:7627/",
                        "red 127.0.0.1:1001",
                        "green 127.0.0.1:1002");
        assertThat(commands(one)).hasSize(3);
    }

    @Test
    void guideOfSeveralNamesThemAll() {
        assertThat(DemoGuide.of(three))
                .contains(
                        "a cluster of 3 nodes",
                        "7629/api/v1/pools/web/backends/red",
                        "for port in 8081 8082 8083;",
                        "red 127.0.0.1:1001",
                        HOME.toString())
                .contains("demo-2", "http://127.0.0.1:8082/", "http://127.0.0.1:7628/", "127.0.0.1:17357");
        assertThat(commands(three)).hasSize(3);
    }

    private static List<String> commands(DemoPlan plan) {
        return DemoGuide.of(plan).lines().filter(line -> line.contains("curl ")).toList();
    }

    private static Config weir(DemoPlan plan, DemoPlan.Node node) {
        return ConfigFactory.parseString(plan.configuration(node)).getConfig("weir");
    }

    private static DemoPlan.Node node(int number) {
        String name = "demo-" + number;
        return new DemoPlan.Node(name, 8080 + number, 7626 + number, 17355 + number, HOME.resolve(name));
    }

    private static DemoPlan plan(List<DemoPlan.Node> nodes) {
        return new DemoPlan(HOME, nodes, List.of(new DemoPlan.Server("red", 1001), new DemoPlan.Server("green", 1002)));
    }
}
