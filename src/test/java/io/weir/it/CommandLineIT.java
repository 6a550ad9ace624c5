package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.FakeBackend;
import io.weir.kit.Manners;
import io.weir.kit.Patience;
import io.weir.kit.Peer;
import io.weir.kit.TerminalWindow;
import io.weir.kit.Transport;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client commands as a person and as a script run them: in a real terminal, and into pipes. */
class CommandLineIT {
    private static final String LIGHT = "-Xmx96m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC";
    private static final String WEIR = Path.of(System.getProperty("weir.launcher", "weir"))
            .toAbsolutePath()
            .toString();

    private static final AtomicInteger LOOKS = new AtomicInteger();

    private static FakeBackend backend;
    private static WeirProcess node;

    @TempDir
    private Path folder;

    private int shown;

    @BeforeAll
    static void startNode() {
        backend = FakeBackend.start(Manners.greeting("hello"));
        node = WeirProcess.start(WeirFile.with(Transport.NATIVE)
                .listener("web", "")
                .pool(
                        "web",
                        "",
                        "{ id = blue, address = \"" + backend.hostPort() + "\" }",
                        "{ id = green, address = \"" + backend.hostPort() + "\", weight = 5 }"));
        Patience.until("the node's own cluster").until(() -> node.err().text().contains("cluster-joined"));
    }

    @AfterAll
    static void stopNode() {
        node.close();
        backend.close();
    }

    private static String url() {
        return "http://127.0.0.1:" + node.adminAddress().getPort();
    }

    private static TerminalWindow terminal(int columns, int rows, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("WEIR_URL", url());
        environment.put("WEIR_NO_BUILD", "1");
        environment.put("WEIR_JAVA_OPTS", LIGHT);
        return TerminalWindow.open(columns, rows, environment);
    }

    private WeirProcess weir(Map<String, String> environment, String... words) {
        WeirProcess run = WeirProcess.command(folder, List.of(), environment, List.of(words));
        run.exitCode();
        return run;
    }

    @Test
    void statusFitsTheTerminalItIsOn() {
        try (TerminalWindow window = terminal(110, 40, Map.of())) {
            show(window, " status");
            assertThat(window.screen())
                    .contains("cluster weir, 1 node, asked it", "LISTENER", "ALGORITHM", "REASON")
                    .containsPattern("(?m)^web +green +127\\.0\\.0\\.1:\\d+ +ready +u\\w+");
            assertThat(window.colours()).contains("\u001b[32mup");
            GoldenScreen.assertLooksLike("status-110", printed(window));
            window.resize(40, 40);
            show(window, " status");
            GoldenScreen.assertLooksLike("status-40", printed(window));
            assertThat(window.screen())
                    .doesNotContain("REASON", "ALGORITHM")
                    .containsPattern("(?m)^POOL +BACKEND.*\nweb +blue.*\nweb +green");
            window.resize(110, 40);
            show(window, " --help");
            GoldenScreen.assertLooksLike("help-110", printed(window));
            show(window, " status | cat");
            assertThat(window.screen()).contains("REASON");
            assertThat(window.colours()).doesNotContain("\u001b[32mup");
        }
    }

    /** What is typed must not look like the end that is waited for, nor must what stood there before. */
    private void show(TerminalWindow window, String words) {
        int mark = ++shown;
        window.enter("clear; " + WEIR + words + "; echo co''de-" + mark + " $?");
        window.until("its end", screen -> screen.contains("code-" + mark + " 0"));
    }

    /** What the last command printed, without what the shell says after it. */
    private static String printed(TerminalWindow window) {
        String screen = window.screen();
        return screen.substring(0, screen.indexOf("code-"));
    }

    @Test
    void noColorIsObeyed() {
        try (TerminalWindow window = terminal(110, 40, Map.of("NO_COLOR", "1"))) {
            show(window, " status");
            assertThat(window.colours()).contains("cluster weir").doesNotContain("\u001b[32m", "\u001b[2m");
        }
    }

