package io.weir.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
    private static final String ROUTE = "listeners.web { bind = \"*:1\", pool = web }, pools.web.backends = [\"a:1\"]";

    @TempDir
    private Path directory;

    private Written written;

    @BeforeEach
    void files() {
        written = new Written(directory);
    }

    @Test
    void aFileThatIsNotThereIsNotABadOne() {
        assertThat(ConfigFile.read(directory.resolve("none.conf"), Written.HOST))
                .hasToString(directory.resolve("none.conf") + ": cannot be read: no such file");
        assertThat(ConfigFile.read(directory, Written.HOST))
                .hasToString(directory + ": cannot be read: it is a directory");
    }

    @Test
    void aProblemInAnIncludedFileNamesThatFile() {
        written.file("pools.conf", "weir.pools.web {\n  backends = [\"a:1\"]\n  algorithm = best\n}\n");
        assertThat(written.problems("include \"pools.conf\"\nweir.listeners.web { bind = \"*:1\", pool = web }"))
                .singleElement()
                .asString()
                .startsWith("pools.conf:3: weir.pools.web.algorithm: \"best\" is unknown here;");
    }

    @Test
    void anIncludedFileWhoseNameEndsOtherwiseIsSaidToBeSo() {
        Path inc = written.file("x.inc", "weir { " + ROUTE + " }");
        String ending = "its name must end in .conf, .json or .properties";
        assertThat(written.warnings("weir { " + ROUTE + " }\ninclude \"x.inc\"\ninclude file(\"" + inc + "\")"))
                .containsExactly(
                        "weir.conf:2: include \"x.inc\": " + ending, "weir.conf:3: include \"x.inc\": " + ending);
        assertThat(written.problems("\ninclude required(\"x.inc\")"))
                .containsExactly("weir.conf:2: include of \"x.inc\": " + ending);
    }

    @Test
    void anIncludeInAnIncludedFileIsNamedWithThatFileAndItsLine() {
        written.file("a.conf", "\n\ninclude required(\"none.conf\")\n");
        assertThat(written.problems("include \"a.conf\"\n"))
                .containsExactly("a.conf:3: include of \"none.conf\": the file cannot be read");
        Path b = written.file("b.conf", "\ninclude \"none.conf\"\nweir.log.level = info\n");
        assertThat(written.warnings("weir { " + ROUTE + " }\n\n\ninclude file(\"" + b + "\")\ninclude \"other.conf\""))
                .containsExactly(
                        "weir.conf:5: include \"other.conf\": the file is missing or empty",
                        "b.conf:2: include \"none.conf\": the file is missing or empty");
    }

    @Test
    void namesOfFilesAreRelativeToTheConfigurationFile() {
        Path inner = directory.resolve("etc");
        assertThat(inner.toFile().mkdir()).isTrue();
        Outcome outcome = ConfigFile.read(
                written.file(
                        "etc/weir.conf", "weir { " + ROUTE + ", node.data-dir = \"../state\", access-log.path = log }"),
                Written.HOST);
        Outcome.Good good = (Outcome.Good) outcome;
        assertThat(good.settings().node().dataDir()).isEqualTo(directory.resolve("state"));
        assertThat(good.settings().accessLog().path())
                .isEqualTo(inner.resolve("log").toString());
    }

    @Test
    void tooFewDescriptorsForAnyConnectionIsAWarningSoThatTheStartCanSayItBetter() {
        Host poor = new Host("box", 1, 500, 1L << 30, Instant.EPOCH, Map.of());
        Outcome.Good good = (Outcome.Good) ConfigFile.read(written.file("weir.conf", "weir { " + ROUTE + " }"), poor);
        assertThat(good.settings().maxConnections()).isEqualTo(1);
        assertThat(good.warnings()).singleElement().asString().contains("the limit of 500 descriptors");
    }

    @Test
    void aNodeOfAThousandConnectionsFitsItsLimitExactly() {
        Host host = new Host("box", 1, 2512, 1L << 30, Instant.EPOCH, Map.of());
        Path fits = written.file("weir.conf", "weir { " + ROUTE + ", max-connections = 1000 }");
        assertThat(ConfigFile.read(fits, host)).isInstanceOf(Outcome.Good.class);
        Path over = written.file("weir.conf", "weir { " + ROUTE + ", max-connections = 1001 }");
        assertThat(ConfigFile.read(over, host)).isInstanceOf(Outcome.Bad.class);
    }

    @Test
    void environmentVariablesAreNotSettings() {
        Host host = new Host(
                "box",
                1,
                10_000,
                1L << 30,
                Instant.EPOCH,
                Map.of("weir", "x", "weir.log.level", "debug", "pekko", "y", "A.B", "z"));
        Outcome.Good good = (Outcome.Good) ConfigFile.read(written.file("weir.conf", "weir { " + ROUTE + " }"), host);
        assertThat(good.settings().log().level().word()).isEqualTo("info");
        assertThat(good.settings().pekko()).isEmpty();
    }

    @Test
    void deepNestingIsAProblemAndNotAnOverflow() {
        assertThat(written.problems("a = " + "[".repeat(100_000))).hasSize(1);
        assertThat(written.problems("weir { pools.web.health-check { type = send-expect, send-expect.expect = \""
                        + "(".repeat(20_000) + ")".repeat(20_000) + "\" } }"))
                .isNotEmpty();
    }

    @Test
    void crlfAndAByteOrderMarkAreTaken() {
        assertThat(written.warnings("\uFEFFweir {\r\n  " + ROUTE + "\r\n}\r\n")).isEmpty();
    }

    @Test
    void jsonIsTaken() {
        assertThat(written.warnings("""
                        {"weir": {"listeners": {"web": {"bind": ["*:1"], "pool": "web"}},
                                  "pools": {"web": {"backends": [{"address": "a:1", "backup": false}]}}}}
                        """)).isEmpty();
    }
}
