package io.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.admin.api.GiveWay;
import io.weir.observe.Buckets;
import io.weir.observe.HistogramTotal;
import io.weir.observe.NanoClock;
import io.weir.observe.TestClock;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ExpositionTest {
    /** Each look at it takes long. */
    private final NanoClock always = new TestClock(0) {
        @Override
        public long nanoTime() {
            now += 1_000_000;
            return now;
        }
    };

    private int asked;

    /** Between any two lines of a page others may come first, however many backends it has. */
    @Test
    void asksForOthersAtEachSeries() {
        Exposition page = new Exposition(false, new GiveWay(always, () -> asked++));
        for (int i = 0; i < 100; i++) {
            page.sample(Metric.BACKEND_OPEN, i, "pool", "b" + i);
        }
        page.histogram(Metric.CONNECT_TIME, HistogramTotal.none(Buckets.CONNECT), "pool");
        String text = new String(page.finish(), StandardCharsets.UTF_8);
        assertThat(asked).isEqualTo((int)
                text.lines().filter(line -> line.charAt(0) != '#').count());
    }
}
