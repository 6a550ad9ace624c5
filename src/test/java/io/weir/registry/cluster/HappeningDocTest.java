package io.weir.registry.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page about logs names the events of the cluster that there are. */
class HappeningDocTest {
    @Test
    void thePageNamesEachEvent() throws Exception {
        List<String> named = Files.readString(Path.of("docs/logs.md"))
                .lines()
                .dropWhile(line -> !line.equals("| event | meaning |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("| `"))
                .map(line -> line.substring(3, line.indexOf('`', 3)))
                .toList();
        assertThat(named)
                .isEqualTo(
                        Arrays.stream(Happening.values()).map(Happening::word).toList());
    }
}
