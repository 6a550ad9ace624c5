package io.weir.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.weir.config.ConfigFile;
import io.weir.config.Host;
import io.weir.config.Outcome;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a document tells people to type works: configuration is accepted, programs exist, the unit gives enough time. */
class ExamplesTest {
    private static final Host HOST = new Host("docs", 4, 100_000, 8L << 30, Instant.EPOCH, Map.of());
    private static final Pattern STOP = Pattern.compile("^TimeoutStopSec=(\\d+)s$", Pattern.MULTILINE);

    @TempDir
    Path scratch;

    @Test
    void configurationInDocumentsIsAccepted() throws IOException {
        int seen = 0;
        for (Page page : Page.all()) {
            for (String block : page.blocks("hocon")) {
                if (block.strip().startsWith("weir {")) {
                    assertThat(read(block)).as("%s:%n%s", page.file(), block).isInstanceOf(Outcome.Good.class);
                    seen++;
                }
            }
        }
        assertThat(seen).isPositive();
        assertThat(read("weir { listners {} }")).isInstanceOf(Outcome.Bad.class);
    }

    @Test
    void theFirstConfigurationIsOfTenLines() {
        assertThat(Page.read(Path.of("README.md")).blocks("hocon"))
                .singleElement()
                .satisfies(block -> assertThat(block.lines()).hasSizeLessThanOrEqualTo(10));
    }

    @Test
    void theExampleAtTheTopIsAccepted() {
        assertThat(ConfigFile.read(Path.of("application.conf"), HOST)).isInstanceOf(Outcome.Good.class);
    }

    @Test
    void programsInDocumentsExist() {
        List<String> programs = Page.all().stream()
                .flatMap(page -> page.commands().stream())
                .map(command -> command.split(" ", 2)[0])
                .distinct()
                .toList();
        assertThat(programs).contains("./weir", "./mvnw", ".ci/run");
        assertThat(programs).allSatisfy(program -> assertThat(new File(program)).exists());
        assertThat(programs)
                .filteredOn(program -> program.startsWith("./"))
                .allSatisfy(program -> assertThat(new File(program)).isExecutable());
    }

    @Test
    void theUnitLeavesTimeToStop() {
        Config weir = ConfigFactory.parseFile(new File("src/main/resources/reference.conf"))
                .getConfig("weir");
        Duration stopping = List.of("announce", "drain", "close-over").stream()
                .map(step -> weir.getDuration("shutdown." + step))
                .reduce(weir.getConfig("listeners.\"*\"").getDuration("fin-timeout"), Duration::plus);
        Matcher stop = STOP.matcher(Page.read(Path.of("docs/operations.md")).text());
        assertThat(stop.find()).isTrue();
        assertThat(Duration.ofSeconds(Long.parseLong(stop.group(1)))).isGreaterThan(stopping);
    }

    private Outcome read(String text) throws IOException {
        return ConfigFile.read(Files.writeString(scratch.resolve("application.conf"), text), HOST);
    }
}
