package io.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class ColourTest {
    @Test
    void onlyATerminalThatCanIsColoured() {
        assertThat(Colour.decide(Map.of("TERM", "xterm"), true)).isEqualTo(Ansi.ON);
        assertThat(Colour.decide(Map.of("TERM", "xterm"), false)).isEqualTo(Ansi.OFF);
        assertThat(Colour.decide(Map.of("TERM", "dumb"), true)).isEqualTo(Ansi.OFF);
        assertThat(Colour.decide(Map.of(), true)).isEqualTo(Ansi.OFF);
    }

    @Test
    void noColorForbidsWhateverItsValue() {
        assertThat(Colour.decide(Map.of("TERM", "xterm", "NO_COLOR", "1"), true))
                .isEqualTo(Ansi.OFF);
        assertThat(Colour.decide(Map.of("TERM", "xterm", "NO_COLOR", "0"), true))
                .isEqualTo(Ansi.OFF);
        assertThat(Colour.decide(Map.of("TERM", "xterm", "NO_COLOR", ""), true)).isEqualTo(Ansi.ON);
    }
}
