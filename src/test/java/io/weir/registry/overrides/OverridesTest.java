package io.weir.registry.overrides;

import static io.weir.registry.overrides.Said.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.BackendKey;
import io.weir.model.HostPort;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverridesTest {
    private static final long DAY = 24L * 3600 * 1000;
    private static final Field WEIGHT = Field.of(Said.backend("b"), Field.WEIGHT);

    @Test
    void aWriteMadeWhereTheOldValueWasSeenWinsThoughItsClockIsBehind() {
        HybridClock ahead = new HybridClock(1);
        Stamp first = ahead.next(3_600_000);
        HybridClock behind = new HybridClock(2);
        behind.saw(first);
        assertThat(behind.next(1000)).isGreaterThan(first);
        assertThat(behind.next(1000).time()).isEqualTo(3_600_002);
        assertThat(behind.next(9_000_000).time()).as("the wall clock leads").isEqualTo(9_000_000);
    }

    @Test
    void stampsOfOneMillisecondAreOrderedByNode() {
        assertThat(new Stamp(5, 2)).isGreaterThan(new Stamp(5, 1)).isLessThan(new Stamp(6, 0));
    }

    @Test
    void aStampBeyondTheYear9999IsRefusedAndAnEarlierOneIsTaken() {
        Overrides none = Overrides.NONE;
        assertThat(none.merge(List.of(entry("weight", Stamp.LATEST + 1, 1, "7")))
                        .next())
                .isSameAs(none);
        assertThat(none.merge(List.of(entry("weight", -1, 1, "7"))).next()).isSameAs(none);
        Overrides some =
                none.merge(List.of(entry("weight", Stamp.LATEST, 1, "7"))).next();
        assertThat(some.value(WEIGHT)).isEqualTo("7");
        HybridClock clock = new HybridClock(1);
        clock.saw(new Stamp(Long.MAX_VALUE, 1));
        assertThat(clock.next(1000).time()).isEqualTo(1000);
        clock.saw(new Stamp(Stamp.LATEST, 1));
        assertThat(clock.next(1000).possible()).isTrue();
    }

    @Test
    void aWriteThatDidNotKnowOfAnotherNodesIsALossWithBothValues() {
        Entry one = entry("weight", 10, 1, "1");
        Entry two = entry("weight", 11, 2, "2");
        assertThat(of(one).merge(List.of(two)).lost()).containsExactly(new Merge.Loss(one, two));
        assertThat(of(two).merge(List.of(one)).lost()).containsExactly(new Merge.Loss(one, two));
        assertThat(of(two).merge(List.of(one)).next().value(WEIGHT)).isEqualTo("2");
        assertThat(of(two).merge(List.of(two)).lost()).isEmpty();
    }

    @Test
    void aWriteThatKnewOfTheOtherOrSaysTheSameIsNoLoss() {
        Entry one = entry("weight", 10, 1, "1");
        Entry knowing = Said.entry(WEIGHT, new Stamp(11, 2), one.stamp(), "2");
        assertThat(of(one).merge(List.of(knowing)).lost()).isEmpty();
        assertThat(of(knowing).merge(List.of(one)).lost()).isEmpty();
        assertThat(of(one).merge(List.of(entry("weight", 11, 2, "1"))).lost()).isEmpty();
        assertThat(of(one).merge(List.of(entry("weight", 11, 1, "2"))).lost())
                .as("the same node again")
                .isEmpty();
    }

    @Test
    void whatWasClearedStaysClearedForThirtyDays() {
        Entry old = entry("weight", 10, 1, "5");
        Entry cleared = entry("weight", 20, 1, null);
        Overrides state = of(old, cleared);
        assertThat(state.swept(20 + 30 * DAY)).isSameAs(state);
        assertThat(state.merge(List.of(old)).next().value(WEIGHT))
                .as("an old copy")
                .isNull();
        assertThat(state.swept(21 + 30 * DAY)).isEqualTo(Overrides.NONE);
        assertThat(of(old).swept(400 * DAY).value(WEIGHT))
                .as("what holds, holds")
                .isEqualTo("5");
    }

    @Test
    void aBackendsFieldsShareAShardAndShardsAreEven() {
        int[] shards = new int[Field.SHARDS];
        for (int i = 0; i < 10_000; i++) {
            BackendKey key = new BackendKey("web", "10.1." + i / 250 + "." + i % 250 + ":80", new HostPort("h", i));
            int shard = Field.of(key, Field.WEIGHT).shard();
            assertThat(Field.of(key, Field.STATE).shard()).isEqualTo(shard);
            shards[shard]++;
        }
        assertThat(Arrays.stream(shards).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(40, 130));
    }

    private static Overrides of(Entry... entries) {
        return Overrides.NONE.merge(List.of(entries)).next();
    }
}
