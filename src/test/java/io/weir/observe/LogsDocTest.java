package io.weir.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.model.CloseReason;
import io.weir.model.LogFormat;
import io.weir.model.LogLevel;
import io.weir.model.NodeRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page about logs and the code name the same fields, reasons and levels, both ways. */
class LogsDocTest {
    private static final Pattern ROW = Pattern.compile("\\| `([A-Za-z-]+)` \\| (.+) \\|");

    private static String page() throws Exception {
        return Files.readString(Path.of("docs/logs.md"));
    }

    /** The first column of the table below this heading. */
    private static List<String> table(String heading) throws Exception {
        List<String> names = new ArrayList<>();
        page().lines()
                .dropWhile(line -> !line.equals("| " + heading + " | meaning |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .forEach(line -> {
                    Matcher row = ROW.matcher(line);
                    assertThat(row.matches()).as(line).isTrue();
                    names.add(row.group(1));
                });
        return names;
    }

    @Test
    void theFieldsAreThoseOfALineInTheirOrder() throws Exception {
        Utf8 out = new Utf8();
        new AccessFormat(LogFormat.JSON, new NodeRun("node", 0, 0)).append(AccessFormatTest.joined(), out);
        List<String> written = new ArrayList<>();
        new ObjectMapper().readTree(out.copy()).fieldNames().forEachRemaining(written::add);
        assertThat(table("field")).isEqualTo(written);
    }

    @Test
    void theReasonsAreAllThereAre() throws Exception {
        assertThat(table("reason"))
                .isEqualTo(Arrays.stream(CloseReason.values())
                        .map(CloseReason::word)
                        .toList());
    }

    @Test
    void theEventsAreAllThereAreAndWarnAsThePageSays() throws Exception {
        assertThat(table("event"))
                .isEqualTo(
                        Arrays.stream(EventType.values()).map(EventType::word).toList());
        for (EventType type : EventType.values()) {
            assertThat(page().contains("| `" + type.word() + "` | ! "))
                    .as(type.word())
                    .isEqualTo(type.warns());
        }
    }

    /** An event whose type is a text in the code would be one that the page does not know. */
    @Test
    void noEventIsMadeWithoutAType() throws Exception {
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source :
                    sources.filter(each -> each.toString().endsWith(".java")).toList()) {
                assertThat(Files.readString(source)).as("%s", source).doesNotContain("new Event(\"");
            }
        }
    }

    @Test
    void theLevelsAndFormatsAreAllThereAre() throws Exception {
        for (LogLevel level : LogLevel.values()) {
            assertThat(page()).contains("`" + level.word() + "`");
        }
        for (LogFormat format : LogFormat.values()) {
            assertThat(page()).contains("`" + format.word() + "`");
        }
    }
}
