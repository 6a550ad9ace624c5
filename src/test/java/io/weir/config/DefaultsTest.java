package io.weir.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.AccessLogSettings;
import io.weir.model.AdminSettings;
import io.weir.model.Algorithm;
import io.weir.model.BackendSpec;
import io.weir.model.CheckKind;
import io.weir.model.ClusterSettings;
import io.weir.model.ConnectSettings;
import io.weir.model.EventLoopSettings;
import io.weir.model.HealthCheckSettings;
import io.weir.model.HostPort;
import io.weir.model.KeepaliveSettings;
import io.weir.model.ListenerSettings;
import io.weir.model.LogFormat;
import io.weir.model.LogLevel;
import io.weir.model.LogSettings;
import io.weir.model.NodeSettings;
import io.weir.model.Off;
import io.weir.model.OutlierSettings;
import io.weir.model.PoolSettings;
import io.weir.model.RefuseWith;
import io.weir.model.Scope;
import io.weir.model.Settings;
import io.weir.model.ShutdownSettings;
import io.weir.model.TcpSettings;
import io.weir.model.TransportKind;
import io.weir.model.WhenAllDown;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefaultsTest {
    private static final int AUTO = (1_048_576 - 512) / 2;

    @TempDir
    private Path directory;

    @Test
    void whatIsNotSetHasTheContractsDefault() {
        Settings settings = new Written(directory)
                .good(
                        "weir { listeners.web { bind = \"0.0.0.0:8080\", pool = web }, pools.web.backends = [\"b:9001\"] }")
                .settings();
        ListenerSettings listener = new ListenerSettings(
                "web",
                List.of(new HostPort("0.0.0.0", 8080)),
                "web",
                AUTO,
                4096,
                Duration.ofHours(1),
                Duration.ofMinutes(1),
                Off.TIME,
                Off.TIME,
                0.1,
                RefuseWith.RST,
                new TcpSettings(true, new KeepaliveSettings(true, Duration.ofSeconds(60), Duration.ofSeconds(20), 3)));
        PoolSettings pool = new PoolSettings(
                "web",
                Algorithm.POWER_OF_TWO_CHOICES,
                Scope.CLUSTER,
                List.of(new BackendSpec("b:9001", new HostPort("b", 9001), 1, Off.COUNT, false)),
                Off.COUNT,
                Scope.CLUSTER,
                new HealthCheckSettings(
                        new CheckKind.Tcp(),
                        null,
                        Duration.ofSeconds(2),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(2),
                        Duration.ofMillis(1500),
                        0.1,
                        2,
                        3,
                        OptionalInt.empty(),
                        Scope.CLUSTER,
                        3),
                new OutlierSettings(5, Duration.ofSeconds(30)),
                new ConnectSettings(Duration.ofSeconds(3), 3, Duration.ofMillis(50), Duration.ofSeconds(8), List.of()),
                WhenAllDown.REFUSE,
                Duration.ofSeconds(30));
        assertThat(settings)
                .isEqualTo(new Settings(
                        new NodeSettings("box1", directory.resolve("data")),
                        AUTO,
                        // The buffers that all connections could hold would be 34 GB: a quarter of the memory is the
                        // cap.
                        new EventLoopSettings(4, TransportKind.AUTO, 32 << 10, 4L << 30, 512 << 10, 256),
                        new ClusterSettings("weir", new HostPort("127.0.0.1", 17355), null, List.of()),
                        new AdminSettings(new HostPort("127.0.0.1", 7626), List.of(), List.of(), null),
                        Map.of("web", listener),
                        Map.of("web", pool),
                        new ShutdownSettings(Duration.ofSeconds(15), Duration.ofSeconds(30), Duration.ofSeconds(10)),
                        new AccessLogSettings(true, LogFormat.JSON, "-", 65536),
                        new LogSettings(LogLevel.INFO, LogFormat.TEXT),
                        ""));
    }

    @Test
    void bufferMemoryFollowsTheConnectionsWhereTheseAreFew() {
        Settings settings =
                new Written(directory).good("weir.max-connections = 1000").settings();
        assertThat(settings.eventLoops().bufferMemory()).isEqualTo(2L * 1000 * 32 * 1024);
    }

    @Test
    void anEmptyFileIsANodeThatForwardsNothing() {
        assertThat(new Written(directory).warnings(""))
                .containsExactly("weir.conf:1: weir.listeners: there is no listener: this node forwards nothing");
    }

    @Test
    void offIsTakenWhereverThereIsALimit() {
        Settings settings = new Written(directory).good("""
                        weir {
                          event-loops.pipes = off
                          listeners.l {
                            bind = "h:1", pool = p, max-connections = off, idle-timeout = off, fin-timeout = off
                            stall-timeout = off, max-age = off, max-age-jitter = off, tcp.keepalive = false
                          }
                          pools.p {
                            backends = [{ address = "h:2", max-connections = off, backup = off }]
                            max-connections = off, outlier-detection.consecutive-failures = off, connect.backoff = off
                            health-check { jitter = off, send-expect.expect = off, tls = no }
                          }
                          shutdown { announce = off, drain = off, close-over = off }
                        }
                        """).settings();
        ListenerSettings listener = settings.listeners().get("l");
        PoolSettings pool = settings.pools().get("p");
        assertThat(settings.eventLoops().pipes()).isZero();
        assertThat(listener.maxConnections()).isEqualTo(Off.COUNT);
        assertThat(List.of(listener.idleTimeout(), listener.finTimeout(), listener.stallTimeout(), listener.maxAge()))
                .containsOnly(Off.TIME);
        assertThat(listener.maxAgeJitter()).isZero();
        assertThat(listener.tcp().keepalive().enabled()).isFalse();
        assertThat(pool.maxConnections()).isEqualTo(Off.COUNT);
        assertThat(pool.backends().getFirst().maxConnections()).isEqualTo(Off.COUNT);
        assertThat(pool.outlierDetection().consecutiveFailures()).isEqualTo(Off.COUNT);
        assertThat(pool.connect().backoff()).isZero();
        assertThat(pool.healthCheck().jitter()).isZero();
        assertThat(settings.shutdown()).isEqualTo(new ShutdownSettings(Duration.ZERO, Off.TIME, Duration.ZERO));
    }
}
