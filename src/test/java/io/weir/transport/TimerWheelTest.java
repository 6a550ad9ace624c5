package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wheel against the plainest model of timers there is. */
class TimerWheelTest {
    private static final long TICK = TimerWheel.TICK_NANOS;

    private static void none(Throwable fault) {
        throw new AssertionError(fault);
    }

    private static final class Probe extends Timer {
        long due = -1;
        long firedAt = -1;
        int fired;

        @Override
        protected void fire(long now) {
            fired++;
            firedAt = now;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void firesEachAtItsTimeOrOneTickLaterNeverBefore(long seed) {
        Random random = new Random(seed);
        long now = random.nextLong(1_000_000_000_000L);
        TimerWheel wheel = new TimerWheel(now);
        List<Probe> waiting = new ArrayList<>();
        for (int step = 0; step < 4000; step++) {
            if (random.nextInt(3) > 0) {
                Probe probe = new Probe();
                long ahead = (long) Math.pow(10, 5 + random.nextDouble() * 9);
                probe.due = now + ahead;
                wheel.schedule(probe, probe.due);
                waiting.add(probe);
            }
            if (!waiting.isEmpty() && random.nextInt(5) == 0) {
                Probe moved = waiting.get(random.nextInt(waiting.size()));
                moved.due = now + random.nextLong(100 * TICK);
                wheel.schedule(moved, moved.due);
            }
            if (!waiting.isEmpty() && random.nextInt(7) == 0) {
                Probe cancelled = waiting.remove(random.nextInt(waiting.size()));
                wheel.cancel(cancelled);
                assertThat(cancelled.isScheduled()).isFalse();
            }
            long wait = wheel.untilNext(now);
            now += Math.min(wait, (long) Math.pow(10, 4 + random.nextDouble() * 8));
            wheel.advance(now, TimerWheelTest::none);
            for (Probe probe : List.copyOf(waiting)) {
                if (probe.fired > 0) {
                    assertThat(probe.fired).as("seed %d: fires once", seed).isEqualTo(1);
                    assertThat(probe.firedAt).as("seed %d: not early", seed).isGreaterThanOrEqualTo(probe.due);
                    waiting.remove(probe);
                } else {
                    assertThat(probe.due).as("seed %d: not forgotten", seed).isGreaterThan(now - TICK);
                }
            }
            assertThat(wheel.size()).as("seed %d", seed).isEqualTo(waiting.size());
        }
        waiting.sort(Comparator.comparingLong(probe -> probe.due));
        while (wheel.size() > 0) {
            long wait = wheel.untilNext(now);
            assertThat(wait).as("seed %d: a wait that ends", seed).isLessThanOrEqualTo(64 * TICK);
            now += wait;
            wheel.advance(now, TimerWheelTest::none);
        }
        assertThat(waiting)
                .as("seed %d", seed)
                .allMatch(probe ->
                        probe.fired == 1 && probe.firedAt >= probe.due && probe.firedAt < probe.due + 2 * TICK);
    }

    @Test
    void aTimerThatFiresMayScheduleItselfAndCancelItsNeighbour() {
        TimerWheel wheel = new TimerWheel(0);
        Probe neighbour = new Probe();
        int[] rounds = new int[1];
        Timer again = new Timer() {
            @Override
            protected void fire(long now) {
                wheel.cancel(neighbour);
                if (++rounds[0] < 3) {
                    wheel.schedule(this, now);
                }
            }
        };
        wheel.schedule(again, TICK);
        wheel.schedule(neighbour, TICK);
        wheel.advance(TICK, TimerWheelTest::none);
        assertThat(rounds[0]).as("never twice in one tick").isEqualTo(1);
        wheel.advance(10 * TICK, TimerWheelTest::none);
        assertThat(rounds[0]).isEqualTo(3);
        assertThat(neighbour.fired).isZero();
        assertThat(wheel.size()).isZero();
    }

    @Test
    void oneThatThrowsKeepsNoOtherOfItsSlotFromFiring() {
        TimerWheel wheel = new TimerWheel(0);
        StackOverflowError thrown = new StackOverflowError("timer");
        List<Throwable> faults = new ArrayList<>();
        Probe before = new Probe();
        Probe after = new Probe();
        Timer bad = new Timer() {
            @Override
            protected void fire(long now) {
                throw thrown;
            }
        };
        wheel.schedule(before, TICK);
        wheel.schedule(bad, TICK);
        wheel.schedule(after, TICK);
        wheel.advance(TICK, faults::add);
        assertThat(faults).containsExactly(thrown);
        assertThat(before.fired).isEqualTo(1);
        assertThat(after.fired).isEqualTo(1);
        assertThat(wheel.size()).isZero();
    }

    @Test
    void anEmptyWheelNeedsNobody() {
        TimerWheel wheel = new TimerWheel(5);
        assertThat(wheel.untilNext(1_000_000)).isEqualTo(Long.MAX_VALUE);
        wheel.advance(Long.MAX_VALUE / 2, TimerWheelTest::none);
        Probe probe = new Probe();
        wheel.schedule(probe, Long.MAX_VALUE / 2 + TICK);
        wheel.advance(Long.MAX_VALUE / 2 + 2 * TICK, TimerWheelTest::none);
        assertThat(probe.fired).isEqualTo(1);
    }
}
