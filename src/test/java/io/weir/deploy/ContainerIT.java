package io.weir.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.ClosedPort;
import io.weir.kit.FakeBackend;
import io.weir.kit.Manners;
import io.weir.kit.Patience;
import io.weir.kit.Program;
import io.weir.kit.Transport;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What an engine would run or ask, run and asked without one. */
class ContainerIT {
    @Test
    void theHealthCheckAndTheProbesFindANodeWell() throws Exception {
        try (FakeBackend backend = FakeBackend.start(Manners.echo());
                WeirProcess weir =
                        WeirProcess.start(WeirFile.with(Transport.NIO).service("web", backend.hostPort()))) {
            Patience.until("readiness").until(() -> weir.admin().ready());
            assertThat(healthCheck(weir.adminAddress().getPort())).isZero();
            Tree container = Tree.read(Shipped.KUBERNETES.resolve("statefulset.yaml"))
                    .at("spec template spec containers")
                    .list()
                    .getFirst();
            for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                String path = container.at(probe + " httpGet path").text();
                assertThat(weir.admin().get(path).status()).as(path).isEqualTo(200);
            }
        }
    }

    @Test
    void theHealthCheckFindsAnAbsentNodeIll() throws Exception {
        try (ClosedPort nobody = ClosedPort.take()) {
            assertThat(healthCheck(nobody.address().getPort())).isNotZero();
        }
    }

    /** Kustomize puts the files together, in each of its versions alike: the name it makes is the one that is mounted. */
    @Test
    void kustomizeRendersWhatIsThere() throws Exception {
        String rendered = new Program("kubectl", "kubernetes-client")
                .run(Patience.seconds(60), "kustomize", Shipped.KUBERNETES.toString())
                .good();
        List<Tree> objects = Tree.all(rendered, "rendered");
        assertThat(objects)
                .extracting(object -> object.at("kind").text())
                .containsExactlyInAnyOrder(
                        "ConfigMap", "Service", "Service", "StatefulSet", "PodDisruptionBudget", "NetworkPolicy");
        Tree map = of(objects, "ConfigMap");
        assertThat(map.at("data").keys()).containsExactly("application.conf");
        assertThat(((Map<?, ?>) map.at("data").value()).get("application.conf"))
                .isEqualTo(Tree.text(Shipped.KUBERNETES.resolve("application.conf")));
        Tree pod = of(objects, "StatefulSet").at("spec template spec");
        assertThat(pod.at("volumes").named("config").at("configMap name").text())
                .isEqualTo(map.at("metadata name").text())
                .startsWith("weir-");
        assertThat(pod.at("containers").list().getFirst().at("image").text()).isEqualTo("weir:latest");
    }

    private static Tree of(List<Tree> objects, String kind) {
        return objects.stream()
                .filter(object -> object.at("kind").text().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static int healthCheck(int port) throws IOException, InterruptedException {
        ProcessBuilder check = new ProcessBuilder(
                Dockerfile.read(Shipped.DOCKERFILE).lastStage().health());
        check.environment().put("WEIR_ADMIN_PORT", Integer.toString(port));
        Process process = check.inheritIO().start();
        assertThat(process.waitFor(Patience.seconds(10).toMillis(), TimeUnit.MILLISECONDS))
                .isTrue();
        return process.exitValue();
    }
}
