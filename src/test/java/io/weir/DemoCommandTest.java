package io.weir;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.ConfigFile;
import io.weir.config.Host;
import io.weir.config.Outcome;
import io.weir.demo.DemoPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Help.Ansi;

class DemoCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void theConfigurationItWritesIsGoodAndWithoutWarnings(@TempDir Path home) throws IOException {
        DemoPlan.Node first = new DemoPlan.Node("demo-1", 8080, 7626, 17355, home);
        DemoPlan.Node second = new DemoPlan.Node("demo-2", 8081, 7627, 17356, home.resolve("second"));
        for (List<DemoPlan.Node> nodes : List.of(List.of(first), List.of(first, second))) {
            DemoPlan plan = new DemoPlan(home, nodes, List.of(new DemoPlan.Server("red", 9001)));
            Files.writeString(first.file(), plan.configuration(first));
            Host host = new Host("any", 2, 20_000, 4L << 30, Instant.EPOCH, Map.of());
            assertThat(ConfigFile.read(first.file(), host)).isInstanceOfSatisfying(Outcome.Good.class, good -> {
                assertThat(good.warnings()).as("warnings").isEmpty();
                assertThat(good.settings().shutdown().announce()).isZero();
                assertThat(good.settings().node().dataDir()).startsWithRaw(home);
            });
        }
    }

    @Test
    void tooFewOrTooManyNodesMakeNoSense() {
        for (String count : List.of("0", "10")) {
            assertThat(run("demo", "--nodes", count)).isEqualTo(ExitCode.USAGE);
            assertThat(err.toString()).contains("--nodes " + count, "at least 1 and at most 9");
        }
    }

    @Test
    void portsThatMeetAreSaidBeforeAnythingStarts() {
        assertThat(run("demo", "--nodes", "3", "--port", "7625")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("port 7626 is out of range or asked for twice");
    }

    @Test
    void aNodeRunsOnlyInADemosFolderSinceThatIsRemoved(@TempDir Path home) throws IOException {
        Path own = Files.writeString(home.resolve("application.conf"), "weir {}");
        assertThat(run("demo", "--node", own.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("is not a demo's");
        assertThat(own).exists();
    }

    private int run(String... args) {
        return WeirCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), Ansi.OFF, args);
    }
}
