package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.BlackHole;
import io.weir.kit.FakeBackend;
import io.weir.kit.Manners;
import io.weir.kit.MetricsScrape;
import io.weir.kit.Patience;
import io.weir.kit.Transport;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Readiness, liveness and the metrics' shape on the admin port. */
class ReadyIT {
    @Test
    @Tag("contract-12")
    void readyComesWithTheFirstVerdictsAndSaysEachCondition() {
        try (FakeBackend backend = FakeBackend.start(Manners.greeting("x"));
                BlackHole hole = BlackHole.dig();
                WeirProcess weir = WeirProcess.launch(WeirFile.with(Transport.NATIVE)
                        .service("web", backend.hostPort())
                        .service("silent", hole.hostPort())
                        .add("weir.pools.silent.health-check { type = tcp, timeout = 2500ms, fall = 1 }\n"))) {
            Patience.until("the admin port", 20).until(() -> weir.err().text().contains("admin address="));
            Patience.until("the listeners", 20).until(() -> weir.err().text().contains("listening listener=silent"));
            assertThat(weir.admin().get("/alive").status()).isEqualTo(200);
            var early = weir.admin().get("/ready");
            // A machine that stood still for these seconds has let the verdict come
            if (weir.err().lines().stream()
                    .noneMatch(line -> line.contains("backend-health") && line.contains("pool=silent"))) {
                assertThat(early.status())
                        .as("the silent backend has no verdict yet: %s", early)
                        .isEqualTo(503);
            }
            assertThat(early.body()).isNotBlank();
            weir.awaitReady();
            Patience.until("ready over HTTP").until(() -> weir.admin().ready());
            assertThat(weir.admin().get("/ready?listener=web").status()).isEqualTo(200);
            assertThat(weir.metrics().sum("weir_ready")).isEqualTo(1);
            assertThat(weir.metrics().sum("weir_backend_up", "pool", "silent")).isZero();
        }
    }

    @Test
    void theMetricsOfTheContractAreThere() {
        try (FakeBackend backend = FakeBackend.start(Manners.greeting("x"));
                WeirProcess weir =
                        WeirProcess.start(WeirFile.with(Transport.NATIVE).service("web", backend.hostPort()))) {
            MetricsScrape metrics = weir.metrics();
            assertThat(metrics.names())
                    .contains(
                            "weir_listener_connections_total",
                            "weir_listener_connections",
                            "weir_bytes_total",
                            "weir_backend_connections_total",
                            "weir_backend_connections",
                            "weir_backend_bytes_total",
                            "weir_backend_up",
                            "weir_backend_ejected",
                            "weir_backend_weight",
                            "weir_ready",
                            "weir_access_log_dropped_total",
                            "weir_event_loop_lag_seconds",
                            "weir_build_info")
                    .anyMatch(name -> name.startsWith("jvm_"))
                    .anyMatch(name -> name.startsWith("process_"));
            assertThat(metrics.type("weir_backend_connect_seconds")).isEqualTo("histogram");
            assertThat(metrics.type("weir_connection_duration_seconds")).isEqualTo("histogram");
        }
    }
}
