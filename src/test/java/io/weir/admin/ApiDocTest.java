package io.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.admin.api.Api;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page about the API and the routes in the code say the same, both ways. */
class ApiDocTest {
    @Test
    void thePageHoldsTheRoutesAndNothingElse() throws Exception {
        List<String> page = Files.readAllLines(Path.of("docs/api.md")).stream()
                .filter(line -> line.matches("\\| `[A-Z]+ /api/v1/.*"))
                .map(line -> line.substring(3, line.indexOf('`', 3)))
                .toList();
        assertThat(page)
                .containsExactlyInAnyOrderElementsOf(
                        new Api(new Node().sources().api()).routes());
    }
}
