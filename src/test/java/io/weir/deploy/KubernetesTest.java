package io.weir.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.HostPort;
import io.weir.model.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** k8s/: the objects against each other and against the configuration that the nodes get. */
class KubernetesTest {
    @TempDir
    private Path scratch;

    private final Tree kustomization = read("kustomization.yaml");
    private final Tree set = read("statefulset.yaml");
    private final Tree nodes = read("nodes.yaml");
    private final Tree pod = set.at("spec template spec");
    private final Tree container = pod.at("containers").list().getFirst();

    @Test
    void everyFileIsPartOfIt() throws IOException {
        try (Stream<Path> files = Files.list(Shipped.KUBERNETES)) {
            List<String> there =
                    files.map(file -> file.getFileName().toString()).toList();
            Stream<String> named = Stream.of(
                            kustomization.at("resources").texts(),
                            generated().at("files").texts())
                    .flatMap(List::stream);
            assertThat(Stream.concat(named, Stream.of("kustomization.yaml")).toList())
                    .containsExactlyInAnyOrderElementsOf(there);
        }
    }

    @Test
    void eachNodeIsASeedUnderTheNameItAdvertises() {
        assertThat(set.at("spec serviceName").text()).isEqualTo(name(nodes));
        List<HostPort> advertised = pods().stream()
                .map(each -> settings(each).cluster().advertise())
                .toList();
        for (String each : pods()) {
            Settings settings = settings(each);
            assertThat(settings.node().name()).isEqualTo(each);
            assertThat(settings.cluster().advertise().host()).isEqualTo(each + "." + name(nodes));
            assertThat(settings.cluster().seeds()).isEqualTo(advertised);
            assertThat(settings.cluster().advertise().port())
                    .isEqualTo(settings.cluster().bind().port());
        }
    }

    /** A node is found before it is ready, and no node waits for another: else a cluster never starts anew. */
    @Test
    void nodesMeetBeforeTheyAreReady() {
        assertThat(set.at("spec podManagementPolicy").text()).isEqualTo("Parallel");
        assertThat(nodes.at("spec clusterIP").text()).isEqualTo("None");
        assertThat(nodes.at("spec publishNotReadyAddresses").flag()).isTrue();
    }

    @Test
    void portsAreTheConfigurations() {
        Settings settings = settings("weir-0");
        Tree ports = container.at("ports");
        assertThat(ports.named("web").at("containerPort").number())
                .isEqualTo(settings.listeners().get("web").binds().getFirst().port());
        assertThat(ports.named("admin").at("containerPort").number())
                .isEqualTo(settings.admin().bind().port());
        assertThat(ports.named("cluster").at("containerPort").number())
                .isEqualTo(settings.cluster().bind().port());
        for (String name : List.of("cluster", "admin")) {
            Tree port = nodes.at("spec ports").named(name);
            assertThat(port.at("targetPort").text()).isEqualTo(name);
            assertThat(port.at("port").number())
                    .isEqualTo(ports.named(name).at("containerPort").number());
        }
        Tree clients = read("clients.yaml").at("spec ports").list().getFirst();
        assertThat(clients.at("targetPort").text()).isEqualTo("web");
    }

    @Test
    void bindsAreReachedFromOtherMachines() {
        Settings settings = settings("weir-0");
        assertThat(List.of(
                        settings.cluster().bind().host(),
                        settings.admin().bind().host(),
                        settings.listeners().get("web").binds().getFirst().host()))
                .containsOnly("0.0.0.0");
    }

    @Test
    void probesAskTheAdminPortForWhatEachIsAbout() {
        assertThat(probe("startupProbe", "path").text()).isEqualTo("/alive");
        assertThat(probe("livenessProbe", "path").text()).isEqualTo("/alive");
        assertThat(probe("readinessProbe", "path").text()).isEqualTo("/ready");
        assertThat(List.of("startupProbe", "livenessProbe", "readinessProbe"))
                .allSatisfy(probe -> assertThat(probe(probe, "port").text()).isEqualTo("admin"));
    }

    @Test
    void stoppingIsNoticedInTimeAndGivenItsTime() {
        var shutdown = settings("weir-0").shutdown();
        Duration grace =
                Duration.ofSeconds(pod.at("terminationGracePeriodSeconds").number());
        assertThat(grace).isGreaterThanOrEqualTo(Shipped.stopping(shutdown));
        Tree readiness = container.at("readinessProbe");
        Duration noticed =
                Duration.ofSeconds((long) readiness.at("periodSeconds").number()
                                * readiness.at("failureThreshold").number()
                        + readiness.at("timeoutSeconds").number());
        assertThat(noticed.multipliedBy(2))
                .as("and as long again to be told everywhere")
                .isLessThan(shutdown.announce());
    }

