package io.weir.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HistogramTest {
    @ParameterizedTest
    @EnumSource(Buckets.class)
    void boundsAscendAndBelongToTheirBucket(Buckets buckets) {
        for (int i = 0; i < buckets.count() - 1; i++) {
            assertThat(buckets.of(buckets.bound(i))).isEqualTo(i);
            assertThat(buckets.of(buckets.bound(i) + 1)).isEqualTo(i + 1);
            assertThat(buckets.bound(i)).isLessThan(buckets.bound(i + 1));
        }
        assertThat(buckets.of(0)).isZero();
        assertThat(buckets.of(Long.MAX_VALUE)).isEqualTo(buckets.count() - 1);
        assertThat(buckets.bound(buckets.count() - 1)).isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @EnumSource(Buckets.class)
    void countsWhatALinearReferenceCounts(Buckets buckets) {
        long seed = 42;
        Random random = new Random(seed);
        Histogram histogram = new Histogram(buckets);
        long[] times = new long[10_000];
        long sum = 0;
        for (int i = 0; i < times.length; i++) {
            times[i] = (long) Math.pow(10, random.nextDouble() * 15);
            sum += times[i];
            histogram.record(times[i]);
        }
        HistogramTotal total = new HistogramTotal(buckets);
        histogram.addTo(total);
        long below = 0;
        for (int i = 0; i < buckets.count(); i++) {
            below += total.in(i);
            long bound = buckets.bound(i);
            long expected = Arrays.stream(times).filter(t -> t <= bound).count();
            assertThat(below).as("seed %d, up to %d", seed, bound).isEqualTo(expected);
        }
        assertThat(total.count()).isEqualTo(times.length);
        assertThat(total.sumNanos()).isEqualTo(sum);
    }

    @Test
    void aNegativeTimeCountsAsZero() {
        Histogram histogram = new Histogram(Buckets.CONNECT);
        histogram.record(-5);
        HistogramTotal total = new HistogramTotal(Buckets.CONNECT);
        histogram.addTo(total);
        assertThat(total.in(0)).isEqualTo(1);
        assertThat(total.sumNanos()).isZero();
    }
}
