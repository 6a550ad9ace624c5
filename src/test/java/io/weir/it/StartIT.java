package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.FakeBackend;
import io.weir.kit.Loopback;
import io.weir.kit.Manners;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.kit.Program;
import io.weir.kit.Transport;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a node starts, and how it refuses to. */
class StartIT {
    private static FakeBackend backend;

    @BeforeAll
    static void start() {
        backend = FakeBackend.start(Manners.greeting("first"));
    }

    @AfterAll
    static void stop() {
        backend.close();
    }

    @Test
    void aPortInUseIsSaidWithItsHolder() throws IOException {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(Loopback.port(0));
            WeirFile file = file().add("weir.listeners.web.bind = \"127.0.0.1:%d\"%n".formatted(taken.getLocalPort()));
            try (WeirProcess weir = WeirProcess.launch(file)) {
                assertThat(weir.exitCode()).as(weir.err().text()).isEqualTo(71);
                assertThat(weir.err().text())
                        .contains("127.0.0.1:" + taken.getLocalPort())
                        .contains(Long.toString(ProcessHandle.current().pid()));
            }
        }
    }

    @Test
    void theAdminPortInUseIsSaidBeforeAnyListenerListens() throws IOException {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(Loopback.port(0));
            WeirFile file = file().add("weir.admin.bind = \"127.0.0.1:%d\"%n".formatted(taken.getLocalPort()));
            try (WeirProcess weir = WeirProcess.launch(file)) {
                assertThat(weir.exitCode()).as(weir.err().text()).isEqualTo(71);
                assertThat(weir.err().text()).doesNotContain("listening listener=");
            }
        }
    }

    @Test
    void everyProblemOfABadFileIsSaidAtOnceWithItsLine() {
        WeirFile file = WeirFile.empty().add("""
                weir {
                  listeners.web { bind = "127.0.0.1:0", pool = nowhere, idle-timeot = 5s }
                  pools.web {
                    algorithm = roundrobin
                    backends = ["127.0.0.1:99999"]
                    connect.attempts = 0
                  }
                }
                """);
        try (WeirProcess weir = WeirProcess.launch(file)) {
            assertThat(weir.exitCode()).as(weir.err().text()).isEqualTo(78);
            String said = weir.err().text();
            assertThat(said)
                    .contains("application.conf:2: ")
                    .contains("application.conf:4: ")
                    .contains("application.conf:5: ")
                    .contains("application.conf:6: ")
                    .contains("idle-timeout")
                    .contains("nowhere")
                    .contains("round-robin");
        }
    }

    @Test
    void checkSaysWhatRunWouldSayWithoutStarting() {
        WeirFile bad = WeirFile.empty()
                .add("weir.listners.web.bind = \"127.0.0.1:0\"\n")
                .add("pekko.cluster.split-brain-resolver.stable-after = -5s\n");
        String file = bad.write().toString();
        try (WeirProcess check = WeirProcess.command(bad.folder(), List.of(), Map.of(), List.of("check", "-c", file))) {
            assertThat(check.exitCode()).isEqualTo(78);
            assertThat(check.out().text())
                    .containsPattern("application.conf:1: .*did you mean listeners\\?")
                    .containsPattern("application.conf:2: pekko.cluster.*: Pekko does not start with \"-5s\"");
            assertThat(check.out().lines()).allMatch(line -> line.contains("application.conf:"));
            assertThat(check.err().text()).isEmpty();
        }
        WeirFile good = file();
        String fine = good.write().toString();
        try (WeirProcess check =
                WeirProcess.command(good.folder(), List.of(), Map.of(), List.of("check", "-c", fine))) {
            assertThat(check.exitCode()).as(check.err().text()).isZero();
            assertThat(check.out().lines())
                    .singleElement()
                    .asString()
                    .endsWith("application.conf: good: 1 listener, 1 pool, 1 backend");
            assertThat(check.err().text()).isEmpty();
        }
        List<String> missing = List.of("check", "-c", "no-such-file.conf");
        try (WeirProcess check = WeirProcess.command(good.folder(), List.of(), Map.of(), missing)) {
            assertThat(check.exitCode()).isEqualTo(66);
            assertThat(check.out().text()).isEmpty();
            assertThat(check.err().text()).contains("no-such-file.conf");
        }
    }

    @Test
    void aFileThatCannotBeReadIs66AndAWrongWordIs2() {
        WeirFile file = WeirFile.empty();
        List<String> missing = List.of("run", "-c", "no-such-file.conf");
        try (WeirProcess weir = WeirProcess.command(file.folder(), List.of(), Map.of(), missing)) {
            assertThat(weir.exitCode()).as(weir.err().text()).isEqualTo(66);
            assertThat(weir.err().text()).contains("no-such-file.conf");
        }
        try (WeirProcess weir = WeirProcess.command(file.folder(), List.of(), Map.of(), List.of("rnu"))) {
            assertThat(weir.exitCode()).isEqualTo(2);
        }
    }

    @Test
    void aCapThatTheDescriptorsCannotHoldIsRefused() {
        WeirFile file = file().add("weir.max-connections = 600\n");
        List<String> limited = List.of(Program.BASH.path(), "-c", "ulimit -n 1024 && exec \"$@\"", "weir");
        try (WeirProcess weir = WeirProcess.launch(file, limited, Map.of())) {
            assertThat(weir.exitCode()).as(weir.err().text()).isEqualTo(78);
            assertThat(weir.err().text()).contains("max-connections").contains("256");
        }
    }

    @Test
    void aLimitWithoutRoomForASingleConnectionIsTheSystemsRefusal() {
        List<String> limited = List.of(Program.BASH.path(), "-c", "ulimit -n 513 && exec \"$@\"", "weir");
        try (WeirProcess weir = WeirProcess.launch(file(), limited, Map.of())) {
            assertThat(weir.exitCode()).as(weir.err().text()).isEqualTo(71);
            assertThat(weir.err().text())
                    .contains("513 file descriptors, and 514 are needed")
                    .contains("LimitNOFILE")
                    .doesNotContain("listening listener=");
        }
    }

    /** The JVM is told to do without; a kernel can only be started so. */
    @Test
    void whereThereIsNoIpv6BothFamiliesAreIpv4AndIpv6AloneIsRefusedInWords() throws IOException {
        Map<String, String> without = Map.of("WEIR_JAVA_OPTS", "-Xmx192m -Djava.net.preferIPv4Stack=true");
        WeirFile both = WeirFile.with(Transport.NIO)
                .service("web", backend.hostPort())
                .add("weir.listeners.web.bind = \"*:0\"\n")
                .add("weir.event-loops.count = 3\n");
        try (WeirProcess weir = WeirProcess.launch(both, List.of(), without).awaitReady()) {
            assertThat(loops(weir)).isEqualTo(3);
            assertThat(weir.err().text()).contains("listening listener=web address=0.0.0.0:");
            assertGreeted(weir);
        }
        WeirFile alone = both.add("weir.listeners.web.bind = \"[::]:0\"\n");
        try (WeirProcess weir = WeirProcess.launch(alone, List.of(), without)) {
            assertThat(weir.exitCode()).as(weir.err().text()).isEqualTo(71);
            assertThat(weir.err().text())
                    .contains("listener web cannot listen on [::]:0")
                    .contains("IPv6");
        }
    }

    private static long loops(WeirProcess weir) {
        return weir.metrics().samples().keySet().stream()
                .filter(series -> series.name().equals("weir_event_loop_lag_seconds"))
                .count();
    }

    /** The JVM is told that it is elsewhere. */
    @Test
    void whereSystemCallsDoNotWorkTheTransportIsThePortableOneAndSaysSo() throws IOException {
        Map<String, String> elsewhere = Map.of("WEIR_JAVA_OPTS", "-Xmx192m -Dos.name=Elsewhere");
        int cores = Runtime.getRuntime().availableProcessors();
        WeirFile file = file().add("weir.event-loops { transport = auto, count = auto }\n")
                .add("pekko.cluster.roles = [edge]\n");
        try (WeirProcess weir = WeirProcess.launch(file, List.of(), elsewhere).awaitReady()) {
            assertThat(weir.err().text()).contains("transport=nio loops=" + cores + " ");
            assertGreeted(weir);
            assertThat(loops(weir)).isEqualTo(cores);
            Patience.until("Pekko's own settings to be passed on")
                    .until(() -> weir.admin().get("/cluster/members").body().contains("\"edge\""));
        }
        file.add("weir.event-loops.transport = native\n");
        try (WeirProcess weir = WeirProcess.launch(file, List.of(), elsewhere)) {
            assertThat(weir.exitCode()).as(weir.err().text()).isEqualTo(71);
            assertThat(weir.err().text())
                    .contains("transport native works on Linux only")
                    .doesNotContain("listening listener=");
        }
    }

    /** A service manager's reload may come as soon as the process is there. */
    @Test
    void theDefaultFileIsTheOneInTheWorkingDirectoryAndAHangUpWaitsUntilItRuns() throws IOException {
        WeirFile file = file().add("include \"beside.conf\"\n");
        Files.writeString(file.folder().resolve("beside.conf"), "weir.node.name = included\n");
        file.write();
        try (WeirProcess weir = WeirProcess.command(file.folder(), List.of(), Map.of(), List.of("run"))) {
            Patience.until("the start").until(() -> weir.err().text().contains("starting node=included"));
            weir.signal("HUP");
            weir.awaitReady();
            assertGreeted(weir);
            assertThat(file.folder().resolve("data")).isDirectory();
            Patience.until("the reload")
                    .until(() -> weir.admin().get("/api/v1/events").body().contains("SIGHUP"));
            weir.signal("USR1");
            Patience.until("the log to say what SIGUSR1 is not")
                    .until(() -> weir.err().text().contains("SIGUSR1 has no meaning here"));
            assertGreeted(weir);
        }
    }

    @Test
    void aStopThatIsAskedForDuringTheStartIsInOrder() {
        WeirFile file = file().add("weir.shutdown { announce = off, drain = 1s, close-over = off }\n");
        try (WeirProcess weir = WeirProcess.launch(file)) {
            Patience.until("the start").until(() -> weir.err().text().contains("starting node="));
            weir.term();
            assertThat(weir.exitCode()).as(weir.err().text()).isZero();
        }
    }

    @Test
    void problemsOfAFileInTheWorkingDirectoryAndOfWhatItIncludesAreNamedAsItIs() throws IOException {
        WeirFile file = WeirFile.empty().add("""
                weir.listeners.web { bind = "127.0.0.1:0", pool = wbe }
                include "beside.conf"
                include "nowhere.conf"
                """);
        Files.writeString(file.folder().resolve("beside.conf"), "\nweir.pools.web { bakends = [] }\n");
        file.write();
        try (WeirProcess check = WeirProcess.command(file.folder(), List.of(), Map.of(), List.of("check"))) {
            assertThat(check.exitCode()).isEqualTo(78);
            assertThat(check.out().text())
                    .contains("application.conf:1: weir.listeners.web.pool: ")
                    .contains("application.conf:3: warning: include \"nowhere.conf\": ")
                    .contains("beside.conf:2: weir.pools.web.bakends: ")
                    .doesNotContain("./");
        }
    }

    @Test
    @Tag("contract-14")
    void aSecondProcessWithTheSameDataDirectoryIsRefusedAndTakesNoTraffic() throws IOException {
        WeirFile file = file();
        try (WeirProcess first = WeirProcess.start(file)) {
            file.add("weir.listeners.web.bind = \"127.0.0.1:%d\"%n"
                    .formatted(first.listener("web").getPort()));
            try (WeirProcess second = WeirProcess.launch(file)) {
                while (second.alive()) {
                    assertGreeted(first);
                }
                assertThat(second.exitCode()).as(second.err().text()).isEqualTo(71);
                assertThat(second.err().text()).contains("data").doesNotContain("listening listener=");
            }
            assertGreeted(first);
        }
    }

    @Test
    @Tag("contract-14")
    void aSecondProcessOnTheSamePortIsRefusedAndTakesNoTraffic() throws IOException {
        FakeBackend other = FakeBackend.start(Manners.greeting("other"));
        try (other;
                WeirProcess first = WeirProcess.start(file())) {
            WeirFile file = WeirFile.with(Transport.NATIVE)
                    .service("web", other.hostPort())
                    .add("weir.listeners.web.bind = \"127.0.0.1:%d\"%n"
                            .formatted(first.listener("web").getPort()));
            try (WeirProcess second = WeirProcess.launch(file)) {
                while (second.alive()) {
                    assertGreeted(first);
                }
                assertThat(second.exitCode()).as(second.err().text()).isEqualTo(71);
                assertThat(second.err().text()).contains(Long.toString(first.pid()));
            }
            assertThat(other.accepted()).isZero();
        }
    }

    /** Neither of them has bound either port for long when the other one looks: only a claim can tell them apart. */
    @ParameterizedTest
    @ValueSource(strings = {"admin", "cluster"})
    @Tag("contract-14")
    void ofTwoProcessesStartedAtOnceWithOnePortOneRunsAndTheOtherOpensNoListener(String port) {
        String same = "weir.%s.bind = \"127.0.0.1:%d\"%n".formatted(port, Loopback.lastingPort());
        try (WeirProcess one = WeirProcess.launch(file().add(same));
                WeirProcess other = WeirProcess.launch(file().add(same))) {
            Patience.until("one to give way", 60).until(() -> !one.alive() || !other.alive());
            WeirProcess winner = one.alive() ? one : other;
            WeirProcess loser = one.alive() ? other : one;
            assertThat(loser.exitCode()).as(loser.err().text()).isEqualTo(71);
            assertThat(loser.err().text())
                    .contains("(pid " + winner.pid() + ")")
                    .doesNotContain("listening listener=");
            winner.awaitReady();
        }
    }

    private static void assertGreeted(WeirProcess weir) throws IOException {
        try (Peer client = Peer.dial(weir.listener("web"))) {
            assertThat(client.receive(5)).isEqualTo("first");
        }
    }

    private static WeirFile file() {
        return WeirFile.with(Transport.NATIVE).service("web", backend.hostPort());
    }
}
