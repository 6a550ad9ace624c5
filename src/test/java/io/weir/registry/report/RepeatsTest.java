package io.weir.registry.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.ReportAsk;
import io.weir.registry.peer.ReportPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RepeatsTest {
    private static final NodeId ONE = House.node(1);
    private static final NodeId TWO = House.node(2);
    private static final ReportAsk ALL = new ReportAsk(0, 0);

    private final Repeats repeats = new Repeats();

    @Test
    void aNodeGetsNoMoreThanOneCopyASecondHoweverOftenItAsks() {
        int copies = 0;
        for (int millis = 0; millis < 10_000; millis += 10) {
            repeats.asked(ONE, ALL);
            copies += repeats.due(millis * 1_000_000L).size();
        }
        assertThat(copies).isEqualTo(10);
    }

    @Test
    void whoAskedTooEarlyIsAnsweredLaterAndNobodyElseWaitsForThat() {
        repeats.asked(ONE, ALL);
        assertThat(repeats.due(0)).containsOnlyKeys(ONE);
        ReportAsk newer = new ReportAsk(3, 7);
        repeats.asked(ONE, newer);
        repeats.asked(TWO, ALL);
        assertThat(repeats.due(100)).containsOnlyKeys(TWO);
        assertThat(repeats.due(Repeats.APART)).isEqualTo(Map.of(ONE, newer));
        assertThat(repeats.due(9 * Repeats.APART)).isEmpty();
    }

    @Test
    void whoIsGoneIsForgotten() {
        repeats.asked(ONE, ALL);
        repeats.asked(TWO, ALL);
        repeats.only(List.of(TWO));
        assertThat(repeats.due(0)).containsOnlyKeys(TWO);
    }

    /** One that lacks something all the time, because a part of each report gets lost. */
    @Test
    void whoLacksSomethingAllTheTimeAsksEverMoreSeldom() {
        Neighbours neighbours = new Neighbours();
        neighbours.members(List.of(ONE), 0);
        List<Long> asked = new ArrayList<>();
        long sequence = 0;
        for (long now = 0; now < 60_000_000_000L; now += 100_000_000L) {
            sequence += 2;
            neighbours.accept(ONE, part(sequence), now);
            if (!neighbours.asks(now).isEmpty()) {
                asked.add(now / 1_000_000_000L);
            }
        }
        assertThat(asked).containsExactly(0L, 1L, 3L, 7L, 15L, 23L, 31L, 39L, 47L, 55L);
    }

    private static ReportPart part(long sequence) {
        return new ReportPart(sequence, 1, 0, -1, -1, 0, null, null, null, null, null, null, null, null, null);
    }
}
