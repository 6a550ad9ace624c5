package io.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuestsTest {
    private final List<Integer> sent = new ArrayList<>();
    private final Guests guests = new Guests(32);
    private final List<Guests.Guest> all = new ArrayList<>();

    private void come(int times) {
        for (int i = 0; i < times; i++) {
            int number = all.size();
            Guests.Guest guest = () -> sent.add(number);
            all.add(guest);
            guests.come(guest);
        }
    }

    @Test
    void whoHasAskedForNothingForLongestGivesWay() {
        come(30);
        assertThat(sent).as("two of 32 places are left").isEmpty();
        guests.ask(all.get(0));
        guests.answered(all.get(0));
        come(1);
        assertThat(sent).containsExactly(1);
        guests.gone(all.get(1));
        come(2);
        assertThat(sent).containsExactly(1, 2, 3);
    }

    @Test
    void whoIsBeingAnsweredIsNotSentAway() {
        come(30);
        all.forEach(guests::ask);
        come(1);
        assertThat(sent).isEmpty();
        come(1);
        assertThat(sent).containsExactly(30);
    }

    @Test
    void whoHasGoneLeavesHisPlace() {
        come(30);
        guests.gone(all.get(4));
        come(1);
        assertThat(sent).isEmpty();
    }

    @Test
    void evenOneIsServed() {
        Guests few = new Guests(1);
        few.come(() -> sent.add(-1));
        assertThat(sent).isEmpty();
        few.come(() -> sent.add(-2));
        assertThat(sent).containsExactly(-1);
    }
}
