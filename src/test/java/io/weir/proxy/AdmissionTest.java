package io.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A cap is never exceeded, and nobody waits while there is room. */
class AdmissionTest {
    @Test
    void theCapHoldsUnderContention() throws InterruptedException {
        Admission admission = new Admission(7);
        AtomicInteger most = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 50_000; i++) {
                    if (admission.tryEnter()) {
                        most.accumulateAndGet(admission.inside(), Math::max);
                        admission.leave();
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(most.get()).isBetween(1, 7);
        assertThat(admission.inside()).isZero();
    }

    @Test
    void everybodyInLineIsToldWhenAPlaceIsFree() {
        Admission admission = new Admission(1);
        assertThat(admission.tryEnter()).isTrue();
        assertThat(admission.tryEnter()).isFalse();
        List<String> told = new ArrayList<>();
        admission.await(() -> told.add("a"));
        admission.await(() -> told.add("b"));
        assertThat(told).isEmpty();
        admission.leave();
        assertThat(told).containsExactly("a", "b");
    }

    @Test
    void whoComesLateIsToldAtOnce() {
        Admission admission = new Admission(1);
        List<String> told = new ArrayList<>();
        admission.await(() -> told.add("a"));
        assertThat(told).containsExactly("a");
    }

    @Test
    void whoWaitsAgainWhileBeingToldIsToldOncePerLeave() {
        Admission admission = new Admission(1);
        assertThat(admission.tryEnter()).isTrue();
        int[] told = new int[1];
        Runnable[] again = new Runnable[1];
        again[0] = () -> {
            told[0]++;
            if (admission.tryEnter()) {
                admission.await(again[0]);
            }
        };
        admission.await(again[0]);
        admission.leave();
        assertThat(told[0]).isEqualTo(1);
        admission.leave();
        assertThat(told[0]).isEqualTo(2);
    }

    @Test
    void aRaisedCapLetsThoseInLineTryAgain() {
        Admission admission = new Admission(1);
        assertThat(admission.tryEnter()).isTrue();
        List<String> told = new ArrayList<>();
        admission.await(() -> told.add("a"));
        admission.most(2);
        assertThat(told).containsExactly("a");
        assertThat(admission.tryEnter()).isTrue();
    }
}
