package io.weir.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.cli.text.Line;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Screens: what they show, and that they are never larger than the terminal. */
class PainterTest {
    private final Board board = new Board();

    private static String text(List<Line> lines) {
        return lines.stream().map(Line::plain).map(String::stripTrailing).collect(Collectors.joining("\n"));
    }

    private String painted(View view, double seconds, int width, int height) {
        return text(new Painter("http://127.0.0.1:7626", true)
                .paint(board, view, (long) (seconds * Looks.SECOND), width, height));
    }

    @Test
    void theWholeClusterAtAGlance() {
        board.show(Looks.at(1, 100, 1000));
        board.show(Looks.at(2, 110, 1005));
        board.show(Looks.at(3, 140, 1005));
        assertThat(painted(View.first(), 3, 100, 21)).isEqualTo("""
                weir top  prod  30 conn/s  in 30K/s  out 60K/s  ▅█
                asked n0 at http://127.0.0.1:7626

                NODE  STATUS       UPTIME  CONNS  CONN/S  IN/S  OUT/S  LAST 20 LOOKS
                n0    up               1m      4      30   30K    60K                   ▁▄█
                n1    unreachable       -      2       0     0      0                   ▁█▁

                LISTENER  STATE  NODES  CONNS  CONN/S  IN/S  OUT/S  LAST 20 LOOKS
                web       open       2      6      30   30K    60K                    ▅█

                POOL  UP   ALGORITHM  CONNS  CONN/S  IN/S  OUT/S  LAST 20 LOOKS
                web   1/2  random         6      30   30K    60K                    ▅█

                BACKEND  POOL  STATE     HEALTH  WEIGHT  CONNS  CONN/S  IN/S  OUT/S  LAST 20 LOOKS
                blue     web   ready     up           1      5      30   30K    60K                    ▅█
                green    web   draining  down         0      1       0     0      0                    ▁▁




                q leave  h help  sorted by name""");
    }

    @Test
    void aListenerThatIsPausedOnOneNodeOfTwoSaysSoAndSilentNodesAreNamed() {
        Snapshot look = Looks.at(1, 100, 1000);
        ObjectNode second = (ObjectNode) look.traffic().at("/nodes/1/listeners/0");
        second.put("paused", true);
        ((ArrayNode) look.traffic().get("unanswered")).add("n2").add("n3");
        board.show(look);
        assertThat(painted(View.first(), 1, 100, 21))
                .contains("web       paused 1/2      2      6", "  no answer from n2, n3");
        second.put("bound", false);
        assertThat(painted(View.first(), 1, 100, 21)).contains("web       closed 1/2");
        ((ObjectNode) look.traffic().at("/nodes/0/listeners/0")).put("bound", false);
        assertThat(painted(View.first(), 1, 100, 21)).contains("web       closed  ");
    }

    @Test
    void rowsAreSortedAndFiltered() {
        board.show(Looks.at(1, 0, 0));
        board.show(Looks.at(2, 1, 9));
        assertThat(painted(View.first().sorted(View.Sort.RATE), 2, 80, 24))
                .containsSubsequence("NODE", "n1", "n0", "LISTENER", "sorted by connections/s");
        String filtered = painted(View.first().filtered("GREEN"), 2, 80, 24);
        assertThat(filtered).contains("green", "only GREEN").doesNotContain("blue", "LISTENER", "NODE ");
        assertThat(painted(View.first().filtered("nothing"), 2, 80, 24)).contains("no row holds nothing");
    }

    @Test
    void whatCannotBeTrustedSaysSo() {
        board.show(Looks.at(1, 0, 0));
        assertThat(painted(View.first(), 2, 80, 24)).doesNotContain("STALE", "NOT REACHABLE");
        assertThat(painted(View.first(), 8, 80, 24)).contains("STALE  no answer for 7s");
        Snapshot alone = Looks.at(8, 0, 0);
        ((ObjectNode) alone.cluster()).put("controlPlane", false);
        board.show(alone);
        assertThat(painted(View.first(), 8, 80, 24)).contains("CUT OFF  n0 is part of no cluster at the moment");
        board.show(Looks.at(1, 0, 0));
        board.fail("nobody listens there");
        assertThat(painted(View.first(), 8, 120, 24)).contains("NOT REACHABLE", "7s ago; nobody listens there", "blue");
    }

    @Test
    void aLongBodyIsScrolled() {
        board.show(Looks.at(1, 0, 0));
        Painter painter = new Painter("x", true);
        int furthest = painter.furthest(board, View.first(), 80, 8);
        assertThat(painted(View.first(), 1, 80, 8))
                .contains("NODE", "lines 1 to 4 of")
                .doesNotContain("green");
        assertThat(painted(View.first().scrolled(furthest), 1, 80, 8))
                .contains("green")
                .doesNotContain("NODE ");
        assertThat(painted(View.first().scrolled(10_000), 1, 80, 8))
                .isEqualTo(painted(View.first().scrolled(furthest), 1, 80, 8));
        View last = View.first().scrolled(Keys.BOTTOM);
        assertThat(painter.scrolled(board, last, 80, 8).scroll()).isEqualTo(furthest);
        View helped = View.first().scrolled(furthest).help(true);
        assertThat(painter.scrolled(board, helped, 80, 60).help(false).scroll())
                .as("where it was before the help")
                .isEqualTo(furthest);
        assertThat(painted(helped, 1, 80, 8)).contains("sort by name");
    }

    @Test
    void noScreenIsEverWiderOrTallerThanTheTerminal() {
        for (int seed = 0; seed < 2000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Board any = new Board();
            for (int i = random.nextInt(4); i > 0; i--) {
                any.show(Looks.any(random, random.nextLong(100 * Looks.SECOND)));
            }
            if (random.nextInt(3) == 0) {
                any.fail(Looks.text(random));
            }
            View view = new View(
                    List.of(View.Sort.values()).get(random.nextInt(4)),
                    random.nextBoolean() ? "" : Looks.text(random),
                    random.nextBoolean(),
                    random.nextInt(4) == 0,
                    random.nextInt(50),
                    false);
            int width = 1 + random.nextInt(120);
            int height = 1 + random.nextInt(40);
            List<Line> lines = new Painter(Looks.text(random), random.nextBoolean())
                    .paint(any, view, random.nextLong(200 * Looks.SECOND), width, height);
            assertThat(lines).as("seed %d", seed).hasSize(height);
            assertThat(lines).as("seed %d", seed).allSatisfy(line -> {
                assertThat(line.width()).isLessThanOrEqualTo(width);
                assertThat(line.text(false).chars()).noneMatch(Character::isISOControl);
            });
        }
    }

    @Test
    void theHeadingStaysAboveRowsThatAreScrolled() {
        board.show(Looks.at(1, 100, 1000));
        String node = "NODE  STATUS";
        String backend = "BACKEND  POOL  STATE";
        assertThat(third(View.first())).as("it stands with its rows").isEmpty();
        assertThat(third(View.first().scrolled(1))).startsWith(node);
        assertThat(third(View.first().scrolled(2))).startsWith(node);
        assertThat(third(View.first().scrolled(3))).as("an empty line").isEmpty();
        assertThat(third(View.first().scrolled(4))).as("the next heading").isEmpty();
        assertThat(third(View.first().scrolled(11))).startsWith(backend);
        assertThat(third(View.first().scrolled(1).help(true))).isEmpty();
        assertThat(painted(View.first().scrolled(11), 1, 12, 6).lines().toList())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(12));
    }

    private String third(View view) {
        return painted(view, 1, 100, 6).lines().toList().get(2);
    }
}
