package io.weir;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.ListenerSaid.Word;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ListenerSaidTest {
    private static final Word<Boolean> PAUSED = new Word<>(true, "ann", 1);
    private static final Word<Integer> LIMIT = new Word<>(7, "bob", 2);
    private static final ListenerSaid SWITCHED = new ListenerSaid(new Word<>("late", "eve", 3), PAUSED, LIMIT);

    @Test
    void aSwitchHoldsWhileItsPoolIsThere() {
        assertThat(SWITCHED.within(Set.of("web", "late"))).isEqualTo(SWITCHED);
    }

    @Test
    void withoutItsPoolNothingButTheSwitchIsTakenBack() {
        assertThat(SWITCHED.within(Set.of("web"))).isEqualTo(new ListenerSaid(null, PAUSED, LIMIT));
    }

    @Test
    void oneThatWasNeverSwitchedAsksForNoPool() {
        assertThat(ListenerSaid.NOTHING.within(Set.of())).isEqualTo(ListenerSaid.NOTHING);
    }
}
