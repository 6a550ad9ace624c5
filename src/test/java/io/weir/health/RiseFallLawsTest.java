package io.weir.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.balance.Cases;
import io.weir.model.Health;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RiseFallLawsTest {
    /** Against the plain statement: only an unbroken run of fall failures, or rise successes, flips. */
    @Test
    @Tag("peers-29")
    void it_flips_after_exactly_so_many_in_a_row() {
        Cases.each(300, random -> {
            int rise = Cases.between(random, 1, 6);
            int fall = Cases.between(random, 1, 6);
            RiseFall state = RiseFall.unchecked(rise, fall);
            Health model = Health.UNKNOWN;
            int run = 0;
            boolean last = false;
            for (int i = 0; i < 200; i++) {
                boolean success = random.nextInt(3) > 0;
                run = i > 0 && success == last ? run + 1 : 1;
                last = success;
                Health before = model;
                if (model == Health.UNKNOWN || run >= (success ? rise : fall)) {
                    model = success ? Health.UP : Health.DOWN;
                }
                RiseFall.Step step = state.after(success);
                assertThat(step.to()).isEqualTo(model);
                assertThat(step.next().health()).isEqualTo(model);
                assertThat(step.flipped()).isEqualTo(before != model);
                state = step.next();
                assertThat(state.counter()).isBetween(0, rise + fall - 1);
                assertThat(state.changing()).isEqualTo(state.counter() != 0 && state.counter() != rise + fall - 1);
            }
        });
    }

    @Test
    void progress_counts_what_is_left_of_fall_and_reached_of_rise() {
        RiseFall state = RiseFall.unchecked(2, 3).after(true).next();
        assertThat(state.progress()).isEqualTo("3/3");
        state = state.after(false).next();
        assertThat(state.progress()).isEqualTo("2/3");
        state = state.after(false).next().after(false).next();
        assertThat(state.health()).isEqualTo(Health.DOWN);
        assertThat(state.progress()).isEqualTo("0/2");
        assertThat(state.after(true).progress()).isEqualTo("1/2");
    }

    @Test
    void other_thresholds_keep_the_health() {
        RiseFall up = RiseFall.unchecked(2, 3).after(true).next().with(5, 1);
        assertThat(up.health()).isEqualTo(Health.UP);
        assertThat(up.after(false).to()).isEqualTo(Health.DOWN);
        assertThat(RiseFall.unchecked(2, 3).with(1, 1).health()).isEqualTo(Health.UNKNOWN);
        assertThat(RiseFall.unchecked(2, 3)
                        .after(false)
                        .next()
                        .with(1, 4)
                        .after(true)
                        .to())
                .isEqualTo(Health.UP);
    }

    @Test
    void impossible_numbers_are_refused() {
        assertThatThrownBy(() -> RiseFall.unchecked(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RiseFall.unchecked(1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RiseFall(2, 3, 5)).isInstanceOf(IllegalArgumentException.class);
    }
}
