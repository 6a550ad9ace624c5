package io.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

/** Which loop a connection lives on: the emptiest while few come, its own while many do, unless that one is much busier. */
class PlacementTest {
    private static final long MILLI = 1_000_000L;
    private static final int OWN = 1;

    private final AtomicIntegerArray live = new AtomicIntegerArray(3);
    private final long[] busy = new long[3];
    private final Placement placement = new Placement(OWN, live, loop -> busy[loop]);
    private long now;

    /** So many connections, evenly over so many milliseconds, each of them staying; how many each loop got. */
    private int[] arrive(int connections, int millis) {
        int[] got = new int[3];
        long step = millis * MILLI / connections;
        for (int i = 0; i < connections; i++) {
            int chosen = placement.choose(now);
            got[chosen]++;
            live.incrementAndGet(chosen);
            now += step;
        }
        return got;
    }

    /** After 200 milliseconds in which each loop worked this share of the time, in hundredths, so many arrive in 200 more. */
    private int[] arriveAfter(int connections, int... percent) {
        for (int i = 0; i < percent.length; i++) {
            busy[i] += percent[i] * (2 * MILLI);
        }
        return arrive(connections, 200);
    }

    @Test
    void fewGoWhereThereAreFewest() {
        assertThat(arrive(30, 3000)).containsExactly(10, 10, 10);
        live.set(2, 0);
        assertThat(arrive(10, 1000)).as("one loop's connections have ended").containsExactly(0, 0, 10);
    }

    @Test
    void whereAllHaveAsManyItStays() {
        assertThat(placement.choose(now)).isEqualTo(OWN);
    }

    @Test
    void manyStayWhereTheyWereAccepted() {
        arrive(100, 200);
        live.set(0, 0);
        assertThat(arriveAfter(100, 50, 50, 50)).as("though another has fewer").containsExactly(0, 100, 0);
    }

    @Test
    void everyOtherOfManyGoesToTheIdlestIfTheirOwnIsMuchBusier() {
        arrive(100, 200);
        assertThat(arriveAfter(100, 60, 90, 20)).containsExactly(0, 50, 50);
        assertThat(arriveAfter(100, 60, 80, 60)).as("a fifth is not much").containsExactly(0, 100, 0);
    }

    @Test
    void whenTheRushIsOverItIsTheFewestAgain() {
        arrive(100, 200);
        arrive(100, 200);
        live.set(0, 0);
        live.set(2, 1000);
        arrive(5, 1000);
        assertThat(arrive(10, 1000)).containsExactly(10, 0, 0);
    }

    @Test
    void aSingleLoopHasNoChoice() {
        assertThat(new Placement(0, new AtomicIntegerArray(1), loop -> 0).choose(now))
                .isZero();
    }

    @Test
    void whatOpensAndEndsIsCountedByLoop() {
        placement.opened(2);
        placement.opened(2);
        placement.closed(2);
        assertThat(live.get(2)).isEqualTo(1);
    }
}
