package io.weir.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    @Test
    void tellsWhoAnswered() throws IOException {
        try (DemoBackend red = DemoBackend.start("red")) {
            assertThat(Rehearsal.run(red.port(), red.port(), 3)).containsExactly("red");
        }
    }

    @Test
    void failsWhereNobodyAnswers() throws IOException {
        DemoBackend gone = DemoBackend.start("gone");
        gone.close();
        assertThatThrownBy(() -> Rehearsal.run(gone.port(), gone.port(), 1)).isInstanceOf(IOException.class);
    }
}
