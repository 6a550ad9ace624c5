package io.weir;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void itGrowsToFiveSecondsAndNoFurther() {
        Backoff backoff = Backoff.NONE;
        Duration before = Duration.ZERO;
        for (int i = 0; i < 40; i++) {
            backoff = backoff.after(Duration.ofMillis(10), false);
            assertThat(backoff.pause()).isBetween(before, Duration.ofSeconds(5));
            before = backoff.pause();
        }
        assertThat(before).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void whoLivedForLongOrEndedForAGoodReasonStartsAtOnce() {
        Backoff tired = new Backoff(9);
        assertThat(tired.after(Duration.ofMinutes(1), false)).isEqualTo(Backoff.NONE);
        assertThat(tired.after(Duration.ZERO, true)).isEqualTo(Backoff.NONE);
        assertThat(Backoff.NONE.pause()).isLessThanOrEqualTo(Duration.ofMillis(200));
    }
}