    @Test
    void topIsSortedFilteredResizedAndGivesTheTerminalBack() {
        try (TerminalWindow window = terminal(100, 30, Map.of())) {
            window.enter("echo before; " + WEIR + " top; echo code $?");
            window.until(
                    "the board",
                    screen -> !screen.contains("before")
                            && Stream.of("BACKEND", "sorted by name", "web", "blue", "green", "CONN/S")
                                    .allMatch(screen::contains));
            window.until(
                    "two looks", screen -> screen.lines().findFirst().orElse("").contains("▁▁"));
            assertLooksLike(window, "top-100");
            window.press("r").until("another order", screen -> screen.contains("sorted by connections/s"));
            window.press("/", "g", "r", "e", "Enter")
                    .until("the filter", screen -> screen.contains("only gre") && !screen.contains("blue"));
            window.press("Escape").until("all rows", screen -> screen.contains("blue"));
            window.resize(40, 12)
                    .until(
                            "a small board",
                            screen -> screen.contains("q leave")
                                    && screen.contains("NODE")
                                    && screen.stripTrailing().lines().count() == 12);
            window.resize(100, 30).until("a large one", screen -> screen.contains("LAST 20 LOOKS"));
            window.press("h").until("help", screen -> screen.contains("sort by open connections"));
            assertLooksLike(window, "top-help-100");
            window.press("q").until("the shell", screen -> screen.contains("code 0") && screen.contains("before"));
            assertSane(window);
        }
    }

    /** Once a second it is painted anew, and the terminal may be looked at in the middle of that. */
    private static void assertLooksLike(TerminalWindow window, String name) {
        Patience.until("a screen as " + name).untilAsserted(() -> GoldenScreen.assertLooksLike(name, window.screen()));
    }

    @Test
    void topIsSuspendedAndComesBack() {
        try (TerminalWindow window = terminal(100, 30, Map.of())) {
            // A bash gives the terminal its own modes back when a job is suspended, and would hide what we left behind
            window.enter("exec sh -i");
            window.enter(WEIR + " top");
            window.until("the board", screen -> screen.contains("sorted by name"));
            for (int i = 0; i < 2; i++) {
                window.press("C-z").until("the shell", screen -> screen.contains("Stopped"));
                assertSane(window);
                window.enter("fg").until("the board again", screen -> screen.contains("sorted by name"));
                window.press("c").until("keys obeyed", screen -> screen.contains("sorted by connections"));
                window.press("n").until("keys obeyed", screen -> screen.contains("sorted by name"));
            }
            window.press("q").until("the shell", screen -> !screen.contains("sorted by"));
            assertSane(window);
        }
    }

    @Test
    void topThatIsKilledGivesTheTerminalBackToo() {
        try (TerminalWindow window = terminal(100, 30, Map.of())) {
            window.enter("echo before; " + WEIR + " top; echo code $?");
            window.until("the board", screen -> screen.contains("sorted by name"));
            window.shell().children().findFirst().orElseThrow().destroy();
            window.until("the shell", screen -> screen.contains("code 143") && screen.contains("before"));
            assertSane(window);
        }
    }

    @Test
    void topSaysWhenTheNodeIsGone() {
        WeirProcess mortal = WeirProcess.start(WeirFile.with(Transport.NATIVE).service("mortal", backend.hostPort()));
        try (mortal;
                TerminalWindow window = terminal(100, 30, Map.of())) {
            window.enter(WEIR + " top --url http://127.0.0.1:"
                    + mortal.adminAddress().getPort());
            window.until("the board", screen -> screen.contains("mortal"));
            mortal.kill();
            window.until("the alarm", screen -> screen.contains("NOT REACHABLE") && screen.contains("mortal"));
            window.press("C-c").until("the shell", screen -> !screen.contains("NOT REACHABLE"));
            assertSane(window);
        }
    }

    /** A terminal that echoes, reads lines, obeys Ctrl-C and shows its first screen and the cursor. Each look has a number: what an earlier one said may stand there still. */
    private static void assertSane(TerminalWindow window) {
        String look = "look " + LOOKS.incrementAndGet() + ": ";
        window.enter("clear; echo \"" + look
                + "$(stty -a | tr ' ;' '\\n\\n' | grep -xE -- '-?(isig|icanon|echo)' | paste -sd,)\"");
        window.until("its modes, all on", screen -> screen.contains(look + "isig,icanon,echo"));
        assertThat(window.isPlain()).as("the first screen, with a cursor").isTrue();
    }

