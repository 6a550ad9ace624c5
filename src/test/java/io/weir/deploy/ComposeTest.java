package io.weir.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.BackendSpec;
import io.weir.model.HostPort;
import io.weir.model.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docker-compose.yml: three nodes, three backends, and the one configuration that ties them. */
class ComposeTest {
    private static final String DATA = "/var/lib/weir";

    @TempDir
    private Path scratch;

    private final Tree file = Tree.read(Shipped.COMPOSE);
    private final List<String> nodes = file.at("services").keys().stream()
            .filter(name -> file.at("services " + name + " image").text().startsWith("weir"))
            .toList();

    @Test
    void thereAreThreeNodesEachReachedAtItsNameAsItsFileSays() {
        assertThat(nodes).containsExactly("weir-1", "weir-2", "weir-3");
        for (String name : nodes) {
            Settings settings = settings(name);
            assertThat(node(name, "hostname").text()).isEqualTo(name);
            assertThat(settings.node().name()).isEqualTo(name);
            assertThat(settings.cluster().advertise()).isEqualTo(new HostPort(name, 17355));
            assertThat(settings.cluster().bind()).isEqualTo(new HostPort("0.0.0.0", 17355));
            assertThat(settings.cluster().seeds()).extracting(HostPort::host).isEqualTo(nodes);
            assertThat(settings.cluster().seeds()).extracting(HostPort::port).containsOnly(17355);
        }
    }

    /** As three nodes of the demo: 8080, 8081, 8082 and 7626, 7627, 7628, on loopback alone. */
    @Test
    void eachIsSeenFromOutsideOnPortsOfItsOwn() {
        for (int i = 0; i < nodes.size(); i++) {
            Settings settings = settings(nodes.get(i));
            int listener = settings.listeners().get("web").binds().getFirst().port();
            int admin = settings.admin().bind().port();
            assertThat(node(nodes.get(i), "ports").texts())
                    .containsExactly(
                            "127.0.0.1:" + (8080 + i) + ":" + listener, "127.0.0.1:" + (7626 + i) + ":" + admin);
            assertThat(settings.admin().bind().host())
                    .as("reached from outside")
                    .isEqualTo("0.0.0.0");
        }
    }

    @Test
    void eachKeepsItsDataOnAVolumeOfItsOwn() {
        Set<String> volumes = new TreeSet<>();
        for (String name : nodes) {
            assertThat(settings(name).node().dataDir()).isEqualTo(Path.of(DATA));
            assertThat(node(name, "volumes").texts()).containsExactly(name + ":" + DATA);
            volumes.add(name);
        }
        assertThat(file.at("volumes").keys()).isEqualTo(volumes);
        assertThat(Dockerfile.read(Shipped.DOCKERFILE).lastStage().one("VOLUME").exec())
                .containsExactly(DATA);
    }

    @Test
    void theConfigurationIsWhereTheImageLooksForIt() {
        for (String name : nodes) {
            Tree mounted = node(name, "configs").list().getFirst();
            assertThat(mounted.at("source").text()).isEqualTo("weir");
            assertThat(Dockerfile.read(Shipped.DOCKERFILE)
                            .lastStage()
                            .one("CMD")
                            .exec())
                    .last()
                    .isEqualTo(mounted.at("target").text());
            assertThat(node(name, "build").text()).isEqualTo(".");
        }
    }

    @Test
    void everyBackendIsAServerWithItsOwnPage() {
        for (BackendSpec backend : settings("weir-1").pools().get("web").backends()) {
            assertThat(backend.address()).isEqualTo(new HostPort(backend.id(), 80));
            Tree page = node(backend.id(), "configs").list().getFirst();
            assertThat(page.at("target").text()).isEqualTo("/usr/share/nginx/html/index.html");
            assertThat(file.at("configs " + page.at("source").text() + " content")
                            .text())
                    .isEqualTo(backend.id() + "\n");
            assertThat(node(backend.id(), "image").text()).startsWith("nginx:");
        }
        assertThat(file.at("services").keys()).hasSize(6);
    }

    @Test
    void aNodeIsGivenTheTimeItTakesToStop() {
        for (String name : nodes) {
            String grace = node(name, "stop_grace_period").text();
            assertThat(Duration.parse("PT" + grace))
                    .isGreaterThanOrEqualTo(Shipped.stopping(settings(name).shutdown()));
        }
    }

    @Test
    void aNodeMayDoLittleAndHasTheMemoryItTakes() {
        for (String name : nodes) {
            assertThat(node(name, "read_only").flag()).isTrue();
            assertThat(node(name, "cap_drop").texts()).containsExactly("ALL");
            assertThat(node(name, "security_opt").texts()).containsExactly("no-new-privileges:true");
            String limit = node(name, "mem_limit").text();
            assertThat(limit).endsWith("m");
            long bytes = Long.parseLong(limit.substring(0, limit.length() - 1)) << 20;
            assertThat(Shipped.needed(bytes)).isLessThan(bytes);
        }
    }

    @Test
    void noImageNamesARegistry() {
        assertThat(file.at("services").keys())
                .extracting(name -> node(name, "image").text())
                .noneMatch(Shipped::namesARegistry);
    }

    private Tree node(String name, String key) {
        return file.at("services " + name + " " + key);
    }

    /** As Compose hands it to the node: a doubled dollar is one. */
    private Settings settings(String name) {
        String text = file.at("configs weir content").text();
        assertThat(text.replace("$$", "")).as("a single dollar is Compose's").doesNotContain("$");
        String variable = node(name, "environment WEIR_NODE").text();
        return Shipped.checked(text.replace("$$", "$"), scratch, Map.of("WEIR_NODE", variable));
    }
}
