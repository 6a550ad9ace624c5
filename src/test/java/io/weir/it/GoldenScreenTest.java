package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GoldenScreenTest {
    private static final String SCREEN = """
            cluster weir, 2 nodes,   asked it

            NODE    UPTIME  CONNS  ADDRESS
            it      1m 30s      7  127.0.0.1:40001
            other      12s  12345  127.0.0.1:9
            """;
    private static final String KEPT = """
            cluster weir, 0 nodes,  asked it

            NODE   UPTIME  CONNS  ADDRESS
            it          T      0  0:0
            other       T      0  0:0
            """;

    @Test
    void aTableIsLaidOutAnewAroundWhatIsMaskedAndItsColumnsStayOnTheirSides() {
        assertThat(GoldenScreen.masked(SCREEN, "")).isEqualTo(KEPT);
        assertThat(GoldenScreen.masked(KEPT, KEPT)).isEqualTo(KEPT);
    }

    /** By chance every value may be as wide as its heading. */
    @Test
    void aColumnThatStandsOnEitherSideIsTakenToStandWhereItShould() {
        String chance = SCREEN.replace("   12s", "2m 30s").replace("    7", "54321");
        assertThat(GoldenScreen.masked(chance, KEPT)).isEqualTo(KEPT);
        assertThat(GoldenScreen.masked(chance, "")).isNotEqualTo(KEPT);
    }

    /** They grow look by look, from the right end of a column that is wider than what stands above it. */
    @Test
    void looksBelongToTheLastColumnHoweverManyThereAre() {
        String kept = """
                NODE  LAST 0 LOOKS
                it    ~
                """;
        for (int looks = 1; looks <= 20; looks++) {
            String screen = "NODE  LAST 20 LOOKS\nit    " + " ".repeat(20 - looks) + "▁".repeat(looks) + "\n";
            assertThat(GoldenScreen.masked(screen, kept)).as("%d", looks).isEqualTo(kept);
        }
    }

    @Test
    void aCellThatIsOutOfLineIsSeen() {
        for (String crooked : new String[] {"7      127", "    7 127", "7       127"}) {
            assertThat(GoldenScreen.masked(SCREEN.replace("    7  127", crooked), KEPT))
                    .as(crooked)
                    .isNotEqualTo(KEPT);
        }
        assertThat(GoldenScreen.masked(SCREEN.replace("1m 30s ", " 1m 30s"), KEPT))
                .contains("crooked: UPTIME");
        assertThat(GoldenScreen.masked(SCREEN.replace("  12345  127.0.0.1:9", "  12345  127.0.0.1:9      gone"), KEPT))
                .contains("in no column: gone");
    }

    @Test
    void allOfAColumnOnTheOtherSideIsSeen() {
        String left = SCREEN.replace("     7  ", " 7      ").replace("12345", "123  ");
        assertThat(GoldenScreen.masked(left, KEPT)).isNotEqualTo(KEPT);
    }
}
