package io.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.admin.api.Api;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page about the API and the routes in the code say the same, both ways. */
class ApiDocTest {
    private final Api api = new Api(new Node().sources().api());

    /** A line of the page's table. */
    private record Line(String route, String role) {
        static List<Line> all() throws IOException {
            return Files.readAllLines(Path.of("docs/api.md")).stream()
                    .filter(line -> line.matches("\\| `[A-Z]+ /api/v1/.*"))
                    .map(line -> line.split("\\|"))
                    .map(cells -> new Line(cells[1].strip().replace("`", ""), cells[2].strip()))
                    .toList();
        }
    }

    @Test
    void thePageHoldsTheRoutesAndNothingElse() throws Exception {
        assertThat(Line.all()).extracting(Line::route).containsExactlyInAnyOrderElementsOf(api.routes());
    }

    /** The OpenAPI document has its roles from the routes; this page was written by hand, so that one slip is noticed. */
    @Test
    void thePageSaysWhichRoleEachRouteAsksFor() throws Exception {
        assertThat(Line.all()).isNotEmpty().allSatisfy(line -> {
            String[] words = line.route().split(" ");
            List<String> path =
                    List.of(words[1].substring(Api.BASE.length() + 1).split("/"));
            assertThat(api.find(words[0], path).role().word()).as(line.route()).isEqualTo(line.role());
        });
    }
}
