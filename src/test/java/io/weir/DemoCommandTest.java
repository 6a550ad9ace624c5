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
        DemoPlan plan = new DemoPlan(8080, 7626, home, List.of(new DemoPlan.Server("red", 9001)));
        Files.writeString(plan.file(), plan.configuration());
        Host host = new Host("any", 2, 20_000, 4L << 30, Map.of());
        assertThat(ConfigFile.read(plan.file(), host)).isInstanceOfSatisfying(Outcome.Good.class, good -> {
            assertThat(good.warnings()).as("warnings").isEmpty();
            assertThat(good.settings().shutdown().announce()).isZero();
            assertThat(good.settings().node().dataDir()).startsWithRaw(home);
        });
    }

    @Test
    void moreThanOneNodeIsRefusedByName() {
        assertThat(run("demo", "--nodes", "3")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--nodes 3", "not available yet");
    }

    @Test
    void noNodeAtAllMakesNoSense() {
        assertThat(run("demo", "--nodes", "0")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--nodes 0", "at least 1").doesNotContain("not available");
    }

    private int run(String... args) {
        return WeirCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), Ansi.OFF, args);
    }
}
