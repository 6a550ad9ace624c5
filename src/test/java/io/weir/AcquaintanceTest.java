package io.weir;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.observe.NanoClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class AcquaintanceTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final AtomicBoolean exchanged = new AtomicBoolean();
    private final NanoClock clock = new NanoClock() {
        @Override
        public long nanoTime() {
            return now.get();
        }

        @Override
        public long epochMillis() {
            return 0;
        }
    };
    private final Acquaintance acquaintance = new Acquaintance(clock, false, exchanged::get);

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    /** On a busy machine a start takes longer than that, and the node was ready before it had asked anybody. */
    @Test
    @Tag("contract-12")
    void theTenSecondsBeginWhenTheNodeBeginsToLook() {
        pass(Duration.ofMinutes(1));
        assertThat(acquaintance.isMade()).isFalse();
        acquaintance.begin();
        pass(Duration.ofMillis(9_999));
        assertThat(acquaintance.isMade()).isFalse();
        acquaintance.begin(); // as the next control plane does where one has ended
        pass(Duration.ofMillis(1));
        assertThat(acquaintance.isMade()).isTrue();
    }

    @Test
    @Tag("contract-12")
    void itIsMadeOnceAllWasReadAndForGood() {
        acquaintance.begin();
        exchanged.set(true);
        assertThat(acquaintance.isMade()).isTrue();
        exchanged.set(false);
        assertThat(acquaintance.isMade()).isTrue();
    }

    @Test
    void whoHasNobodyToLookForNeedsNone() {
        assertThat(new Acquaintance(clock, true, () -> false).isMade()).isTrue();
    }
}
