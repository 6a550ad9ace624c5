package io.weir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.cli.Surroundings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

class WeirCommandTest {
    @TempDir
    private Path directory;

    private record Run(int code, String out, String err) {}

    private static Run weir(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = WeirCommand.run(new PrintWriter(out), new PrintWriter(err), Ansi.OFF, args);
        return new Run(code, out.toString(), err.toString());
    }

    private String file(String text) throws IOException {
        return Files.writeString(directory.resolve("weir.conf"), text).toString();
    }

    /** A command whose words begin with its name is made alone; it must be the one that is among all of them. */
    @Test
    void aCommandMadeAloneIsTheOneAmongAll() {
        CommandLine all = WeirCommand.line(Surroundings.here(), Ansi.OFF);
        assertThat(all.getSubcommands()).hasSizeGreaterThan(10);
        all.getSubcommands().forEach((name, among) -> {
            CommandLine alone = WeirCommand.line(Surroundings.here(), Ansi.OFF, name, "--help");
            assertThat(alone.getSubcommands().get(name))
                    .as(name)
                    .isNotNull()
                    .extracting(CommandLine::getCommandName, CommandLine::getUsageMessage)
                    .containsExactly(name, among.getUsageMessage());
            if (!name.equals("completion")) {
                assertThat(alone.getSubcommands()).as("made beside %s", name).hasSize(1);
            }
        });
        assertThat(weir("completion", "bash").out()).contains("status", "backend");
        assertThat(weir("sttus").err()).contains("status");
        assertThat(weir().err()).contains("a command is missing");
    }

    @Test
    void topOffersNoJsonAndSaysWhereItIs() {
        assertThat(weir("top", "--help").out()).contains("--url").doesNotContain("--json");
        assertThat(weir("status", "--help").out()).contains("--json");
        Run top = weir("top", "--json");
        assertThat(top.code()).isEqualTo(2);
        assertThat(top.err()).contains("weir status");
    }

    @Test
    void checkCallsAGoodFileGood() throws IOException {
        String file =
                file("weir { listeners.web { bind = \"*:1\", pool = web }, pools.web.backends = [\"a:1\", \"b:1\"] }");
        assertThat(weir("check", "-c", file))
                .isEqualTo(new Run(0, file + ": good: 1 listener, 1 pool, 2 backends\n", ""));
    }

    @Test
    void checkPrintsEveryProblemAndEndsWith78() throws IOException {
        String file = file(
                "weir {\n  listeners.web { bind = \"*:1\", pool = wbe }\n  pools.web.backends = [\"a:1\"]\n  bogus = 1\n}\n");
        Run run = weir("check", "-c", file);
        assertThat(run.code()).isEqualTo(78);
        assertThat(run.out().lines())
                .containsExactly(
                        file + ":2: weir.listeners.web.pool: there is no pool \"wbe\"; did you mean web?",
                        file + ":3: weir.pools.web: warning: no listener sends connections to this pool",
                        file
                                + ":4: weir.bogus: unknown key; allowed: node, max-connections, event-loops, cluster, admin,"
                                + " listeners, pools, shutdown, access-log, log");
    }

    @Test
    void warningsDoNotFail() throws IOException {
        String file = file("weir { }");
        Run run = weir("check", "--config=" + file);
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .isEqualTo(file + ":1: weir.listeners: warning: there is no listener: this node forwards nothing\n"
                        + file + ": good: 0 listeners, 0 pools, 0 backends\n");
    }

    @Test
    void aMissingFileEndsWith66() {
        for (String command : new String[] {"check", "config"}) {
            Run run = weir(command, "-c", directory.resolve("none.conf").toString());
            assertThat(run.code()).isEqualTo(66);
            assertThat(run.err()).contains("none.conf: cannot be read: no such file");
            assertThat(run.out()).isEmpty();
        }
    }

    @Test
    void configShowsWhatIsInForceAndReadsBack() throws IOException {
        String file = file(
                "weir {\n  max-connections = 100\n  listeners.web { bind = \"*:1\", pool = web }\n  pools.web.backends = [\"a:1\"]\n}\n");
        Run run = weir("config", "-c", file);
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .containsPattern("(?m)^weir\\.max-connections = 100 +# .*weir\\.conf:2$")
                .containsPattern("(?m)^weir\\.listeners\\.web\\.idle-timeout = 1h +# default$");
        String printed =
                Files.writeString(directory.resolve("printed.conf"), run.out()).toString();
        assertThat(weir("check", "-c", printed).out()).isEqualTo(printed + ": good: 1 listener, 1 pool, 1 backend\n");
    }

