package io.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.AdminSettings.Role;
import io.weir.model.AdminSettings.Token;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The dashboard's files: what the port says around them, who gets them, and what stands in them. */
class DashboardTest {
    @RegisterExtension
    static final Port PORT = new Port();

    private static final Path SOURCES = Path.of("src/main/resources/dashboard");
    private static final int MOST_BYTES = 100_000;
    private static final String BROWSER = "Accept: text/html,application/xhtml+xml,*/*;q=0.8";

    private final Node node = new Node();

    @Test
    void thePageComesWithHeadersThatLetItLoadNothingElse() {
        PORT.serve(node);
        Port.Answer page = PORT.ask("GET", "/", BROWSER);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).isEqualToIgnoringCase("text/html; charset=utf-8");
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'self'")
                .contains("frame-ancestors 'none'")
                .contains("require-trusted-types-for 'script'")
                .doesNotContain("unsafe");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(page.body()).startsWith("<!doctype html>");
    }

    @Test
    void everyFileIsServedAsWhatItIs() throws IOException {
        PORT.serve(node);
        for (String name : Dashboard.NAMES) {
            Port.Answer answer = PORT.ask("GET", Dashboard.FILES + name);
            assertThat(answer.status()).as(name).isEqualTo(200);
            assertThat(answer.body()).as(name).isEqualTo(Files.readString(SOURCES.resolve(name)));
            assertThat(answer.header("Content-Type"))
                    .as(name)
                    .startsWith(
                            name.endsWith(".js") ? "text/javascript" : name.endsWith(".svg") ? "image/svg" : "text/");
            assertThat(answer.header("Content-Security-Policy")).as(name).isNotEmpty();
        }
    }

    @Test
    void aFileThatIsKnownIsNotSentAgain() {
        PORT.serve(node);
        Port.Answer first = PORT.ask("GET", "/dashboard/main.js");
        String etag = first.header("ETag");
        assertThat(etag).matches("\"[0-9a-f]{32}\"");
        assertThat(first.header("Cache-Control")).isEqualTo("no-cache");
        for (String known : List.of(etag, "W/" + etag, "\"other\", " + etag, "*")) {
            Port.Answer again = PORT.ask("GET", "/dashboard/main.js", "If-None-Match: " + known);
            assertThat(again.status()).as(known).isEqualTo(304);
            assertThat(again.body()).isEmpty();
            assertThat(again.header("ETag")).isEqualTo(etag);
        }
        assertThat(PORT.ask("GET", "/dashboard/main.js", "If-None-Match: \"other\"")
                        .status())
                .isEqualTo(200);
        assertThat(PORT.ask("GET", "/").header("ETag"))
                .isEqualTo(PORT.ask("GET", "/dashboard/index.html").header("ETag"))
                .isNotEqualTo(etag);
    }

    @Test
    void headSendsNoBodyAndNothingCanBeWritten() {
        PORT.serve(node);
        for (String path : List.of("/", "/dashboard/style.css")) {
            Port.Answer head = PORT.ask("HEAD", path);
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
            assertThat(Integer.parseInt(head.header("Content-Length"))).isPositive();
            assertThat(PORT.ask("POST", path).status()).isIn(404, 405);
        }
    }

    @Test
    void whatIsNotThereIsAProblem() {
        PORT.serve(node);
        for (String path : List.of(
                "/dashboard", "/dashboard/", "/dashboard/x.js", "/dashboard/../main.js", "/dashboard/%2e%2e/main.js")) {
            Port.Answer answer = PORT.ask("GET", path);
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.head()).contains("application/problem+json");
        }
    }

    @Test
    void withTokensAPageThatAsksForOneIsAllThatABrowserGetsWithout() {
        PORT.serve(node, new Token("root", Role.VIEWER, "secret"));
        Port.Answer browser = PORT.ask("GET", "/", BROWSER);
        assertThat(browser.status()).isEqualTo(401);
        assertThat(browser.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(browser.header("Cache-Control")).isEqualTo("no-store");
        assertThat(browser.header("Content-Security-Policy")).contains("default-src 'self'");
        assertThat(browser.body()).startsWith("<!doctype html>");
        Port.Answer program = PORT.ask("GET", "/", "Accept: */*");
        assertThat(program.status()).isEqualTo(401);
        assertThat(program.head()).contains("application/problem+json");
        assertThat(PORT.ask("GET", "/", "Authorization: Bearer secret").status())
                .isEqualTo(200);
        assertThat(PORT.ask("GET", "/dashboard/main.js").status()).isEqualTo(200);
        assertThat(PORT.ask("GET", "/dashboard/x.js").status()).isEqualTo(401);
        assertThat(PORT.ask("GET", "/metrics", BROWSER).head()).contains("application/problem+json");
        assertThat(PORT.ask("POST", "/", BROWSER).head()).contains("application/problem+json");
    }

    @Test
    void allThatIsThereIsServedSmallAndFromHereOnly() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(Dashboard.NAMES);
        }
        long bytes = 0;
        Pattern elsewhere = Pattern.compile("(?:https?:)?//[a-z0-9.]+\\.[a-z]{2,}", Pattern.CASE_INSENSITIVE);
        for (String name : Dashboard.NAMES) {
            String text = Files.readString(SOURCES.resolve(name));
            bytes += text.getBytes(StandardCharsets.UTF_8).length;
            assertThat(text.lines().count()).as(name).isLessThanOrEqualTo(400);
            assertThat(elsewhere
                            .matcher(text)
                            .results()
                            .map(MatchResult::group)
                            .filter(each -> !each.contains("www.w3.org")))
                    .as(name)
                    .isEmpty();
            assertThat(text)
                    .as("%s makes markup of text", name)
                    .doesNotContain(
                            "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function");
        }
        assertThat(bytes).isLessThan(MOST_BYTES);
        String page = Files.readString(SOURCES.resolve("index.html"));
        assertThat(page).doesNotContain("<style").doesNotContain("style=").doesNotContainPattern(" on[a-z]+=");
        assertThat(Pattern.compile("<script(?![^>]* src=)").matcher(page).find())
                .isFalse();
    }

    @Test
    void everyModuleThatIsImportedIsThere() throws IOException {
        Pattern from = Pattern.compile("from \"\\./([^\"]+)\"");
        for (String name : Dashboard.NAMES) {
            for (MatchResult each : from.matcher(Files.readString(SOURCES.resolve(name)))
                    .results()
                    .toList()) {
                assertThat(Dashboard.NAMES).as(name).contains(each.group(1));
            }
        }
    }
}
