package io.weir.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which lines are blamed for a Pekko that does not start, with one that is easily tried. */
class PekkoBlameTest {
    private static final String REST = """
            weir.listeners.web { bind = "*:80", pool = web }
            weir.pools.web.backends = ["a:1"]
            """;

    @TempDir
    private Path directory;

    private final List<String> tried = new ArrayList<>();

    private List<String> problems(String pekko, PekkoTrial trial) {
        PekkoTrial noted = text -> {
            tried.add(text);
            return trial.complaint(text);
        };
        Written written = new Written(directory);
        Outcome outcome = ConfigFile.read(written.file("weir.conf", pekko + "\n" + REST), Written.HOST, noted);
        return outcome instanceof Outcome.Bad bad
                ? bad.problems().stream()
                        .map(problem -> problem.toString().replace(directory + "/", ""))
                        .toList()
                : List.of();
    }

    /** A Pekko that wants none of the words bad, and not both one and two. */
    private static PekkoTrial choosy() {
        return text -> text.contains("bad")
                ? "bad is bad"
                : text.contains("one") && text.contains("two") ? "one and two are not one" : null;
    }

    @Test
    void whatIsFineIsTriedOnceAndWithoutAnySettingNothingIs() {
        assertThat(problems("pekko { loglevel = fine, x { y = 1 } }", choosy())).isEmpty();
        assertThat(tried)
                .hasSize(1)
                .first()
                .asString()
                .contains("\"loglevel\":\"fine\"")
                .contains("\"y\":1");
        tried.clear();
        assertThat(problems("pekko { }", choosy())).isEmpty();
        assertThat(problems("", choosy())).isEmpty();
        assertThat(tried).isEmpty();
    }

    @Test
    void eachLineThatIsInTheWayIsNamedWithWhatPekkoSaysAndTakes() {
        assertThat(problems("""
                        pekko {
                          loglevel = bad
                          home = fine
                          cluster.min-nr-of-members = 17
                          of.their.own = [bad]
                        }
                        """, choosy()))
                .containsExactly(
                        "weir.conf:2: pekko.loglevel: Pekko does not start with \"bad\": bad is bad; allowed: what Pekko"
                                + " takes, such as its own INFO",
                        "weir.conf:5: pekko.of.their.own: Pekko does not start with \"[bad]\": bad is bad");
    }

    @Test
    void ofTwoThatDoNotGoTogetherTheLaterIsNamed() {
        assertThat(problems("pekko.b = one\npekko.a = two", choosy()))
                .containsExactly("weir.conf:2: pekko.a: Pekko does not start with \"two\": one and two are not one");
    }

    @Test
    void whereItDoesNotStartAtAllNoLineIsToBlame() {
        assertThat(problems("pekko.a = b", text -> "no ports")).isEmpty();
    }

    @Test
    void whatIsWrongAnywayIsNotTried() {
        assertThat(problems("pekko { cluster.seed-nodes = [], loglevel = bad }", choosy()))
                .hasSize(1);
        assertThat(tried).isEmpty();
    }
}
