package io.weir.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.balance.Cases;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ExcusesTest {
    private static final Duration TIMEOUT = Duration.ofMillis(1500);

    @Test
    void halfATimeOutLateIsNoExcuseAndMoreIsOne() {
        assertThat(Excuses.isExcusable(TIMEOUT, TIMEOUT)).isFalse();
        assertThat(Excuses.isExcusable(Duration.ofMillis(2250), TIMEOUT)).isFalse();
        assertThat(Excuses.isExcusable(Duration.ofMillis(2251), TIMEOUT)).isTrue();
    }

    @Test
    void aSecondLateIsOneHoweverLongTheTimeOut() {
        Duration hour = Duration.ofHours(1);
        assertThat(Excuses.isExcusable(hour.plusSeconds(1), hour)).isFalse();
        assertThat(Excuses.isExcusable(hour.plusSeconds(1).plusNanos(1), hour)).isTrue();
    }

    /** Nobody is who ended in time, and whoever is later than one that is, is too. */
    @Test
    void of_any_two_the_later_one_is_excused_rather() {
        Cases.each(1000, random -> {
            Duration timeout = Duration.ofNanos(random.nextLong(1, 10_000_000_000L));
            Duration took = Duration.ofNanos(random.nextLong(40_000_000_000L));
            boolean excused = Excuses.isExcusable(took, timeout);
            if (took.compareTo(timeout) <= 0) {
                assertThat(excused).isFalse();
            }
            boolean late = took.compareTo(timeout.plus(timeout.dividedBy(2))) > 0;
            boolean veryLate = took.compareTo(timeout.plusSeconds(1)) > 0;
            assertThat(excused).isEqualTo(late || veryLate);
            if (excused) {
                assertThat(Excuses.isExcusable(took.plusNanos(random.nextLong(1_000_000_000L)), timeout))
                        .isTrue();
            }
        });
    }

    @Test
    void thereAreThreeInARowAndNoMore() {
        Excuses excuses = Excuses.NONE;
        for (int i = 0; i < 3; i++) {
            assertThat(excuses.usedUp()).isFalse();
            excuses = excuses.another();
        }
        assertThat(excuses.usedUp()).isTrue();
        assertThatThrownBy(excuses::another).hasMessageContaining("4 of 3");
    }
}
