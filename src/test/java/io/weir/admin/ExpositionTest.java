package io.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.admin.api.GiveWay;
import io.weir.kit.Seed;
import io.weir.observe.Buckets;
import io.weir.observe.HistogramTotal;
import io.weir.observe.SteppingClock;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ExpositionTest {
    private int asked;

    /** Never with an exponent, always with a point, and read back it is the same number. */
    @Test
    void writesEachFractionWithItsShortestDigits() {
        assertThat(written(0)).isEqualTo("0.0");
        assertThat(written(-0.25)).isEqualTo("-0.25");
        assertThat(written(1.2e-4)).isEqualTo("0.00012");
        assertThat(written(1_795_967_144)).isEqualTo("1795967144.0");
        assertThat(written(9_999_999.5)).isEqualTo("9999999.5");
        assertThat(written(1e7)).isEqualTo("10000000.0");
        assertThat(written(1e22)).isEqualTo("10000000000000000000000.0");
        Seed seed = Seed.fresh();
        RandomGenerator random = seed.random(1);
        for (int i = 0; i < 1000; i++) {
            double value = random.nextDouble() * Math.pow(10, random.nextInt(-12, 13));
            String text = written(value);
            assertThat(text).as("%s", seed).matches("\\d+\\.\\d+");
            assertThat(Double.parseDouble(text)).as("%s", seed).isEqualTo(value);
        }
    }

    private static String written(double value) {
        Exposition page = new Exposition(false, new GiveWay());
        page.sample(Metric.PROCESS_START, value);
        return new String(page.finish(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith(Metric.PROCESS_START.sample()))
                .findFirst()
                .orElseThrow()
                .split(" ")[1];
    }

    /** Between any two lines of a page others may come first, however many backends it has. */
    @Test
    void asksForOthersAtEachSeries() {
        Exposition page = new Exposition(false, new GiveWay(new SteppingClock(1_000_000), () -> asked++));
        for (int i = 0; i < 100; i++) {
            page.sample(Metric.BACKEND_OPEN, i, "pool", "b" + i);
        }
        page.histogram(Metric.CONNECT_TIME, HistogramTotal.none(Buckets.CONNECT), "pool");
        String text = new String(page.finish(), StandardCharsets.UTF_8);
        assertThat(asked).isEqualTo((int)
                text.lines().filter(line -> line.charAt(0) != '#').count());
    }
}
