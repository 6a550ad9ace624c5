package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Browser;
import io.weir.kit.ClosedPort;
import io.weir.kit.FakeBackend;
import io.weir.kit.Manners;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.kit.Transport;
import io.weir.kit.WeirCluster;
import io.weir.kit.WeirFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Takes the pictures of the documents, into the folder {@code -Dweir.pictures=docs/img}: a cluster of three nodes under some
 * load, with a backend that is down and one that is drained. It shows nothing that other tests do not, and takes half a minute.
 */
class DashboardPicturesIT {
    private static final int WIDTH = 1180;
    private static final int HEIGHT = 800;
    private static final List<String> NAMES = List.of("alder", "birch", "elm", "hazel", "pg-1", "pg-2");

    private final CountDownLatch over = new CountDownLatch(1);

    @Test
    @EnabledIfSystemProperty(named = "weir.pictures", matches = ".+")
    void ofAClusterUnderLoad() {
        Path folder = Path.of(System.getProperty("weir.pictures"));
        List<FakeBackend> backends = new ArrayList<>();
        NAMES.forEach(name -> backends.add(FakeBackend.start(Manners.echo())));
        try (ClosedPort nobody = ClosedPort.take();
                WeirCluster cluster = WeirCluster.start(
                        3, Transport.NATIVE, (file, node) -> furnish(file, backends, nobody.hostPort()));
                Browser browser = Browser.start()) {
            load(cluster);
            browser.look(WIDTH, HEIGHT, false);
            browser.open(cluster.node(0).adminAddress());
            browser.await("main", "4 of 5 usable", 20);
            Patience.until("some connections", 30)
                    .until(() -> cluster.alive().stream()
                                    .mapToDouble(
                                            node -> node.metrics().sum("weir_backend_connections", "backend", "elm"))
                                    .sum()
                            > 5);
            assertThat(cluster.node(1)
                            .admin()
                            .ask(
                                    "PATCH",
                                    "/api/v1/pools/web/backends/elm",
                                    "{\"state\":\"draining\",\"deadline\":\"5m\"}")
                            .status())
                    .isEqualTo(200);
            Patience.until("a line to be seen", 60)
                    .until(() -> (Long) browser.run("return document.querySelector('polyline').points.length") > 11);
            Long whole = (Long) browser.run("return document.documentElement.scrollHeight");
            picture(browser, folder, "light", WIDTH, whole.intValue(), false);
            picture(browser, folder, "dark", WIDTH, 760, true);
            picture(browser, folder, "narrow", 360, 760, false);
            browser.look(WIDTH, HEIGHT, false);
            browser.click("nav a[href='#/connections']");
            browser.await("main tbody", "127.0.0.1:", 10);
            picture(browser, folder, "connections", WIDTH, HEIGHT, false);
        } finally {
            over.countDown();
            backends.forEach(FakeBackend::close);
        }
    }

    private static void furnish(WeirFile file, List<FakeBackend> backends, String nobody) {
        String check = "health-check { type = tcp, interval = 500ms, fast-interval = 200ms }";
        file.listener("web", "")
                .pool(
                        "web",
                        check,
                        at(0, backends, ""),
                        at(1, backends, ""),
                        "{ id = cedar, address = \"" + nobody + "\" }",
                        at(2, backends, ""),
                        at(3, backends, ", weight = 2"))
                .listener("db", "")
                .pool(
                        "db",
                        "algorithm = least-connections, " + check,
                        at(4, backends, ", max-connections = 200"),
                        at(5, backends, ", backup = true"));
    }

    private static String at(int index, List<FakeBackend> backends, String more) {
        return "{ id = %s, address = \"%s\"%s }"
                .formatted(NAMES.get(index), backends.get(index).hostPort(), more);
    }

    /** Connections that come and go, more through one node than through another, and carry something now and then. */
    private void load(WeirCluster cluster) {
        for (int i = 0; i < 90; i++) {
            int number = i;
            Thread.ofVirtual().start(() -> {
                while (over.getCount() > 0) {
                    one(cluster, number % 6 < 3 ? 0 : number % 6 < 5 ? 1 : 2, number % 8 == 0 ? "db" : "web");
                }
            });
        }
    }

    private void one(WeirCluster cluster, int node, String listener) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        try (Peer peer = Peer.dial(cluster.node(node).listener(listener))) {
            for (int turns = random.nextInt(5, 60); turns > 0; turns--) {
                peer.echo("x".repeat(random.nextInt(50, 8000)));
                if (over.await(random.nextInt(20, 300), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (IOException | InterruptedException ended) {
            // At the end of the test, or at a deadline
        }
    }

    private static void picture(Browser browser, Path folder, String name, int width, int height, boolean dark) {
        browser.look(width, height, dark);
        browser.await("#pulse", "live", 10);
        browser.picture(folder.resolve("dashboard-" + name + ".png"));
    }
}