    @Test
    void tabCompletesInABash() {
        try (TerminalWindow window = terminal(100, 10, Map.of())) {
            window.enter("source <(" + WEIR + " completion bash); clear; echo sourced")
                    .until("the script", screen -> screen.contains("\nsourced") || screen.startsWith("sourced"));
            window.press("w", "e", "i", "r", "Space", "b", "a", "c", "Tab")
                    .until("a command", screen -> screen.contains("weir backend"));
            window.press("d", "r", "Tab").until("its second word", screen -> screen.contains("weir backend drain"));
        }
    }

    @Test
    void scriptsGetJsonAndExitCodes() throws IOException {
        Map<String, String> here = Map.of("WEIR_URL", url());
        WeirProcess list = weir(here, "backend", "list", "web", "--json");
        assertThat(list.out().text()).contains("\"backends\"", "\"id\" : \"green\"");
        assertThat(list.exitCode()).isZero();
        WeirProcess unknown = weir(here, "backend", "drain", "wbe", "green");
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.err().text()).contains("Did you mean web?");
        assertThat(weir(here, "backend", "drain", "web").exitCode()).isEqualTo(2);
        assertThat(weir(here, "top").exitCode()).isEqualTo(2);
        WeirProcess nobody = weir(Map.of(), "status", "--url", "http://127.0.0.1:1");
        assertThat(nobody.exitCode()).isEqualTo(69);
        assertThat(nobody.err().text()).contains("http://127.0.0.1:1 cannot be reached", "--url");
    }

    @Test
    void aWeightThatIsSetIsSeenAndTakenBack() {
        Map<String, String> here = Map.of("WEIR_URL", url());
        assertThat(weir(here, "backend", "set", "web", "green", "--weight", "7").exitCode())
                .isZero();
        assertThat(weir(here, "backend", "list", "web").out().text()).containsPattern("green .* 7 ");
        assertThat(weir(here, "events").out().text()).contains("green");
        assertThat(weir(here, "backend", "reset", "web", "green").exitCode()).isZero();
        assertThat(weir(here, "backend", "list", "web").out().text()).containsPattern("green .* 5 ");
        assertThat(weir(here, "backend", "add", "web", "127.0.0.1:9", "--id", "more")
                        .out()
                        .text())
                .contains("web/more: added");
        assertThat(weir(here, "backend", "remove", "web", "more").exitCode()).isZero();
        WeirProcess fromFile = weir(here, "backend", "remove", "web", "blue");
        assertThat(fromFile.exitCode()).isEqualTo(1);
        assertThat(fromFile.err().text()).startsWith("weir: ");
    }

    @Test
    void drainWaitsForTheLastConnection() throws IOException {
        Map<String, String> here = Map.of("WEIR_URL", url());
        try (Peer one = Peer.dial(node.listener("web"));
                Peer two = Peer.dial(node.listener("web"))) {
            assertThat(one.receive(5) + two.receive(5)).isEqualTo("hellohello");
            WeirProcess drain =
                    WeirProcess.command(folder, List.of(), here, List.of("backend", "drain", "web", "green", "--wait"));
            Patience.until("what is left").until(() -> drain.out().text().contains(" left (it "));
            assertThat(drain.alive()).isTrue();
            one.close();
            two.close();
            assertThat(drain.exitCode()).as(drain.err().text()).isZero();
            assertThat(drain.out().text().strip()).endsWith("web/green: drained, no connection is left");
        } finally {
            weir(here, "backend", "ready", "web", "green");
        }
    }

    @Test
    void aClientLoadsNothingOfTheServer() throws IOException {
        Path log = folder.resolve("classes");
        // The start-up cache brings linked classes along whether they are used or not
        String options = LIGHT + " -XX:AOTMode=off -Xlog:class+load:file=" + log;
        Map<String, String> here = Map.of("WEIR_URL", url(), "WEIR_JAVA_OPTS", options);
        assertThat(weir(here, "status").exitCode()).isZero();
        assertThat(Files.readString(log))
                .contains("io.weir.cli.StatusCommand")
                .doesNotContain("org.apache.pekko", " scala.", "ch.qos.logback", "com.typesafe.config");
    }
}
