package io.weir.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class PeakEwmaTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;

    @Test
    void a_peak_takes_over_at_once() {
        long word = PeakEwma.observe(PeakEwma.NEVER, MILLI, 0);
        word = PeakEwma.observe(word, 200 * MILLI, MILLI);
        assertThat(PeakEwma.read(word, MILLI)).isCloseTo(200e6, Percentage.withPercentage(0.01));
    }

    @Test
    void lower_samples_fade_in_with_a_decay_of_ten_seconds() {
        long word = PeakEwma.observe(PeakEwma.NEVER, 100 * MILLI, 0);
        for (int i = 1; i <= 100; i++) {
            word = PeakEwma.observe(word, MILLI, i * SECOND / 10);
        }
        double expected = 1e6 + 99e6 * Math.exp(-1);
        assertThat(PeakEwma.read(word, 10 * SECOND)).isCloseTo(expected, Percentage.withPercentage(0.5));
    }

    @Test
    void without_samples_it_fades_to_nothing() {
        long word = PeakEwma.observe(PeakEwma.NEVER, 100 * MILLI, 0);
        assertThat(PeakEwma.read(word, 10 * SECOND)).isCloseTo(100e6 * Math.exp(-1), Percentage.withPercentage(0.1));
        assertThat(PeakEwma.read(word, 200 * SECOND)).isLessThan(1);
    }

    @Test
    void it_fades_by_the_exponential_at_every_age() {
        long word = PeakEwma.observe(PeakEwma.NEVER, 1_000 * MILLI, 0);
        for (long millis = 0; millis < 300_000; millis += 37) {
            double expected = 1e9 * Math.exp(-millis / 10_000.0);
            assertThat(PeakEwma.read(word, millis * MILLI)).isCloseTo(expected, Percentage.withPercentage(0.01));
        }
        assertThat(PeakEwma.read(word, 10_000_000 * MILLI)).isZero();
    }

    @Test
    void a_failure_is_ten_times_worse_within_bounds() {
        long word = PeakEwma.fail(PeakEwma.NEVER, 0);
        assertThat(PeakEwma.read(word, 0)).isCloseTo(10e6, Percentage.withPercentage(0.01));
        word = PeakEwma.fail(word, 0);
        assertThat(PeakEwma.read(word, 0)).isCloseTo(100e6, Percentage.withPercentage(0.01));
        word = PeakEwma.fail(PeakEwma.fail(word, 0), 0);
        assertThat(PeakEwma.read(word, 0)).isCloseTo(1e9, Percentage.withPercentage(0.01));
        assertThat(PeakEwma.read(word, 70 * SECOND)).isLessThan(1e6);
        long slow = PeakEwma.observe(PeakEwma.NEVER, 2 * SECOND, 0);
        assertThat(PeakEwma.read(PeakEwma.fail(slow, 0), 0)).isCloseTo(2e9, Percentage.withPercentage(0.01));
    }

    @Test
    void never_is_nothing_and_a_sample_is_never_never() {
        assertThat(PeakEwma.read(PeakEwma.NEVER, SECOND)).isZero();
        assertThat(PeakEwma.observe(PeakEwma.NEVER, 0, 0)).isNotEqualTo(PeakEwma.NEVER);
    }

    @Test
    void a_clock_that_stands_or_runs_backwards_changes_nothing() {
        long word = PeakEwma.observe(PeakEwma.NEVER, 50 * MILLI, 5 * SECOND);
        assertThat(PeakEwma.read(word, 4 * SECOND)).isCloseTo(50e6, within(10.0));
        assertThat(PeakEwma.read(PeakEwma.observe(word, MILLI, 5 * SECOND), 5 * SECOND))
                .isCloseTo(50e6, within(10.0));
    }

    @Test
    void it_holds_where_the_clocks_milliseconds_wrap() {
        long before = (Integer.MAX_VALUE - 500L) * MILLI;
        long word = PeakEwma.observe(PeakEwma.NEVER, 100 * MILLI, before);
        assertThat(PeakEwma.read(word, before + SECOND))
                .isCloseTo(100e6 * Math.exp(-0.1), Percentage.withPercentage(0.1));
    }
}
