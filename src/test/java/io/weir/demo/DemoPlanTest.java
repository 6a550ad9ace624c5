package io.weir.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoPlanTest {
    private final DemoPlan plan = new DemoPlan(
            8081,
            7627,
            Path.of("/tmp/a \"b\" \\c"),
            List.of(new DemoPlan.Server("red", 1001), new DemoPlan.Server("green", 1002)));

    @Test
    void configurationNamesWhatThePlanHas() {
        Config weir = ConfigFactory.parseString(plan.configuration()).getConfig("weir");
        assertThat(weir.getString("listeners.web.bind")).isEqualTo("127.0.0.1:8081");
        assertThat(weir.getString("admin.bind")).isEqualTo("127.0.0.1:7627");
        assertThat(weir.getString("pools.web.algorithm")).isEqualTo("round-robin");
        assertThat(weir.getConfigList("pools.web.backends"))
                .extracting(backend -> backend.getString("id") + "@" + backend.getString("address"))
                .containsExactly("red@127.0.0.1:1001", "green@127.0.0.1:1002");
    }

    @Test
    void dataStaysInTheScratchFolderWhateverItsName() {
        Config weir = ConfigFactory.parseString(plan.configuration()).getConfig("weir");
        assertThat(Path.of(weir.getString("node.data-dir"))).startsWithRaw(plan.home());
        assertThat(plan.file()).startsWithRaw(plan.home());
    }

    @Test
    void guideNamesTheAddressesAndThreeCommands() {
        assertThat(plan.guide())
                .contains(
                        "http://127.0.0.1:8081/",
                        "http://127.0.0.1:7627/",
                        "red 127.0.0.1:1001",
                        "green 127.0.0.1:1002");
        assertThat(plan.guide().lines().filter(line -> line.contains("curl "))).hasSize(3);
    }
}
