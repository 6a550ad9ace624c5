package io.weir;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Patience;
import io.weir.observe.HistogramTotal;
import io.weir.transport.EventLoops;
import io.weir.transport.LoopSettings;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopWatchTest {
    private static final long HOLD_UP = TimeUnit.MILLISECONDS.toNanos(300);

    private final EventLoops loops;
    private final LoopWatch watch;

    LoopWatchTest() throws Exception {
        loops = EventLoops.start(
                new LoopSettings(2, LoopSettings.Kind.AUTO, 16 * 1024, 1 << 20, 64 * 1024, 2), (where, fault) -> {});
        watch = new LoopWatch(loops);
    }

    @AfterEach
    void stop() throws InterruptedException {
        loops.stop();
    }

    private long lag(int loop) {
        return watch.pulses().get(loop).lagNanos();
    }

    private HistogramTotal lags(int loop) {
        return watch.pulses().get(loop).lags();
    }

    @Test
    void aLoopThatIsHeldUpShowsItMeanwhileAndForFifteenSecondsMore() {
        CountDownLatch held = new CountDownLatch(1);
        loops.loop(1).execute(() -> await(held));
        Patience.until("the lag to grow while the turn goes on, and the other loop's not with it")
                .until(() -> lag(1) > HOLD_UP && lag(0) < lag(1) / 2);
        held.countDown();
        Patience.until("the turn to end").until(() -> loops.loop(1).inTurnNanos(System.nanoTime()) < HOLD_UP);
        for (int second = 0; second < LoopWatch.KEPT; second++) {
            watch.look();
            assertThat(lag(1)).as("%d looks after", second).isGreaterThan(HOLD_UP);
        }
        assertThat(lags(1).count()).as("looks").isEqualTo(LoopWatch.KEPT);
        assertThat(lags(1).sumNanos()).as("the hold-up among them").isGreaterThan(HOLD_UP);
        assertThat(lags(0).sumNanos()).as("none of the other loop").isLessThan(lags(1).sumNanos());
        // The first look after those, but where the machine has held the loop up again meanwhile
        Patience.until("it to be forgotten").until(() -> {
            watch.look();
            return lag(1) < HOLD_UP;
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
