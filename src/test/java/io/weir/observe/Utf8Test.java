package io.weir.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 9, 10, 99, 100, 12345678901L, -1, -10, Long.MAX_VALUE, Long.MIN_VALUE})
    void numbersAreDecimal(long value) {
        assertThat(text(new Utf8().number(value))).isEqualTo(Long.toString(value));
    }

    @Test
    void paddedNumbersKeepTheirZeros() {
        assertThat(text(new Utf8().padded(7, 3).ascii('-').padded(2026, 4))).isEqualTo("007-2026");
    }

    @RepeatedTest(50)
    void aJsonParserReadsBackWhatWasWritten(RepetitionInfo run) throws Exception {
        long seed = run.getCurrentRepetition();
        String written = random(new Random(seed));
        Utf8 out = new Utf8((int) seed % 20).json(written);
        String expected = new String(written.getBytes(StandardCharsets.UTF_16), StandardCharsets.UTF_16);
        assertThat(JSON.readValue(out.copy(), String.class)).as("seed %d", seed).isEqualTo(expected);
        assertThat(text(out)).as("seed %d", seed).doesNotContain("\n", "\r", "\u2028", "\u0085");
        assertThat(text(new Utf8((int) seed % 20).text(written)))
                .as("seed %d", seed)
                .isEqualTo(expected);
    }

    /** Any characters at all, half surrogates and controls among them. */
    private static String random(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(200); i > 0; i--) {
            switch (random.nextInt(4)) {
                case 0 -> text.append((char) random.nextInt(0x80));
                case 1 -> text.append((char) random.nextInt(0x10000));
                case 2 -> text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
                default -> text.append("\"\\\n\r\t\u2028\u2029\u007f\u0085".charAt(random.nextInt(9)));
            }
        }
        return text.toString();
    }

    @Test
    void oneLineStaysOneLine() {
        assertThat(text(new Utf8().oneLine("a\nb\r\tc\u001b[31m\u2028é"))).isEqualTo("a\\nb\\r\tc\\u001b[31m\\u2028é");
    }

    @Test
    void aBufferGrowsIsCutAndIsUsedAgain() {
        Utf8 out = new Utf8();
        out.ascii("x".repeat(3_000_000));
        assertThat(out.length()).isEqualTo(3_000_000);
        out.truncate(2);
        assertThat(text(out)).isEqualTo("xx");
        assertThat(out.clear().length()).isZero();
        assertThat(text(out.ascii("again"))).isEqualTo("again");
    }

    private static String text(Utf8 out) {
        return new String(out.copy(), StandardCharsets.UTF_8);
    }
}
