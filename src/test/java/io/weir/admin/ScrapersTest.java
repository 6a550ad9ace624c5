package io.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Program;
import io.weir.model.CloseReason;
import io.weir.model.DialFailure;
import io.weir.observe.ListenerMeter;
import io.weir.routing.Tables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Others' programs read the page: Prometheus' own, and the reference parser of OpenMetrics in Python. */
class ScrapersTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String READ = """
            import sys
            from prometheus_client import parser
            from prometheus_client.openmetrics import parser as open_parser
            read = (open_parser if sys.argv[1] == "true" else parser).text_string_to_metric_families
            with open(sys.argv[2], newline="") as page:
                print(sum(len(family.samples) for family in read(page.read())))
            """;

    @TempDir
    private Path folder;

    private final Node node = new Node();

    @BeforeEach
    void traffic() {
        node.publish(Tables.up("b\"1\\", 7, 10, false), Tables.up("b2"));
        node.meters.clockSkew("node-2", -0.25);
        node.meters.heardOf("node-2", 0);
        ListenerMeter listener = node.meters.loop(0).listener("web");
        listener.opened();
        listener.refused(CloseReason.NO_BACKEND);
        listener.closed(Tables.POOL, CloseReason.NO_BACKEND, 3_000_000_000L);
        node.meters.loop(0).backend(Tables.POOL, "b2").dialFailed(DialFailure.TIMEOUT);
        node.meters.loop(0).pool(Tables.POOL).connectTook(200_000);
    }

    private Path page(boolean open) throws Exception {
        return Files.write(folder.resolve("page"), MetricsPage.render(node.sources(), open));
    }

    private static Program.Result promtool(Path page) throws Exception {
        return Program.BASH.run(
                LIMIT, "-c", "exec \"$0\" check metrics < \"$1\"", Program.PROMTOOL.path(), page.toString());
    }

    @Test
    void promtoolHasNothingToSay() throws Exception {
        assertThat(promtool(page(false)).good()).isEmpty();
    }

    @Test
    void promtoolSeesABadPage() throws Exception {
        Path page = page(false);
        Files.writeString(page, Files.readString(page).replace("weir_ready 1", "weir_ready one"));
        assertThat(promtool(page).exit()).isNotZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theReferenceParserReadsEverySample(boolean open) throws Exception {
        Path page = page(open);
        String samples = Program.PYTHON
                .run(LIMIT, "-c", READ, "" + open, page.toString())
                .good();
        assertThat(samples.strip())
                .isEqualTo(
                        "" + Scrape.parse(Files.readString(page), open).values.size());
    }

    @Test
    void theReferenceParserSeesABadPage() throws Exception {
        Path page = page(true);
        Files.writeString(page, Files.readString(page).replace("# EOF\n", ""));
        assertThat(Program.PYTHON
                        .run(LIMIT, "-c", READ, "true", page.toString())
                        .exit())
                .isNotZero();
    }
}
