package io.weir.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.health.RiseFall;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PaceTest {
    @Test
    void noIntervalLeavesItsJitter() {
        var check = ProberTest.target().check();
        var random = new SplittableRandom(7);
        RiseFall up = RiseFall.unchecked(2, 3).after(true).next();
        Duration least = Duration.ofDays(1);
        Duration most = Duration.ZERO;
        for (int i = 0; i < 10_000; i++) {
            Duration next = Pace.next(check, up, random.nextDouble());
            least = next.compareTo(least) < 0 ? next : least;
            most = next.compareTo(most) > 0 ? next : most;
        }
        assertThat(least).isBetween(Duration.ofMillis(1800), Duration.ofMillis(1801));
        assertThat(most).isBetween(Duration.ofMillis(2199), Duration.ofMillis(2200));
    }

    @Test
    void firstChecksFollowEachOtherWithinAFastInterval() {
        var check = ProberTest.target().check();
        var random = new SplittableRandom(7);
        Duration last = Duration.ofNanos(-1);
        for (int i = 0; i < 1000; i++) {
            Duration first = Pace.first(check, i, 1000, random.nextDouble());
            assertThat(first).isGreaterThan(last).isLessThan(check.fastInterval());
            last = first;
        }
        assertThat(Pace.first(check, 0, 1, 0.99)).as("one alone need not wait").isZero();
    }
}