    @Test
    void configAsJsonHasOffAsNullAndNoSecrets() throws IOException {
        String file = file("weir {\n  listeners.web { bind = \"*:1\", pool = web }\n  pools.web.backends = [\"a:1\"]\n"
                + "  admin.tokens = [{ name = a, token = \"0123456789abcdef\" }]\n}\n");
        Run run = weir("config", "-c", file, "--json");
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.at("/weir/listeners/web/max-age").isNull()).isTrue();
        assertThat(json.at("/weir/listeners/web/tcp/no-delay").asBoolean()).isTrue();
        assertThat(json.at("/weir/pools/web/backends/0/weight").asInt()).isEqualTo(1);
        assertThat(json.at("/weir/admin/tokens/0/token").asText()).isEqualTo("***");
        assertThat(json.at("/from").get("weir.admin.tokens[0].name").asText()).isEqualTo(file + ":4");
        assertThat(json.at("/from").get("weir.log.level").asText()).isEqualTo("default");
        assertThat(run.out()).doesNotContain("0123456789abcdef");
    }

    @Test
    void configOfABadFilePrintsNothingButItsProblems() throws IOException {
        Run run = weir("config", "-c", file("weir.bogus = 1"), "--json");
        assertThat(run.code()).isEqualTo(78);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("weir.bogus: unknown key");
    }

    @Test
    void nonsenseEndsWith2AndAHint() {
        assertThat(weir()).isEqualTo(new Run(2, "", "weir: a command is missing\nTry 'weir --help'.\n"));
        Run run = weir("chek");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("chek").contains("check").contains("Try 'weir --help'.");
        assertThat(weir("check", "--frobnicate").code()).isEqualTo(2);
        assertThat(weir("check", "-c").code()).isEqualTo(2);
    }

    @Test
    void helpAndVersionAreDone() {
        Run help = weir("--help");
        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("check").contains("config").contains("78 bad configuration");
        assertThat(weir("--version").out()).startsWith("weir ").contains("Java");
        assertThat(help.out().lines())
                .as("it fits a screen")
                .hasSizeLessThan(50)
                .allMatch(line -> line.length() <= 80);
        assertThat(help.out())
                .containsPattern("(?m)^  top +Shows nodes, listeners, pools and backends of the whole cluster *$")
                .doesNotContain("q leaves, h tells");
        assertThat(weir("backend", "--help").out())
                .containsPattern("(?m)^  drain +Gives a backend no new connections, on every node\\. *$");
        assertThat(weir("top", "--help").out()).contains("q leaves, h tells the other keys");
        assertThat(weir("check", "--help").out()).contains("-c, --config=FILE").contains("application.conf");
        assertThat(weir("backend", "--version").out()).startsWith("weir ");
        assertThat(weir("backend", "drain", "--version").out()).startsWith("weir ");
    }

    @Test
    void thisHostKnowsItself() {
        assertThat(ThisHost.look().cores()).isPositive();
        assertThat(ThisHost.look().descriptors()).isGreaterThan(100);
        assertThat(ThisHost.look().memory()).isGreaterThan(1L << 26);
        assertThat(ThisHost.look().name()).isNotBlank();
    }

    @Test
    void onlyThePlainFormsOfRunGoWithoutTheCommandLineLibrary() {
        assertThat(PlainRun.file("run")).isEqualTo(Path.of("application.conf"));
        assertThat(PlainRun.file("run", "-c", "my.conf")).isEqualTo(Path.of("my.conf"));
        assertThat(PlainRun.file("run", "--config", "/etc/my.conf")).isEqualTo(Path.of("/etc/my.conf"));
        String[][] others = {
            {},
            {"check"},
            {"check", "-c", "a"},
            {"run", "--help"},
            {"run", "-c"},
            {"run", "-c", ""},
            {"run", "-c", "-h"},
            {"run", "-c", "@args"},
            {"run", "a"},
            {"run", "-c", "a", "b"},
            {"run", "--takeover"},
            {"--version"}
        };
        for (String[] words : others) {
            assertThat(PlainRun.file(words)).as("%s", (Object) words).isNull();
        }
    }

    @Test
    void thePlainRunSaysOfABadFileWhatTheLongWaySays() throws Exception {
        String file = file("weir { bogus = 1 }");
        java.io.PrintStream before = System.err;
        java.io.ByteArrayOutputStream said = new java.io.ByteArrayOutputStream();
        System.setErr(new java.io.PrintStream(said, true, java.nio.charset.StandardCharsets.UTF_8));
        int code;
        try {
            code = PlainRun.run(Path.of(file));
        } finally {
            System.setErr(before);
        }
        Run run = weir("run", "-c", file);
        assertThat(code).isEqualTo(run.code()).isEqualTo(78);
        assertThat(said.toString(java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(run.err())
                .isNotEmpty();
    }
}