    @Test
    void filesAreWhereTheNodeLooksForThem() {
        Tree mounts = container.at("volumeMounts");
        String config = mounts.named("config").at("mountPath").text();
        assertThat(container.at("args").texts())
                .containsExactly(
                        "run",
                        "-c",
                        config + "/" + generated().at("files").texts().getFirst());
        assertThat(pod.at("volumes").named("config").at("configMap name").text())
                .isEqualTo(generated().at("name").text());
        Tree claim = set.at("spec volumeClaimTemplates").list().getFirst();
        assertThat(mounts.named(claim.at("metadata name").text())
                        .at("mountPath")
                        .text())
                .isEqualTo(settings("weir-0").node().dataDir().toString())
                .isEqualTo(image().one("VOLUME").exec().getFirst());
        assertThat(container
                        .at("env")
                        .named("POD_NAME")
                        .at("valueFrom fieldRef fieldPath")
                        .text())
                .isEqualTo("metadata.name");
    }

    @Test
    void aNodeMayDoLittle() {
        Tree rights = pod.at("securityContext");
        assertThat(rights.at("runAsNonRoot").flag()).isTrue();
        assertThat(List.of(
                        rights.at("runAsUser").number(),
                        rights.at("runAsGroup").number(),
                        rights.at("fsGroup").number()))
                .containsOnly(Shipped.user());
        assertThat(rights.at("seccompProfile type").text()).isEqualTo("RuntimeDefault");
        Tree own = container.at("securityContext");
        assertThat(own.at("allowPrivilegeEscalation").flag()).isFalse();
        assertThat(own.at("readOnlyRootFilesystem").flag()).isTrue();
        assertThat(own.at("capabilities drop").texts()).containsExactly("ALL");
        assertThat(container.at("volumeMounts").named("tmp").at("mountPath").text())
                .isEqualTo("/tmp");
        assertThat(pod.at("automountServiceAccountToken").flag()).isFalse();
    }

    /** Memory is promised whole, and is enough; the processor is not throttled. */
    @Test
    void aNodeHasWhatItTakes() {
        Tree resources = container.at("resources");
        String memory = resources.at("limits memory").text();
        assertThat(memory).isEqualTo(resources.at("requests memory").text()).isEqualTo("1Gi");
        assertThat(Shipped.needed(1L << 30)).isLessThan(1L << 30);
        assertThat(resources.at("limits").keys()).containsExactly("memory");
        assertThat(resources.at("requests").keys()).contains("cpu");
    }

    @Test
    void everyObjectMeansTheSamePods() {
        Map<String, String> label = Map.of("app.kubernetes.io/name", "weir");
        Tree disruption = read("disruption.yaml");
        Tree network = read("network.yaml");
        assertThat(List.of(
                        set.at("spec selector matchLabels"),
                        set.at("spec template metadata labels"),
                        nodes.at("spec selector"),
                        read("clients.yaml").at("spec selector"),
                        disruption.at("spec selector matchLabels"),
                        network.at("spec podSelector matchLabels")))
                .extracting(Tree::value)
                .containsOnly(label);
        assertThat(disruption.at("spec maxUnavailable").number()).isEqualTo(1);
    }

    /** Whoever reaches the cluster port can join. */
    @Test
    void onlyNodesReachTheClusterPort() {
        for (Tree rule : read("network.yaml").at("spec ingress").list()) {
            List<String> ports = rule.at("ports").list().stream()
                    .map(port -> port.at("port").text())
                    .toList();
            if (ports.contains("cluster")) {
                assertThat(rule.at("from").list())
                        .singleElement()
                        .satisfies(from -> assertThat(
                                        from.at("podSelector matchLabels").value())
                                .isEqualTo(set.at("spec selector matchLabels").value()));
            }
            assertThat(ports).isSubsetOf("web", "admin", "cluster");
        }
    }

    @Test
    void noImageNamesARegistry() {
        String image = container.at("image").text();
        assertThat(Shipped.namesARegistry(image)).isFalse();
        Tree chosen = kustomization.at("images").named(image);
        assertThat(chosen.has("newName")).isFalse();
    }

    private List<String> pods() {
        return IntStream.range(0, set.at("spec replicas").number())
                .mapToObj(number -> name(set) + "-" + number)
                .toList();
    }

    private Settings settings(String podName) {
        return Shipped.checked(
                Tree.text(Shipped.KUBERNETES.resolve("application.conf")), scratch, Map.of("POD_NAME", podName));
    }

    private Tree probe(String probe, String key) {
        return container.at(probe + " httpGet " + key);
    }

    private Tree generated() {
        return kustomization.at("configMapGenerator").list().getFirst();
    }

    private static Dockerfile image() {
        return Dockerfile.read(Shipped.DOCKERFILE).lastStage();
    }

    private static String name(Tree object) {
        return object.at("metadata name").text();
    }

    private static Tree read(String file) {
        return Tree.read(Shipped.KUBERNETES.resolve(file));
    }
}
