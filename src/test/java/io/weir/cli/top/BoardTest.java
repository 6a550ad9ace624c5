package io.weir.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Rates out of counters. */
class BoardTest {
    private static final Thing WEB = new Thing("", "web");
    private static final Thing BLUE = new Thing("web", "blue");

    private final Board board = new Board();

    @Test
    void ratesAreSummedOverTheNodes() {
        board.show(Looks.at(1, 100, 1000));
        assertThat(board.all().last()).isEqualTo(Pace.NONE);
        board.show(Looks.at(3, 120, 1010));
        assertThat(board.of(WEB).last()).isEqualTo(new Pace(15, 15 * 1024, 15 * 2048));
        assertThat(board.of(BLUE).last()).isEqualTo(new Pace(15, 15 * 1024, 15 * 2048));
        assertThat(board.of("n0").last().opened()).isEqualTo(10);
        assertThat(board.of("n1").last().opened()).isEqualTo(5);
        assertThat(board.all().last().opened()).isEqualTo(15);
    }

    @Test
    void aNodeThatWasStartedAgainCountsFromNothing() {
        board.show(Looks.at(1, 100, 1000));
        board.show(Looks.at(2, 3, 1000));
        assertThat(board.of(WEB).last().opened()).isEqualTo(3);
    }

    @Test
    void aFailureKeepsWhatWasKnownUntilTheNextAnswer() {
        board.show(Looks.at(1, 100, 0));
        board.fail("gone");
        assertThat(board.failure()).isEqualTo("gone");
        assertThat(board.last()).isNotNull();
        assertThat(board.age(5 * Looks.SECOND)).isEqualTo(4 * Looks.SECOND);
        board.show(Looks.at(5, 140, 0));
        assertThat(board.failure()).isNull();
        assertThat(board.of(WEB).last().opened()).isEqualTo(10);
    }

    @Test
    void theHistoryIsBoundedAndEndsWithTheNewest() {
        long count = 0;
        for (int i = 0; i < 3 * History.LONGEST; i++) {
            count += i;
            board.show(Looks.at(i, count, 0));
        }
        double[] opened = board.of(WEB).opened();
        assertThat(opened).hasSize(History.LONGEST);
        assertThat(opened[opened.length - 1]).isEqualTo(3 * History.LONGEST - 1);
        History sum = History.sum(java.util.List.of(board.of(WEB), board.of(BLUE), new History()));
        assertThat(sum.last().opened()).isEqualTo(2 * board.of(WEB).last().opened());
    }

    @Test
    void whatIsGoneIsForgotten() {
        board.show(Looks.at(1, 1, 1));
        board.show(Looks.at(2, 2, 2));
        Snapshot empty =
                new Snapshot(200 * Looks.SECOND, Looks.json("{}"), Looks.json("[]"), Looks.json("{\"nodes\":[]}"));
        board.show(empty);
        assertThat(board.of(WEB).opened()).isEmpty();
        assertThat(board.of("n0").opened()).isEmpty();
    }

    @Test
    void aSparklineIsAsWideAsAskedWithTheHighestFull() {
        assertThat(Sparkline.of(new double[] {0, 1, 7, 3.5}, 6, true)).isEqualTo("  ▁▂█▅");
        assertThat(Sparkline.of(new double[] {9, 9, 0, 0}, 2, true)).isEqualTo("▁▁");
        assertThat(Sparkline.of(new double[] {0, 2}, 2, false)).isEqualTo("_#");
    }
}
