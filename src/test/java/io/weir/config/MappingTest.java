package io.weir.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Pems;
import io.weir.model.AccessLogSettings;
import io.weir.model.AdminSettings;
import io.weir.model.AdminSettings.Role;
import io.weir.model.Algorithm;
import io.weir.model.BackendSpec;
import io.weir.model.CheckKind;
import io.weir.model.CheckKind.StatusRange;
import io.weir.model.CheckTls;
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
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingTest {
    @TempDir
    private Path directory;

    private Written written;

    @BeforeEach
    void files() {
        written = new Written(directory);
        written.file("token.txt", "fedcba9876543210fedcba9876543210\n");
        written.file("cert.pem", Pems.ec().certificate());
        written.file("key.pem", Pems.ec().key());
    }

    @Test
    void everyKeyReachesItsSetting() {
        Outcome.Good good = written.good(FullFile.TEXT);
        Settings settings = good.settings();
        assertThat(settings.node()).isEqualTo(new NodeSettings("edge-1", directory.resolve("state")));
        assertThat(settings.maxConnections()).isEqualTo(5000);
        assertThat(settings.eventLoops())
                .isEqualTo(new EventLoopSettings(3, TransportKind.NIO, 16 << 10, 64 << 20, 128 << 10, 10));
        assertThat(settings.cluster())
                .isEqualTo(new ClusterSettings(
                        "east",
                        new HostPort("10.0.0.1", 17356),
                        new HostPort("203.0.113.9", 17400),
                        List.of(new HostPort("10.0.0.2", 17355), new HostPort("fd00::3", 17355))));
        assertThat(settings.admin())
                .isEqualTo(new AdminSettings(
                        new HostPort("10.0.0.1", 7700),
                        List.of("edge-1.example", "203.0.113.9"),
                        List.of(
                                new AdminSettings.Token("alice", Role.ADMIN, "0123456789abcdef0123456789abcdef"),
                                new AdminSettings.Token("grafana", Role.OPERATOR, "fedcba9876543210fedcba9876543210")),
                        new AdminSettings.Tls(directory.resolve("cert.pem"), directory.resolve("key.pem"))));
        assertThat(settings.listeners())
                .containsExactly(Map.entry("web", webListener()), Map.entry("api", apiListener()));
        assertThat(settings.pools().keySet()).containsExactly("web", "api");
        assertThat(settings.pools().get("web")).isEqualTo(webPool());
        assertThat(settings.shutdown())
                .isEqualTo(new ShutdownSettings(Duration.ofSeconds(5), Duration.ofMinutes(20), Duration.ofMinutes(1)));
        assertThat(settings.accessLog())
                .isEqualTo(new AccessLogSettings(
                        false, LogFormat.TEXT, directory.resolve("access.log").toString(), 1000));
        assertThat(settings.log()).isEqualTo(new LogSettings(LogLevel.DEBUG, LogFormat.JSON));
        assertThat(settings.pekko()).isEqualTo("{\"pekko\":{\"log-dead-letters\":3}}");
    }

    @Test
    void aTokenFileMayBeginWithAByteOrderMark() {
        written.file("token.txt", "\uFEFFfedcba9876543210fedcba9876543210\r\n");
        assertThat(written.good(FullFile.TEXT)
                        .settings()
                        .admin()
                        .tokens()
                        .getLast()
                        .secret())
                .isEqualTo("fedcba9876543210fedcba9876543210");
    }

    @Test
    void sendExpectReachesItsSetting() {
        CheckKind kind = written.good(FullFile.TEXT)
                .settings()
                .pools()
                .get("api")
                .healthCheck()
                .kind();
        assertThat(kind).isInstanceOf(CheckKind.SendExpect.class);
        CheckKind.SendExpect check = (CheckKind.SendExpect) kind;
        assertThat(check.send()).isEqualTo("PING\r\n");
        assertThat(check.expect().pattern()).isEqualTo("PONG");
        assertThat(check.expect().matcher("a\nPONG\n").find()).isTrue();
        assertThat(check.maxBytes()).isEqualTo(4096);
        CheckKind full = written.good(FullFile.TEXT.replace("type = http", "type = send-expect"))
                .settings()
                .pools()
                .get("web")
                .healthCheck()
                .kind();
        assertThat(((CheckKind.SendExpect) full).maxBytes()).isEqualTo(64);
        assertThat(((CheckKind.SendExpect) full).expect().pattern()).isEqualTo("^\\+PONG");
    }

    /** Guards the test above: a key added to the code must be added to the full file, and differ from its default. */
    @Test
    void theFullFileSetsEveryKey() {
        Effective effective = written.good(FullFile.TEXT).effective();
        assertThat(effective.settings())
                .filteredOn(setting -> setting.from().startsWith("default"))
                .extracting(Effective.Setting::path)
                .allMatch(path -> path.startsWith("weir.listeners.api.")
                        || path.startsWith("weir.pools.api.")
                        || path.startsWith("weir.pools.web.backends[0]"));
        Effective defaults = written.good(
                        "weir { listeners.web { bind = \"h:1\", pool = web }, pools.web.backends = [\"h:2\"] }")
                .effective();
        Map<String, Object> values = new HashMap<>();
        effective.settings().forEach(setting -> values.put(setting.path(), setting.value()));
        assertThat(defaults.settings())
                .filteredOn(setting -> setting.from().startsWith("default"))
                .filteredOn(setting ->
                        values.containsKey(setting.path()) && !setting.path().contains("backends["))
                .hasSizeGreaterThan(50)
                .allSatisfy(setting -> assertThat(values.get(setting.path()))
                        .as(setting.path())
                        .isNotEqualTo(setting.value()));
    }

    @Test
    void secretsAreNowhereInWhatIsShown() {
        Outcome.Good good = written.good(FullFile.TEXT);
        assertThat(good.effective().text() + good.effective().tree() + good.settings())
                .doesNotContain("0123456789abcdef")
                .doesNotContain("fedcba9876543210");
        assertThat(good.effective().text()).contains("token = \"***\"");
    }

    private static ListenerSettings webListener() {
        return new ListenerSettings(
                "web",
                List.of(new HostPort("0.0.0.0", 8080), new HostPort("::", 8080)),
                "web",
                4000,
                512,
                Duration.ofMinutes(30),
                Duration.ofSeconds(10),
                Duration.ofMinutes(2),
                Duration.ofDays(1),
                0.25,
                RefuseWith.FIN,
                new TcpSettings(false, new KeepaliveSettings(true, Duration.ofSeconds(30), Duration.ofSeconds(5), 9)));
    }

    private static ListenerSettings apiListener() {
        return new ListenerSettings(
                "api",
                List.of(new HostPort("*", 9090)),
                "api",
                5000,
                4096,
                Off.TIME,
                Duration.ofMinutes(1),
                Off.TIME,
                Off.TIME,
                0.1,
                RefuseWith.RST,
                new TcpSettings(true, new KeepaliveSettings(false, Duration.ofSeconds(60), Duration.ofSeconds(20), 3)));
    }

    private static PoolSettings webPool() {
        return new PoolSettings(
                "web",
                Algorithm.SOURCE_HASH,
                Scope.NODE,
                List.of(
                        new BackendSpec("192.0.2.1:80", new HostPort("192.0.2.1", 80), 1, Off.COUNT, false),
                        new BackendSpec("b2", new HostPort("b.example", 8081), 3, 100, true)),
                900,
                Scope.NODE,
                new HealthCheckSettings(
                        new CheckKind.Http(
                                "/healthz?full",
                                "example.org",
                                List.of(
                                        new StatusRange(200, 200),
                                        new StatusRange(204, 204),
                                        new StatusRange(300, 302))),
                        new CheckTls("check.example.org", true),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(2),
                        0.2,
                        4,
                        5,
                        OptionalInt.of(8082),
                        Scope.NODE,
                        2),
                new OutlierSettings(7, Duration.ofMinutes(1)),
                new ConnectSettings(
                        Duration.ofSeconds(1),
                        5,
                        Duration.ofMillis(100),
                        Duration.ofSeconds(4),
                        List.of(InetAddress.ofLiteral("10.0.0.1"), InetAddress.ofLiteral("fd00::1"))),
                WhenAllDown.TRY_ALL,
                Duration.ofMinutes(1));
    }
}
