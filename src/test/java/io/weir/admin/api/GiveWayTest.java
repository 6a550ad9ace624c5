package io.weir.admin.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.observe.TestClock;
import org.junit.jupiter.api.Test;

/** How often others come first while something is made. */
class GiveWayTest {
    private static final long MILLI = 1_000_000;

    /** Near the end of what a long holds, since only differences mean something. */
    private final TestClock clock = new TestClock(Long.MAX_VALUE - MILLI / 2);

    private long othersTake;
    private int given;

    private final GiveWay others = new GiveWay(clock, () -> {
        clock.now += othersTake;
        given++;
    });

    private void pieces(int count, long nanosEach) {
        for (int i = 0; i < count; i++) {
            clock.now += nanosEach;
            others.between();
        }
    }

    @Test
    void whatIsShortIsMadeInOne() {
        pieces(499, 100);
        assertThat(given).isZero();
    }

    @Test
    void whatIsLongLetsOthersInEvery50Microseconds() {
        othersTake = 70_000;
        pieces(600, 10_000);
        assertThat(given).isEqualTo(120);
    }

    /** Else each piece would wait for the slices of all that are busy, and a probe would find the node dead. */
    @Test
    void whoeverTakesAllOfItsSliceIsLetInOnceIn50Milliseconds() {
        othersTake = 3 * MILLI;
        pieces(100, 400_000);
        assertThat(given).isEqualTo(1);
        clock.now += 11 * MILLI;
        others.between();
        assertThat(given).isEqualTo(2);
        othersTake = 0;
        clock.now += 50 * MILLI;
        pieces(10, 50_000);
        assertThat(given).isEqualTo(12);
    }

    @Test
    void aListingLetsOthersInBetweenItsItems() {
        Json json = new Json(new GiveWay(clock, () -> given++))
                .object()
                .name("items")
                .array();
        for (int i = 0; i < 90; i++) {
            clock.now += 25_000;
            json.object().field("id", i).endObject();
        }
        json.endArray().endObject();
        assertThat(given).isEqualTo(45);
        assertThat(json.bytes().utf8String())
                .startsWith("{\"items\":[{\"id\":0},")
                .endsWith("{\"id\":89}]}\n");
    }
}
