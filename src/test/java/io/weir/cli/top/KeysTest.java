package io.weir.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What keys do. */
class KeysTest {
    private static View press(View view, int... keys) {
        View now = view;
        for (int key : keys) {
            now = Keys.press(now, key, 10);
        }
        return now;
    }

    @Test
    void lettersSortAndQLeaves() {
        assertThat(press(View.first(), 'c').sort()).isEqualTo(View.Sort.CONNECTIONS);
        assertThat(press(View.first(), 'r').sort()).isEqualTo(View.Sort.RATE);
        assertThat(press(View.first(), 'b').sort()).isEqualTo(View.Sort.BYTES);
        assertThat(press(View.first(), 'b', 'n').sort()).isEqualTo(View.Sort.NAME);
        assertThat(press(View.first(), 'q').leaving()).isTrue();
        assertThat(press(View.first(), 'x').leaving()).isFalse();
    }

    @Test
    void aFilterIsTypedAndTakenBack() {
        View typed = press(View.first(), '/', 'q', 'h', 0x1F600);
        assertThat(typed.filter()).isEqualTo("qh\uD83D\uDE00");
        assertThat(press(typed, Keys.BACKSPACE).filter()).isEqualTo("qh");
        assertThat(press(typed, Keys.RETURN).typing()).isFalse();
        assertThat(press(typed, Keys.RETURN, Keys.ESCAPE).filter()).isEmpty();
        assertThat(press(typed, Keys.ESCAPE)).isEqualTo(View.first());
    }

    @Test
    void theLastLineIsAKeyAwayAndTheFirst() {
        assertThat(press(View.first(), 'G').scroll()).isEqualTo(Keys.BOTTOM);
        assertThat(press(View.first(), Keys.END, Keys.PAGE_DOWN).scroll()).isGreaterThan(Keys.BOTTOM);
        assertThat(press(View.first(), 'G', 'g')).isEqualTo(View.first());
    }

    @Test
    void helpIsLeftByAnyKeyAndControlCLeavesEverywhere() {
        assertThat(press(View.first(), 'h').help()).isTrue();
        assertThat(press(View.first(), 'h', 'c')).isEqualTo(View.first());
        assertThat(press(View.first(), 'h', 'q').leaving()).isTrue();
        assertThat(press(View.first(), '/', Keys.INTERRUPT).leaving()).isTrue();
    }

    @Test
    void anyKeysKeepTheViewInBounds() {
        SplittableRandom random = new SplittableRandom(7);
        View view = View.first();
        for (int i = 0; i < 100_000; i++) {
            view = press(view, random.nextInt(3) == 0 ? random.nextInt(Keys.END + 1) : random.nextInt(128));
            assertThat(view.scroll()).isNotNegative();
            assertThat(view.filter().codePointCount(0, view.filter().length())).isLessThanOrEqualTo(40);
        }
    }
}
