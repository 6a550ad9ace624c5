package io.weir.transport.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KeepAliveTest {
    private final SplittableRandom random = new SplittableRandom(7);

    @Test
    void aSocketAddsUpToAQuarterOfItsOwnToBothTimes() {
        Set<Integer> idle = new HashSet<>();
        Set<Integer> interval = new HashSet<>();
        Set<Integer> apart = new HashSet<>();
        for (int i = 0; i < 2000; i++) {
            KeepAlive own = new KeepAlive(60, 20, 3).spread(random);
            idle.add(own.idleSeconds());
            interval.add(own.intervalSeconds());
            apart.add(own.idleSeconds() - 60 - 3 * (own.intervalSeconds() - 20));
            assertThat(own.count()).isEqualTo(3);
        }
        assertThat(idle).hasSize(16).allMatch(seconds -> seconds >= 60 && seconds <= 75);
        assertThat(interval).hasSize(6).allMatch(seconds -> seconds >= 20 && seconds <= 25);
        assertThat(apart).as("the two are drawn apart").hasSizeGreaterThan(25);
    }

    @Test
    void timesOfLessThanFourSecondsStay() {
        for (int i = 0; i < 100; i++) {
            assertThat(new KeepAlive(3, 1, 9).spread(random)).isEqualTo(new KeepAlive(3, 1, 9));
        }
    }

    /** More than 32767 seconds Linux refuses, and goes on with times of its own. */
    @Test
    void noTimeBecomesLongerThanASystemTakes() {
        for (int i = 0; i < 100; i++) {
            KeepAlive own = new KeepAlive(9 * 3600, 9 * 3600, 3).spread(random);
            assertThat(own.idleSeconds()).isBetween(9 * 3600, 32_767);
            assertThat(own.intervalSeconds()).isBetween(9 * 3600, 32_767);
        }
    }
}
