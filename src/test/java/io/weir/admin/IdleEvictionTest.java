package io.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdleEvictionTest {
    private final List<Integer> closed = new ArrayList<>();
    private final IdleEviction eviction = new IdleEviction(32);
    private final List<IdleEviction.Evictable> all = new ArrayList<>();

    private void open(int times) {
        for (int i = 0; i < times; i++) {
            int number = all.size();
            IdleEviction.Evictable connection = () -> closed.add(number);
            all.add(connection);
            eviction.opened(connection);
        }
    }

    @Test
    void theLongestIdleGivesWay() {
        open(30);
        assertThat(closed).as("two of 32 places are left").isEmpty();
        eviction.busy(all.get(0));
        eviction.waits(all.get(0));
        open(1);
        assertThat(closed).containsExactly(1);
        eviction.closed(all.get(1));
        open(2);
        assertThat(closed).containsExactly(1, 2, 3);
    }

    /** Whoever holds all places with bodies that do not come must not be able to keep others out by them. */
    @Test
    void oneWhoseBodyIsOnItsWayGivesWayBeforeThoseThatCameLater() {
        open(30);
        all.forEach(eviction::busy);
        eviction.waits(all.get(7));
        eviction.waits(all.get(3));
        open(2);
        assertThat(closed).containsExactly(7, 3);
    }

    @Test
    void oneThatIsBeingAnsweredIsNotClosed() {
        open(30);
        all.forEach(eviction::busy);
        open(1);
        assertThat(closed).isEmpty();
        open(1);
        assertThat(closed).containsExactly(30);
    }

    @Test
    void oneThatIsClosedLeavesItsPlace() {
        open(30);
        eviction.closed(all.get(4));
        open(1);
        assertThat(closed).isEmpty();
    }

    @Test
    void evenOneIsServed() {
        IdleEviction few = new IdleEviction(1);
        few.opened(() -> closed.add(-1));
        assertThat(closed).isEmpty();
        few.opened(() -> closed.add(-2));
        assertThat(closed).containsExactly(-1);
    }
}
