package io.weir.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.text.Table.Cell;
import io.weir.cli.text.Table.Column;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whatever the text: nothing is wider than asked, and nothing a terminal obeys gets through. */
class TextLawsTest {
    private static final int CASES = 5000;

    @Test
    void cleanTextHoldsNothingThatATerminalObeys() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < CASES; i++) {
            String clean = Text.clean(AnyText.of(random, 30));
            assertThat(clean.codePoints())
                    .noneMatch(point -> Character.isISOControl(point)
                            || Character.getType(point) == Character.FORMAT
                            || Character.getType(point) == Character.SURROGATE);
            assertThat(Text.clean(clean)).isEqualTo(clean);
        }
    }

    @Test
    void aCutTextIsNeverWiderThanAsked() {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < CASES; i++) {
            String text = Text.clean(AnyText.of(random, 30));
            int most = random.nextInt(40);
            String cut = Text.cut(text, most, random.nextBoolean() ? "…" : "~");
            assertThat(Text.width(cut)).as("%s to %d", text, most).isLessThanOrEqualTo(most);
            if (Text.width(text) <= most) {
                assertThat(cut).isEqualTo(text);
            }
            Line line = new Line().add(text, Tone.GOOD).add(text, Tone.BAD).cut(most, "…");
            assertThat(line.width()).isLessThanOrEqualTo(most);
        }
    }

    @Test
    void aTableIsNeverWiderThanTheTerminal() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < CASES / 10; i++) {
            Table table = anyTable(random);
            int width = 1 + random.nextInt(120);
            List<Line> lines = table.lines(width, "…");
            assertThat(lines).hasSize(table.size() + 1);
            assertThat(lines).allSatisfy(line -> assertThat(line.width()).isLessThanOrEqualTo(width));
        }
    }

    @Test
    void whereRoomIsShortAColumnThatSaysNothingGoesBeforeANameIsCut() {
        Table table = new Table(Column.text("NAME", 9, 4), Column.text("ADDRESS", 5, 7), Column.word("STATE", 1))
                .row(Cell.of("10.0.0.1:8080"), Cell.of(""), Cell.of("ready"))
                .row(Cell.of("10.0.0.2:8080"), Cell.of(""), Cell.of("ready"));
        assertThat(table.lines(30, "~").getLast().text(false)).isEqualTo("10.0.0.2:8080           ready");
        assertThat(table.lines(20, "~").getLast().text(false)).isEqualTo("10.0.0.2:8080  ready");
        Table empty = new Table(Column.text("NAME", 9, 4), Column.word("STATE", 1));
        assertThat(empty.lines(4, "~").getFirst().text(false)).isEqualTo("NAME");
    }

    @Test
    void aTableWithRoomShowsEverything() {
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 100; i++) {
            Table table = anyTable(random);
            List<Line> lines = table.lines(Integer.MAX_VALUE, "…");
            assertThat(lines.getFirst().plain()).contains("C0", "C1", "C2", "C3");
        }
    }

    @Test
    void wideLettersTakeTwoColumnsAndMarksNone() {
        assertThat(Text.width("漢字")).isEqualTo(4);
        assertThat(Text.width("e\u0301")).isEqualTo(1);
        assertThat(Text.cut("漢字漢字", 5, "…")).isEqualTo("漢字…");
        assertThat(Text.clean("a\u001b[2J\u202Eb\nc")).isEqualTo("a\uFFFD[2J\uFFFDb c");
    }

    @Test
    void amountsAreShort() {
        assertThat(List.of(0L, 1023L, 1024L, 1536L, 1L << 30, Long.MAX_VALUE).stream()
                        .map(Amounts::bytes))
                .containsExactly("0 B", "1023 B", "1.0 KiB", "1.5 KiB", "1.0 GiB", "8.0 EiB");
        assertThat(List.of(0L, 9999L, 10_000L, 12_345L, 1_500_000L).stream().map(Amounts::count))
                .containsExactly("0", "9999", "10k", "12k", "1.5M");
        assertThat(List.of(0.0, 0.25, 12.0, 2048.0).stream().map(Amounts::rate))
                .containsExactly("0", "0.3", "12", "2.0K");
        assertThat(List.of(0, 999, 1000, 61_000, 3_600_000, 93_784_000).stream()
                        .map(millis -> Amounts.time(Duration.ofMillis(millis))))
                .containsExactly("0ms", "999ms", "1s", "1m 1s", "1h", "1d 2h");
        assertThat(Amounts.of(1, "node") + Amounts.of(2, "node")).isEqualTo("1 node2 nodes");
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < CASES; i++) {
            long amount = random.nextLong(Long.MAX_VALUE) >>> random.nextInt(63);
            assertThat(Amounts.bytes(amount)).as("%d", amount).hasSizeLessThanOrEqualTo(8);
            assertThat(Amounts.count(amount)).as("%d", amount).hasSizeLessThanOrEqualTo(4);
        }
    }

    private static Table anyTable(SplittableRandom random) {
        Table table = new Table(
                Column.text("C0", 5, 1 + random.nextInt(8)),
                Column.word("C1", random.nextInt(10)),
                Column.number("C2", random.nextInt(10)),
                Column.text("C3", random.nextInt(10), 1 + random.nextInt(8)));
        for (int rows = random.nextInt(6); rows > 0; rows--) {
            table.row(cell(random), cell(random), cell(random), cell(random));
        }
        return table;
    }

    private static Cell cell(SplittableRandom random) {
        return Cell.of(AnyText.of(random, 25));
    }
}
