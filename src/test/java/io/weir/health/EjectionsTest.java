package io.weir.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.BackendKey;
import io.weir.model.HostPort;
import io.weir.model.Off;
import io.weir.model.OutlierSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EjectionsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final OutlierSettings SETTINGS = new OutlierSettings(5, Duration.ofSeconds(30));
    private static final BackendKey A = key("a");
    private static final BackendKey B = key("b");

    @Test
    void the_fifth_failure_in_a_row_ejects_for_the_time_set() {
        Ejections four = Ejections.NONE.failed(A, 4, SETTINGS, true, SECOND);
        assertThat(four).isSameAs(Ejections.NONE);
        Ejections out = four.failed(A, 5, SETTINGS, true, SECOND);
        assertThat(out.contains(A)).isTrue();
        assertThat(out.contains(B)).isFalse();
        assertThat(out.nextExpiry(SECOND)).hasValue(30 * SECOND);
        assertThat(out.expired(31 * SECOND - 1)).isSameAs(out);
        assertThat(out.expired(31 * SECOND)).isEqualTo(Ejections.NONE);
    }

    @Test
    void more_failures_while_it_is_out_do_not_prolong_it() {
        Ejections out = Ejections.NONE.failed(A, 5, SETTINGS, true, 0);
        assertThat(out.failed(A, 6, SETTINGS, true, 20 * SECOND)).isSameAs(out);
    }

    @Test
    void one_that_comes_back_and_fails_again_is_out_at_once() {
        Ejections back = Ejections.NONE.failed(A, 5, SETTINGS, true, 0).expired(30 * SECOND);
        assertThat(back.failed(A, 6, SETTINGS, true, 30 * SECOND).contains(A)).isTrue();
    }

    @Test
    void the_last_usable_one_stays() {
        assertThat(Ejections.NONE.failed(A, 50, SETTINGS, false, 0)).isSameAs(Ejections.NONE);
    }

    @Test
    void off_never_ejects_and_for_ever_never_ends() {
        OutlierSettings off = new OutlierSettings(Off.COUNT, Duration.ofSeconds(30));
        assertThat(Ejections.NONE.failed(A, Off.COUNT, off, true, 0)).isSameAs(Ejections.NONE);
        Ejections forEver = Ejections.NONE.failed(A, 1, new OutlierSettings(1, Off.TIME), true, 0);
        assertThat(forEver.expired(Long.MAX_VALUE - 1)).isSameAs(forEver);
        assertThat(forEver.nextExpiry(0)).isEmpty();
        assertThat(forEver.without(A)).isEqualTo(Ejections.NONE);
        assertThat(forEver.without(B)).isSameAs(forEver);
    }

    @Test
    void a_clock_that_passes_zero_does_not_disturb() {
        Ejections out = Ejections.NONE.failed(A, 5, SETTINGS, true, -10 * SECOND);
        assertThat(out.expired(19 * SECOND).contains(A)).isTrue();
        assertThat(out.expired(20 * SECOND).contains(A)).isFalse();
    }

    private static BackendKey key(String id) {
        return new BackendKey("web", id, new HostPort("127.0.0.1", 80));
    }
}
