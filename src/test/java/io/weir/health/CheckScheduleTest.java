package io.weir.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.balance.Cases;
import io.weir.model.CheckKind;
import io.weir.model.HealthCheckSettings;
import io.weir.model.Scope;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class CheckScheduleTest {
    private static final long MILLI = 1_000_000L;

    @Test
    void the_interval_follows_the_standing() {
        HealthCheckSettings settings = settings(0.1, 2, 3);
        RiseFall fresh = RiseFall.unchecked(2, 3);
        RiseFall up = fresh.after(true).next();
        RiseFall down = fresh.after(false).next();
        assertThat(CheckSchedule.interval(settings, fresh)).hasMillis(500);
        assertThat(CheckSchedule.interval(settings, up)).hasMillis(2_000);
        assertThat(CheckSchedule.interval(settings, up.after(false).next())).hasMillis(500);
        assertThat(CheckSchedule.interval(settings, down)).hasMillis(4_000);
        assertThat(CheckSchedule.interval(settings, down.after(true).next())).hasMillis(500);
    }

    @Test
    void jitter_goes_both_ways_and_no_further() {
        HealthCheckSettings settings = settings(0.25, 1, 1);
        RiseFall up = RiseFall.unchecked(1, 1).after(true).next();
        long[] ends = {Long.MAX_VALUE, 0};
        Cases.each(500, random -> {
            long delay = CheckSchedule.next(settings, up, random);
            assertThat(delay).isBetween(1_500 * MILLI, 2_500 * MILLI);
            ends[0] = Math.min(ends[0], delay);
            ends[1] = Math.max(ends[1], delay);
        });
        assertThat(ends[0]).isLessThan(1_600 * MILLI);
        assertThat(ends[1]).isGreaterThan(2_400 * MILLI);
    }

    @Test
    void first_checks_are_spread_over_one_fast_interval() {
        HealthCheckSettings settings = settings(0, 2, 3);
        Cases.each(50, random -> {
            int count = Cases.between(random, 1, 20);
            for (int i = 0; i < count; i++) {
                long slice = 500 * MILLI / count;
                assertThat(CheckSchedule.first(settings, i, count, random))
                        .isBetween(Math.max(MILLI, slice * i), slice * (i + 1) + MILLI);
            }
        });
    }

    static HealthCheckSettings settings(double jitter, int rise, int fall) {
        return new HealthCheckSettings(
                new CheckKind.Tcp(),
                null,
                Duration.ofSeconds(2),
                Duration.ofMillis(500),
                Duration.ofSeconds(4),
                Duration.ofMillis(1500),
                jitter,
                rise,
                fall,
                OptionalInt.empty(),
                Scope.CLUSTER,
                3);
    }
}
