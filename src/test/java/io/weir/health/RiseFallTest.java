package io.weir.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.Health;
import org.junit.jupiter.api.Test;

class RiseFallTest {
    @Test
    void the_first_result_decides_alone() {
        assertThat(RiseFall.unchecked(2, 3).health()).isEqualTo(Health.UNKNOWN);
        RiseFall.Step up = RiseFall.unchecked(2, 3).after(true);
        assertThat(up.flipped()).isTrue();
        assertThat(up.to()).isEqualTo(Health.UP);
        assertThat(up.progress()).isEqualTo("3/3");
        RiseFall.Step down = RiseFall.unchecked(2, 3).after(false);
        assertThat(down.to()).isEqualTo(Health.DOWN);
        assertThat(down.next().counter()).isZero();
    }

    @Test
    void a_good_check_while_going_down_restores_it_wholly() {
        RiseFall ailing = run(RiseFall.unchecked(2, 3), true, false, false);
        assertThat(ailing.progress()).isEqualTo("1/3");
        assertThat(ailing.health()).isEqualTo(Health.UP);
        RiseFall.Step healed = ailing.after(true);
        assertThat(healed.flipped()).isFalse();
        assertThat(healed.progress()).isEqualTo("3/3");
    }

    @Test
    void a_bad_check_while_coming_up_sends_it_to_the_bottom() {
        RiseFall coming = run(RiseFall.unchecked(3, 2), false, true, true);
        assertThat(coming.progress()).isEqualTo("2/3");
        assertThat(coming.after(false).progress()).isEqualTo("0/3");
        assertThat(coming.after(true).flipped()).isTrue();
    }

    private static RiseFall run(RiseFall start, boolean... results) {
        RiseFall state = start;
        for (boolean result : results) {
            state = state.after(result).next();
        }
        return state;
    }
}
